import numpy as np

from helpers.checks.diagnosis import diagnose
from helpers.checks.specification import Mistake
from tests.checks.trial import observed, returned

A, B = Mistake("a", "You did a.", ("values",)), Mistake("b", "You did b.", ("values",))


def test_a_mistake_is_recognised_by_what_it_does_in_every_case() -> None:
    """Is the mistake named that agrees in each case, those that pass too?"""
    seen = [returned(np.ones(2)), returned(np.zeros(2))]
    mistakes = [(A, [returned(np.ones(2)), returned(np.ones(2))]), (B, [returned(np.ones(2)), returned(np.zeros(2))])]
    assert diagnose(seen, mistakes) is B
    assert diagnose([returned(np.ones(2)), returned(np.full(2, 0.5))], mistakes) is None
    assert diagnose(seen, []) is None


def test_the_tolerance_holds_for_mistakes_too() -> None:
    """Is a mistake recognised in float32 and to rounding, and not when something else is different?"""
    value = np.array([0.123456789, 100.0])
    theirs = [(A, [returned(value)])]
    assert diagnose([returned(value.astype("f4"))], theirs) is A
    assert diagnose([returned(value * 1.01)], theirs) is None
    assert diagnose([returned(value, changed=["x"])], theirs) is None


def test_exceptions_and_loops_are_recognised() -> None:
    """Is a mistake that raises told by the exception's type and message, and one that hangs by its time-out?"""
    raises = observed("def f(x):\n    raise ValueError('one')", 1)
    hangs = observed("def f(x):\n    while True: pass", 1, seconds=0.05)
    kept = {"outcome": "raised", "error": {"type": "ValueError", "message": "one"}, "changed": []}
    assert diagnose([raises], [(A, [kept])]) is A
    for other in ({"type": "KeyError", "message": "one"}, {"type": "ValueError", "message": "two"}):
        assert diagnose([raises], [(A, [kept | {"error": other}]), (B, [hangs])]) is None
    assert diagnose([hangs], [(A, [raises]), (B, [hangs])]) is B


def test_trials_that_ended_early_agree_only_with_others_that_did() -> None:
    """Does a mistake not match when one of the two has been tried in fewer cases?"""
    seen = [returned(1.0)]
    assert diagnose(seen, [(A, [returned(1.0), returned(2.0)])]) is None
    assert diagnose([*seen, returned(2.0)], [(A, [returned(1.0)])]) is None


def test_mistakes_are_tried_only_until_one_fits() -> None:
    """Are mistakes after the one that fits, which in grading have to be run, left alone?"""

    def mistakes():
        yield A, [returned(1.0)]
        raise AssertionError("asked for another")

    assert diagnose([returned(1.0)], mistakes()) is A
