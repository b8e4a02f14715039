"""Lesson 01_bag_of_words: what its checks expect, against judges that are not ours."""

from __future__ import annotations

import copy
import os
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from helpers.exercises import load
from helpers.nn import bag_of_words as stand_ins
from helpers.paths import ROOT
from tests.nn.judges import agree

LESSON = "01_bag_of_words"
SUBMISSIONS = ["one submission", "another", "a third"]


def tokenize(text: str) -> list[str]:
    """The rules in words, by what Unicode says of each character: L is a letter, N a number."""

    def of_word(place: int) -> bool:
        return 0 <= place < len(text) and unicodedata.category(text[place])[0] in "LN"

    marks = [
        of_word(place) or (text[place] == "'" and of_word(place - 1) and of_word(place + 1))
        for place in range(len(text))
    ]
    return "".join(c if mark else "\n" for c, mark in zip(text, marks, strict=True)).lower().split()


def build_vocabulary(sentences: list[list[str]], size: int | None = None) -> dict[str, int]:
    """The rules in words: a word's id is the number of words that come before it."""
    text = [word for sentence in sentences for word in sentence]

    def before(one: str, other: str) -> bool:
        counts = text.count(one), text.count(other)
        return counts[0] > counts[1] or (counts[0] == counts[1] and text.index(one) < text.index(other))

    ids = {word: sum(before(other, word) for other in set(text)) for word in set(text)}
    return {word: number for word, number in ids.items() if size is None or number < size}


def bag_of_words(words: list[str], vocabulary: dict[str, int]) -> np.ndarray:
    """torch's bincount."""
    ids = torch.tensor([vocabulary[word] for word in words if word in vocabulary], dtype=torch.long)
    return torch.bincount(ids, minlength=len(vocabulary)).numpy()


def ngrams(sentences: list[list[str]], n: int) -> list[tuple[str, ...]]:
    """NumPy's sliding windows."""
    found = []
    for sentence in sentences:
        if len(sentence) >= n:
            windows = np.lib.stride_tricks.sliding_window_view(np.array(sentence), n)
            found += [tuple(map(str, window)) for window in windows]
    return found


def one_hot(tokens: np.ndarray, V: int) -> np.ndarray:
    """torch's one_hot."""
    return torch.nn.functional.one_hot(torch.from_numpy(tokens), V).numpy()


def softmax(logits: np.ndarray) -> np.ndarray:
    """torch's softmax."""
    return torch.softmax(torch.from_numpy(logits).double(), dim=-1).numpy()


def cross_entropy(logits: np.ndarray, targets: np.ndarray) -> float:
    """torch's cross-entropy."""
    return torch.nn.functional.cross_entropy(torch.from_numpy(logits).double(), torch.from_numpy(targets)).item()


