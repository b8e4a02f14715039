"""The driver of the project: what it hands to a learner's class, and what it makes of what comes back."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from helpers.checks.drivers.project import answers_of_project
from helpers.checks.measures import MEASURES, balanced_accuracy
from helpers.checks.observe import observe
from helpers.checks.specification import MEASURED_DRIVER, Case
from helpers.checks.undisclosed import judge_undisclosed
from helpers.checks.verdict import judge
from helpers.data.project_tracks import ASKED, practice_set
from tests.checks.trial import exercise, notebook

STRIPS = [np.arange(5.0), np.arange(3.0)]
TRUTH = {"rhythms": np.array([1, 0]), "tunes": np.array([4]), "digits": [[1]]}
HELD_OUT = {"rhythms": STRIPS, "tunes": ["M:6"], "digits": [np.zeros((4, 13))]}


def seen(cell: str) -> tuple[Case, dict[str, Any]]:
    """The case and the observation of a class f."""
    expected = {"truth": TRUTH, "asked": {"rhythms": 0.9, "tunes": 2.0, "digits": 0.5}}
    case = Case("fresh", {"held_out": HELD_OUT}, "", {"outcome": "returned", "value": expected})
    return case, observe(exercise({"answers": ""}, driver=MEASURED_DRIVER), case, notebook(cell))


def verdicts(cell: str) -> list[tuple[bool, str]]:
    """What is decided and said of a class f, openly and of a hidden case."""
    case, observation = seen(cell)
    spec = exercise({"answers": ""}, driver=MEASURED_DRIVER)
    return [
        (v.passed, v.sentence) for v in (judge(spec, case, observation), judge_undisclosed(spec, case, observation))
    ]


def project(track: str, body: str) -> str:
    return f"class f:\n    track = {track!r}\n    def predict(self, sequences):\n        {body}\n"


def test_the_class_gets_the_sequences_of_its_track_and_nothing_else() -> None:
    """Are labels, and the other tracks' sequences, not among what it is called with?"""
    got: list[Any] = []

    class Spy:
        track = "rhythms"

        def predict(self, *arguments: Any, **named: Any) -> np.ndarray:
            got.append((arguments, named))
            return np.array([1, 0])[: len(arguments[0])]

    answers = answers_of_project(Spy, {"held_out": HELD_OUT})
    assert answers["track"] == "rhythms"
    assert all(len(arguments) == 1 and not named for arguments, named in got)
    first, second = (arguments[0] for arguments, _ in got)
    assert all(map(np.array_equal, first, STRIPS))
    assert all(map(np.array_equal, second, STRIPS))  # the longer one first
    assert answers["again"] == {"places": [0, 1], "answers": pytest.approx(np.array([1, 0]))}


def test_the_shortest_sequences_are_asked_for_again() -> None:
    """Twenty of them, the very shortest last, without the others?"""
    rng = np.random.default_rng(0)
    strips = [np.zeros(length) for length in rng.permutation(np.arange(3, 33))]
    asked: list[list[int]] = []

    class Spy:
        track = "rhythms"

        def predict(self, sequences: list[np.ndarray]) -> np.ndarray:
            asked.append(list(map(len, sequences)))
            return np.zeros(len(sequences), dtype=int)

    again = answers_of_project(Spy, {"held_out": {"rhythms": strips}})["again"]
    assert asked == [list(map(len, strips)), list(range(22, 2, -1))]
    assert [len(strips[place]) for place in again["places"]] == asked[1]


def test_answers_that_depend_on_the_batch_are_told() -> None:
    """A state read at the padding, statistics of the batch, a number that is counted on: is none enough?"""
    strips = [np.full(length, 1.0) for length in range(40, 4, -1)]
    truth = {"rhythms": np.array([int(len(strip) > 20) for strip in strips]), "tunes": [], "digits": []}
    expected = {"truth": truth, "asked": {"rhythms": 0.9, "tunes": 2.0, "digits": 0.5}}
    case = Case("fresh", {"held_out": {"rhythms": strips}}, "", {"outcome": "returned", "value": expected})
    spec = exercise({"answers": ""}, driver=MEASURED_DRIVER)
    for body, said in (
        ("return [int(len(s) > 20) for s in sequences]", ""),
        ("m = max(map(len, sequences)); return [int(len(s) > m / 2) for s in sequences]", "of them otherwise"),
        ("return [int(len(s) > 20) for s in sequences] if len(sequences) == 36 else [0] * 36", "another number"),
        ("return [int(len(s) > 20) for s in sequences] if len(sequences) == 36 else 1 / 0", "ends with an error"),
    ):
        observation = observe(spec, case, notebook(project("rhythms", body)))
        verdict = judge(spec, case, observation)
        assert verdict.passed is not bool(said)
        assert said in verdict.sentence
        assert "1.000; 0.900 or more" in verdict.sentence


def test_a_good_model_is_told_its_number() -> None:
    """Does what was measured stand in the sentence of a case that passed, hidden or not?"""
    sentence = "rhythms: balanced accuracy 1.000; 0.900 or more is asked for here."
    assert verdicts(project("rhythms", "return np.array([1, 0])")) == [(True, sentence)] * 2


