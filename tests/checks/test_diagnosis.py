import numpy as np

from helpers.checks.diagnosis import by_fit, diagnose
from helpers.checks.specification import Exercise, Mistake, Part
from tests.checks.trial import case, exercise, observed, returned

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


def two_parts(*mistakes: Mistake, cases: int = 2) -> Exercise:
    """An exercise whose parts, values and edges, have so many cases, in all of which 0 has to come back."""
    zeros = [case(n, expected=0.0) for n in range(cases)]
    parts = {name: Part(1.0, list(zeros)) for name in ("values", "edges")}
    return exercise({"h": ""}, parts=parts, mistakes=list(mistakes))


def doing(name: str, **by_part: float) -> Mistake:
    """A mistake that returns one number in all cases of each part that it fails."""
    seen = {part: [returned(value)] * 2 for part, value in by_part.items()}
    return Mistake(name, f"You did {name}.", tuple(by_part), seen)


def told(exercise: Exercise, values: float, edges: float, cases: int = 2) -> str:
    """The mistake recognised in the part values of a function that returns these numbers in the two parts."""
    elsewhere = {"edges": [returned(edges)] * cases}
    mistake = diagnose([returned(values)] * cases, by_fit(exercise, "values", lambda: elsewhere))
    return mistake.name if mistake else ""


def test_a_mistake_has_to_fit_in_all_parts() -> None:
    """Is a mistake passed over that does the same in one part and something else in another?"""
    both = two_parts(doing("a", values=1.0, edges=1.0), doing("b", values=1.0, edges=2.0), doing("c", values=1.0))
    assert told(both, 1.0, 1.0) == "a"
    assert told(both, 1.0, 2.0) == "b"
    assert told(both, 1.0, 0.0) == "c"  # right in the other part, as the mistake is
    assert told(both, 1.0, 3.0) == ""


def test_a_mistake_beside_another_is_still_recognised() -> None:
    """Where no mistake fits all parts, is one that fails enough cases of this part named all the same?"""
    seen = {part: [returned(1.0)] * 3 for part in ("values", "edges")}
    known = two_parts(Mistake("a", "You did a.", ("values", "edges"), seen), cases=3)
    assert told(known, 1.0, 5.0, cases=3) == "a"


def test_other_parts_are_tried_once_and_only_when_a_mistake_is_looked_for() -> None:
    """Is the learner's function left alone in other parts until the first mistake is asked for?"""
    calls = []
    by_fit(two_parts(doing("a", values=1.0)), "values", lambda: calls.append(1) or {})
    assert not calls