def cross_entropy_gradient(logits: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """torch's automatic differentiation of its cross-entropy."""
    y = torch.from_numpy(logits).double().requires_grad_()
    torch.nn.functional.cross_entropy(y, torch.from_numpy(targets)).backward()
    return y.grad.numpy()


JUDGES: dict[str, Callable[..., Any]] = {
    judge.__name__: judge
    for judge in (
        tokenize,
        build_vocabulary,
        bag_of_words,
        ngrams,
        one_hot,
        softmax,
        cross_entropy,
        cross_entropy_gradient,
    )
}


def same(value: Any, expected: Any) -> bool:
    """Whether two results are equal: text, lists and dictionaries exactly, numbers to ten digits."""
    return value == expected if isinstance(expected, list | dict) else agree(value, expected)


@pytest.fixture(scope="module")
def private_side():
    """The lesson's private side, as the graders have it."""
    return load(LESSON)


@pytest.fixture(scope="module")
def cases(private_side):
    """Every visible case and the hidden cases of three submissions, by exercise."""
    return {
        name: [
            case
            for part in exercise.parts
            for case in (
                *private_side.visible_cases(name, part),
                *(case for text in SUBMISSIONS for case in private_side.hidden_cases(name, part, [text])),
            )
        ]
        for name, exercise in private_side.exercises.items()
    }


def test_every_exercise_has_a_judge(private_side) -> None:
    """Is no exercise expected to be right by our own word alone?"""
    assert set(private_side.exercises) == set(JUDGES)


@pytest.mark.parametrize("name", sorted(JUDGES))
def test_expected_values_are_the_judges(name: str, cases) -> None:
    """Does the reference give, in every case, what an independent judge gives?"""
    assert cases[name]
    for case in cases[name]:
        assert case.expected["outcome"] == "returned"
        judged = JUDGES[name](**copy.deepcopy(case.arguments))
        assert same(case.expected["value"], judged), case.title


@pytest.mark.parametrize("name", sorted(JUDGES))
def test_stand_ins_are_right_too(name: str, cases) -> None:
    """Does the function that later lessons use give the same, and leave its arguments alone?"""
    for case in cases[name]:
        before = copy.deepcopy(case.arguments)
        value = getattr(stand_ins, name)(**case.arguments)
        assert same(value, JUDGES[name](**copy.deepcopy(before))), case.title
        for key, argument in before.items():
            assert (
                np.array_equal(argument, case.arguments[key])
                if isinstance(argument, np.ndarray)
                else (argument == case.arguments[key])
            )


@pytest.mark.parametrize(
    ("name", "title", "expected"),
    [
        ("softmax", "worked by hand", [[0.66524095577, 0.24472847105, 0.09003057317]]),
        ("cross_entropy", "worked by hand", (0.40760596444 + 1.09861228867) / 2),
        ("cross_entropy", "all logits alike", 1.38629436112),
        ("cross_entropy", "thought impossible", 400 + 0.31326168752 / 2),
        ("cross_entropy_gradient", "worked by hand", [[-0.33475904423, 0.24472847105, 0.09003057317]]),
        ("bag_of_words", "second sentence", [2, 2, 2, 1, 1, 1]),
        ("bag_of_words", "first sentence", [1, 1, 0, 1, 0, 1, 1, 1, 1]),
    ],
)
def test_numbers_worked_by_hand(name: str, title: str, expected, cases) -> None:
    """Are the numbers of the decks and of the lesson's pencil those that the check expects?"""
    (case,) = [case for case in cases[name] if title in case.title]
    np.testing.assert_allclose(case.expected["value"], expected, rtol=1e-9)


def test_decks_sentence_gives_the_decks_order(cases) -> None:
    """Is the vocabulary of deck 5's second sentence in the order of its vector?"""
    case = cases["build_vocabulary"][0]
    words = case.expected["value"]
    assert sorted(words, key=words.get) == ["i", "like", "to", "sleep", "and", "eat"]


SET_ORDER = """
from helpers.exercises import load
from helpers.checks.verdict import judge
side = load("01_bag_of_words")
def by_set(sentences, size=None):
    words = list({word for sentence in sentences for word in sentence})
    return {word: number for number, word in enumerate(words[:size])}
print(*sorted(side.parts_lost("build_vocabulary", by_set, "a submission")))
"""


@pytest.mark.parametrize("seed", ["0", "1", "12345"])
def test_order_of_a_set_never_passes(seed: str) -> None:
    """Is a vocabulary in the order of a set found out, in whatever order this start of Python puts it?"""
    environment = os.environ | {"PYTHONHASHSEED": seed}
    done = subprocess.run(
        [sys.executable, "-c", SET_ORDER], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["size", "values"]


@pytest.mark.parametrize("name", ["one_hot", "softmax", "cross_entropy", "cross_entropy_gradient"])
def test_some_case_has_only_different_sizes(name: str, cases) -> None:
    """Is there a case in which no two axes can be exchanged without being noticed, and a square one?"""
    shapes = [
        (*case.arguments["tokens"].shape, case.arguments["V"]) if name == "one_hot" else case.arguments["logits"].shape
        for case in cases[name]
    ]
    axes = 3 if name in ("one_hot", "softmax") else 2
    assert any(len(shape) == axes == len(set(shape)) for shape in shapes)
    assert any(len(set(shape)) == 1 < len(shape) and shape[0] > 1 for shape in shapes)