def test_a_model_that_is_not_good_enough_is_told_its_number() -> None:
    """Is it not passed, and told the same of a hidden case?"""
    sentence = "rhythms: balanced accuracy 0.500; 0.900 or more is asked for here."
    assert verdicts(project("rhythms", "return [0, 0]")) == [(False, sentence)] * 2


@pytest.mark.parametrize("track", ["faces", "", None, 3, ["rhythms"]])
def test_a_track_that_there_is_not(track: Any) -> None:
    """Is it a sentence that names the tracks, and in a hidden case one that repeats nothing of the learner's?"""
    (passed, sentence), (hidden_passed, hidden) = verdicts(project(track, "return 0"))
    assert not passed
    assert not hidden_passed
    assert sentence == "f.track has to be one of rhythms, tunes, digits, in quotation marks."
    assert "faces" not in hidden


def test_what_is_forged_cannot_carry_inputs_out() -> None:
    """Does a hidden case's sentence hold nothing that the learner's code made of its inputs?"""
    for track, body in (
        ("rhythms", "raise ValueError(str(sequences))"),
        ("rhythms", "return [str(sequences)]"),
        ("digits", "return {'track': 'digits', 'answers': sequences}"),
        ("tunes", "return sequences"),
    ):
        _, (passed, sentence) = verdicts(project(track, body))
        assert not passed
        assert "M:6" not in sentence
        assert "0., 1." not in sentence


def test_random_numbers_begin_at_the_same_place() -> None:
    """Does a model that draws numbers answer alike each time it is graded?"""
    cell = project("rhythms", "return np.random.randint(1000, size=2)")
    first, second = (seen(cell)[1]["value"]["answers"] for _ in range(2))
    assert np.array_equal(first, second)


def test_inputs_that_are_changed_are_told() -> None:
    """Is it said, of a hidden case too, when predict works in the caller's arrays, or empties its list?"""
    for change in ("sequences[0][:] = 9", "sequences.append(sequences[0])"):
        body = f"answers = np.array([1, 0])[: len(sequences)]; {change}; return answers"
        for passed, sentence in verdicts(project("rhythms", body)):
            assert not passed
            assert "1.000; 0.900 or more is asked for here. And `predict` changes its sequences" in sentence


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (project("rhythms", "return nn.Linear(2, 2)"), "raised NameError: name 'nn' is not defined. Import or define"),
        (project("rhythms", "return open('weights.py')"), "Grading has no file of yours: weights travel as text"),
        (
            "class f:\n    track = 'rhythms'\n    def predict(sequences):\n        return 0\n",
            "raised TypeError: f.predict() takes 1 positional argument but 2 were given. Is it `def predict(self, seq",
        ),
        (project("rhythms", "return [0, 0]") + "f = f()\n", "f is no class here: the check makes the object itself."),
        (project("rhythms", "return 1 / 0"), "raised ZeroDivisionError: division by zero."),
    ],
)
def test_what_a_project_is_told_that_gives_no_answers(cell: str, said: str) -> None:
    """Is the likely cause in a class with weights told, in the place of what a function would be told?"""
    (passed, sentence), (hidden_passed, _) = verdicts(cell)
    assert not passed
    assert not hidden_passed
    assert said in sentence


def test_a_project_that_takes_too_long_is_told_where_to_look() -> None:
    """Is it training, or reading one by one, that is asked for, and no loop without an end?"""
    spec = exercise({"answers": ""}, driver=MEASURED_DRIVER)
    case, _ = seen(project("rhythms", "return [0, 0]"))
    for decide in (judge, judge_undisclosed):
        sentence = decide(spec, case, {"outcome": "timed out", "seconds": 10.0}).sentence
        assert sentence.startswith("still running after 10 seconds, in which `__init__` and `predict` have to be done.")
        assert "loop" not in sentence


def test_an_unwritten_class_is_blank() -> None:
    """Is NotImplementedError from predict, or from the constructor, no fault but a blank?"""
    for cell in (
        project("rhythms", "raise NotImplementedError"),
        "class f:\n    track = 'rhythms'\n    def __init__(self):\n        raise NotImplementedError\n",
    ):
        assert seen(cell)[1]["outcome"] == "blank"


def test_the_practice_set_is_made_where_it_is_asked_for() -> None:
    """Does a model see the public practice sequences when the case says so, which need no room in a key?"""

    class Constant:
        track = "rhythms"

        def predict(self, sequences: list[np.ndarray]) -> np.ndarray:
            return np.array([len(strip) % 2 for strip in sequences])

    answers = answers_of_project(Constant, {"practice": True})["answers"]
    strips, labels = practice_set("rhythms")
    assert answers.tolist() == [len(strip) % 2 for strip in strips]
    assert balanced_accuracy(answers, labels) < 0.6


def test_each_track_has_its_measure() -> None:
    """Do the tracks with data and those with a measure agree?"""
    assert set(MEASURES) == set(ASKED)
