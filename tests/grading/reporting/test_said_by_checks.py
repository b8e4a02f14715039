"""What the text of a check's report says, told in the words that the checks really use."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.checks.check import report_on_quiz
from helpers.checks.key import Quiz, answer_hash
from helpers.checks.present import as_text
from helpers.checks.report import report_on
from helpers.checks.specification import Case, Exercise, Mistake
from helpers.grading.records import TestRecord
from helpers.grading.reporting.said_by_checks import (
    OTHER_VALUES,
    advice_in,
    answered_with,
    state_of,
    timed_out,
    way_of_failing,
)

EXERCISE = Exercise("f", "call", {"h": "N H"}, forbidden=("torch.nn",))
TWO = Exercise("f", "call", {"h": "N H", "last": "H"})
RIGHT = np.ones((2, 3))
CASE = Case("a batch", {"x": RIGHT}, "", {"outcome": "returned", "value": RIGHT, "changed": []})
CALLED = {"changed": [], "uses": [], "printed": "", "warned": [], "calls": {}}


def returned(value: object, **more: object) -> dict:
    return CALLED | {"outcome": "returned", "value": value} | more


def raised(kind: str, source: str = "return y") -> dict:
    return CALLED | {
        "outcome": "raised",
        "error": {"type": kind, "message": "it raised Nothing: here", "line": 2, "source": source, "function": "f"},
    }


WAYS = {
    "not defined when the notebook is run from top to bottom": {"outcome": "missing"},
    "the name is no function": {"outcome": "uncallable", "type": "int"},
    "uses what is to be programmed": returned(RIGHT, uses=["torch.nn"]),
    "still running when its time was over": CALLED | {"outcome": "timed out", "seconds": 10.0},
    "raises ValueError": raised("ValueError"),
    "raises KeyError": raised("KeyError", source=""),
    "returns None": returned(None),
    "another shape": returned(RIGHT.T),
    "values that are not finite": returned(RIGHT * np.nan),
    "right values, and it changes its inputs or keeps something": returned(RIGHT, changed=["x"]),
    OTHER_VALUES: returned(RIGHT + 1),
}


@pytest.mark.parametrize("way", WAYS)
def test_the_way_of_failing_is_read_from_the_checks_own_sentence(way: str) -> None:
    """When the checks change their words, does a test notice?"""
    text = as_text(report_on(EXERCISE, "values", [CASE], [WAYS[way]], ()))
    assert way_of_failing(text) == way
    assert timed_out(text) == (way == "still running when its time was over")


@pytest.mark.parametrize("way", WAYS)
def test_hidden_cases_are_told_apart_too(way: str) -> None:
    """Does it hold for a part that passed its visible cases and failed a hidden one?"""
    visible = report_on(EXERCISE, "values", [CASE], [returned(RIGHT)], ())
    hidden = report_on(EXERCISE, "values", [CASE], [WAYS[way]], (), hidden=True)
    text = "\n".join(map(as_text, (visible, hidden)))
    assert way_of_failing(text) == way
    assert timed_out(text) == (way == "still running when its time was over")


def test_a_wrong_number_of_values() -> None:
    """Is one value in the place of two told from other values?"""
    case = Case("a batch", {}, "", {"outcome": "returned", "value": [RIGHT, RIGHT[0]], "changed": []})
    text = as_text(report_on(TWO, "values", [case], [returned(RIGHT)], ()))
    assert way_of_failing(text) == "returns another number of values"


def test_the_sentence_of_a_mistake_is_found_before_the_remarks() -> None:
    """Is the advice told from cases, from remarks and from the report on the visible cases?"""
    wrong = returned(RIGHT + 1, printed="hello")
    mistake = Mistake("adds", "You add 1. Where does it come from?", ("values",))
    visible = report_on(EXERCISE, "values", [CASE], [returned(RIGHT)], ())
    for hidden in (False, True):
        failed = report_on(EXERCISE, "values", [CASE], [wrong], [(mistake, [wrong])], hidden=hidden)
        assert failed.remarks
        for text in (as_text(failed), "\n".join(map(as_text, (visible, failed)))):
            assert advice_in(text) == mistake.says


def test_a_quizs_option() -> None:
    """Is a wrong option read as an answer, and what is no option left as it is?"""
    quiz = Quiz("twice", 1.0, answer_hash("01", "twice", "a"), {"a": "Yes.", "b": "That is once."})
    assert answered_with(advice_in(as_text(report_on_quiz("01", quiz, "b")))) == "Answered b: That is once."
    other = answered_with(advice_in(as_text(report_on_quiz("01", quiz, 3))))
    assert other.startswith("twice has to be one of")


@pytest.mark.parametrize(
    ("earned", "error", "state"),
    [
        (True, "", "passed"),
        (False, "CheckFailed", "failed"),
        (False, "NotImplementedError", "blank"),
        (False, "DeadKernelError", "lost"),
    ],
)
def test_states(earned: bool, error: str, state: str) -> None:
    """Does each kind of outcome have its state, and a test without an outcome too?"""
    assert state_of(TestRecord("t", earned, "", error)) == state
    assert state_of(None) == "lost"


@pytest.mark.parametrize("text", ["", "\n", "  failed", "  failed\n", "x: failed"])
def test_odd_texts(text: str) -> None:
    """Is any text read without an error?"""
    assert way_of_failing(text) == OTHER_VALUES
    assert isinstance(advice_in(text), str)
