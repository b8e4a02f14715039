"""What is said of hidden cases: enough to see the kind of fault, nothing from which inputs can be read."""

from __future__ import annotations

import re

import numpy as np
import pytest

from helpers.checks.plain import Opaque
from helpers.checks.report import report_on
from helpers.checks.specification import Case, Exercise, Observation
from helpers.checks.undisclosed import judge_undisclosed
from helpers.checks.verdict import judge

SECRET = 0.7319
X = np.array([[SECRET, 2.5319], [1.7319, 5.7319]])
EXPECTED = 2 * X
EXERCISE = Exercise("f", "call", {"y": "N H"}, forbidden=("torch.nn",))
TWO = Exercise("f", "call", {"h": "N T H", "h_T": "N H"})
CASE = Case("a random batch", {"x": X}, "twice the input", {"outcome": "returned", "value": EXPECTED, "changed": []})
CALLED: Observation = {"changed": [], "uses": [], "printed": "", "warned": [], "calls": {}}


def returned(value: object, **more: object) -> Observation:
    return CALLED | {"outcome": "returned", "value": value} | more


def raised(kind: str, message: str = "") -> Observation:
    error = {"type": kind, "message": message, "line": 2, "source": f"raise E({SECRET})", "function": f"f{SECRET}"}
    return CALLED | {"outcome": "raised", "error": error}


# What a learner's function can do to carry its inputs out, each with what is said of it.
CARRIED = {
    "a message": (raised("ValueError", repr(X)), "line 2 of its cell raised ValueError."),
    "the name of an error": (raised(f"E{SECRET}"), "line 2 of its cell raised an error."),
    "a text": (returned(repr(X)), "you return a value of another kind, expected an array of shape (N, H) = (2, 2)"),
    "a list": (returned(X.tolist()), "you return a value of another kind"),
    "a number": (returned(np.array(SECRET)), "you return a single number, expected (N, H) = (2, 2)"),
    "an element": (returned(X), "first difference at sequence 0, unit 0: you return a number that is too small"),
    "a dictionary": (returned({"x": X}), "you return a value of another kind"),
    "a text array": (returned(X.astype(str)), "you return another value than expected"),
    "a name of a type": (returned(Opaque(f"T{SECRET}")), "you return a value of another kind"),
    "what is printed": (returned(None, printed=repr(X)), "returned None."),
    "a warning": (returned(EXPECTED * np.inf, warned=[repr(X)]), "you return a value that is not finite"),
    "a forbidden name": (returned(X, uses=[f"torch.nn.{SECRET}"]), "uses torch.nn which you are asked"),
    "a name that is not forbidden": (returned(X, uses=[f"{SECRET}"]), "uses a name which you are asked"),
    "an argument's name": (returned(X, changed=["x", f"{SECRET}"]), "your function changes x: work on a copy."),
    "a type in the name's place": ({"outcome": "uncallable", "type": f"T{SECRET}"}, "f is a value here"),
}


@pytest.mark.parametrize("way", CARRIED)
def test_no_input_and_no_expected_value_is_said(way: str) -> None:
    """Whatever the function does with its inputs, is the fault told without any of their digits?"""
    observation, said = CARRIED[way]
    verdict = judge_undisclosed(EXERCISE, CASE, observation)
    assert not verdict.passed
    assert said in verdict.sentence
    assert not re.search(r"\d\.\d|7319|4638", verdict.sentence)


@pytest.mark.parametrize("way", CARRIED)
def test_a_whole_report_says_no_more(way: str) -> None:
    """Do the report's remarks keep the inputs to themselves too?"""
    report = report_on(EXERCISE, "values", [CASE], [CARRIED[way][0]], (), hidden=True)
    assert "7319" not in repr(report)


def test_what_is_printed_is_not_quoted() -> None:
    """Is it said that a right function printed, and not what?"""
    report = report_on(EXERCISE, "values", [CASE], [returned(EXPECTED, printed=repr(X))], (), hidden=True)
    assert report.passed
    assert report.remarks == ("Your function printed something; that costs nothing.",)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (-EXPECTED, "the right number with the other sign"),
        (EXPECTED + 1, "too large"),
        (EXPECTED - 1, "too small"),
        (EXPECTED.T[None], "an array of shape (1, 2, 2)"),
    ],
)
def test_the_kind_of_difference_is_told(value: np.ndarray, said: str) -> None:
    """Does a learner learn in which way the result is wrong, with the course's remark?"""
    sentence = judge_undisclosed(EXERCISE, CASE, returned(value)).sentence
    assert said in sentence
    assert sentence.endswith("(twice the input).")


def test_which_of_two_results_is_wrong_is_told() -> None:
    """Is the wrong one of several results named, and a wrong number of them?"""
    h, last = np.ones((1, 2, 3)), np.ones((1, 3))
    case = Case("a batch", {}, "", {"outcome": "returned", "value": [h, last], "changed": []})
    sentence = judge_undisclosed(TWO, case, returned([h, last + 1])).sentence
    assert (
        sentence
        == "h_T is wrong; h is right: first difference at sequence 0, unit 0: h_T is a number that is too large."
    )
    assert "the 2 values h, h_T" in judge_undisclosed(TWO, case, returned(h)).sentence


@pytest.mark.parametrize("outcome", ["missing", "blank", "timed out"])
def test_what_holds_no_value_is_said_as_ever(outcome: str) -> None:
    """Are the sentences that quote nothing those of a visible case?"""
    observation = CALLED | {"outcome": outcome, "seconds": 10.0}
    assert judge_undisclosed(EXERCISE, CASE, observation) == judge(EXERCISE, CASE, observation)


def test_an_error_that_has_to_be_raised() -> None:
    """Is it said which error is missing, and is the right one accepted?"""
    case = Case("no tokens", {}, "", {"outcome": "raised", "error": {"type": "ValueError"}})
    assert judge_undisclosed(EXERCISE, case, raised("ValueError", "my own words")).passed
    assert "where ValueError has to be raised" in judge_undisclosed(EXERCISE, case, returned(X)).sentence


def test_every_verdict_is_that_of_a_visible_case() -> None:
    """Does telling less never change who passes, and is every failure given a sentence?"""
    observations = [
        *(observation for observation, _ in CARRIED.values()),
        returned(EXPECTED),
        returned(EXPECTED, remembers=True),
        returned(EXPECTED, overwritten=True),
    ]
    for observation in observations:
        verdict = judge_undisclosed(EXERCISE, CASE, observation)
        assert verdict.passed == judge(EXERCISE, CASE, observation).passed
        assert bool(verdict.sentence) != verdict.passed
