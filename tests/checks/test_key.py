import json
from pathlib import Path

import numpy as np
import pytest

from helpers import Refusal, paths
from helpers.checks.key import Key, Quiz, answer_hash, key_path, key_to_text, read_key
from helpers.checks.observe import same
from helpers.checks.plain import Opaque, Tensor
from helpers.checks.specification import Case, Exercise, Hint, Mistake, Part
from tests.checks.trial import returned

NAME = "07_a_lesson"


def sample() -> Key:
    arguments = {"x": np.eye(2), "tokens": np.array([[1, 2]]), "mask": np.array([True]), "options": {1: ("a", None)}}
    seen = returned((np.array([np.nan, -0.0]), Tensor(np.ones(1, "f4"), True)))
    cases = [Case("one", arguments, "a note", seen), Case("two", {}, "", {"outcome": "raised"})]
    mistake = Mistake("wrong", "You are wrong.", ("values",), {"values": [returned(Opaque("set")), seen]})
    exercise = Exercise(
        "f",
        "call",
        {"h": "N H", "loss": ""},
        {"g": "helpers.nn.x"},
        ("torch.nn",),
        {"values": Part(2.5, cases)},
        [mistake],
        (Hint("Where?", "There."), Hint("How?", "So.", ("values",))),
        backward=True,
        axes={"N": "row"},
    )
    quiz = Quiz("why", 1, answer_hash(NAME, "why", "b"), {"a": "no", "b": "yes, “because”"})
    return Key(NAME, {"lesson": "abc"}, {"f": exercise}, {"why": quiz})


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A folder of keys of the test's own."""
    monkeypatch.setattr(paths, "KEYS", tmp_path)
    read_key.cache_clear()
    yield tmp_path
    read_key.cache_clear()


def test_a_key_comes_back_as_it_was_written(keys: Path) -> None:
    """Is every case, expectation, mistake and quiz read as it was stored, to the last bit?"""
    key_path(NAME).write_text(key_to_text(sample()), encoding="utf-8")
    back = read_key(NAME)
    assert key_to_text(back) == key_to_text(sample())
    case, written = back.exercises["f"].parts["values"].cases[0], sample().exercises["f"].parts["values"].cases[0]
    assert same(case.arguments, written.arguments)
    assert same(case.expected, written.expected)
    assert back.exercises["f"].forbidden == ("torch.nn",)
    assert list(back.exercises["f"].returns) == ["h", "loss"]
    assert back.exercises["f"].backward
    assert back.exercises["f"].axes == {"N": "row"}
    assert back.exercises["f"].hints == sample().exercises["f"].hints


def test_a_key_from_before_backward_exercises_is_read(keys: Path) -> None:
    """Is a key that says neither which way an exercise goes nor what its axes are called read as one of the usual?"""
    text = key_to_text(sample())
    old = text.replace('   "backward": true,\n', "").replace('   "axes": {"N": "row"},\n', "")
    assert len(old.splitlines()) == len(text.splitlines()) - 2
    key_path(NAME).write_text(old, encoding="utf-8")
    assert not read_key(NAME).exercises["f"].backward
    assert read_key(NAME).exercises["f"].axes == {}


def test_a_key_is_data_and_holds_no_answer() -> None:
    """Is the key plain JSON in which no quiz's answer can be read?"""
    text = key_to_text(sample())
    quiz = json.loads(text)["quizzes"]["why"]
    assert set(quiz) == {"points", "answer_hash", "options"}
    assert len(quiz["answer_hash"]) == 64


def test_answers_are_compared_by_hash() -> None:
    """Does the hash tell answers, quizzes and lessons apart, and not capitals or blanks?"""
    right = answer_hash(NAME, "why", "b")
    assert answer_hash(NAME, "why", " B ") == right
    assert (
        len({right, answer_hash(NAME, "why", "a"), answer_hash(NAME, "how", "b"), answer_hash("08", "why", "b")}) == 4
    )


def test_a_missing_key_is_a_sentence(keys: Path) -> None:
    """Is a lesson without a key refused with the key's name and place?"""
    with pytest.raises(Refusal, match=r"key of lesson 07_a_lesson is missing \(07_a_lesson.json"):
        read_key(NAME)


def broken_keys() -> dict[str, str]:
    sound = key_to_text(sample())
    tree = json.loads(sound)
    return {
        "empty": "",
        "cut short": sound[:-40],
        "no JSON": "key",
        "a list": "[]",
        "a number": "3",
        "nothing in it": "{}",
        "no exercises": json.dumps({"lesson": NAME, "made_from": {}, "quizzes": {}}),
        "exercises in a list": json.dumps(tree | {"exercises": [1]}),
        "quizzes in a list": json.dumps(tree | {"quizzes": [1]}),
        "a quiz of text": json.dumps(tree | {"quizzes": {"why": "b"}}),
        "an odd array": sound.replace("<f8[2,2]", "<f8[9,9]"),
        "an odd case": sound.replace('"title"', '"titel"'),
        "a mark that does not exist": sound.replace("$tensor", "$code"),
        "deep": "[" * 100_000,
        "a binary file": "\0\1\2",
    }


@pytest.mark.parametrize("name", broken_keys())
def test_a_broken_key_is_a_sentence(keys: Path, name: str) -> None:
    """Is a key that is damaged in any way refused with one sentence that names it?"""
    key_path(NAME).write_text(broken_keys()[name], encoding="utf-8")
    with pytest.raises(Refusal, match=r"07_a_lesson\.json in helpers/checks/keys\) is broken"):
        read_key(NAME)


def test_what_is_no_text_is_a_sentence(keys: Path) -> None:
    """Is a key that is not UTF-8, or a folder in its place, refused too?"""
    key_path(NAME).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Refusal, match="is broken"):
        read_key(NAME)
    key_path("08").mkdir()
    with pytest.raises(Refusal, match="is broken"):
        read_key("08")
