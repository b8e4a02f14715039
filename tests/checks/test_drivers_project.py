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
            got.extend([arguments, named])
            return np.array([1, 0])

    answers = answers_of_project(Spy, {"held_out": HELD_OUT})
    assert answers["track"] == "rhythms"
    assert got == [(STRIPS,), {}]


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
    """Is it said when predict works in the caller's arrays?"""
    (passed, sentence), _ = verdicts(project("rhythms", "sequences[0][:] = 0; return np.array([1, 0])"))
    assert not passed
    assert "changes held_out" in sentence


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
