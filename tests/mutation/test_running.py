"""Which cases notice a mutant."""

from __future__ import annotations

import pytest

from helpers.mutation.mutant import Mutant, mutants
from helpers.mutation.originals import references, side_from_texts
from helpers.mutation.running import SUBMISSIONS, Fate, Trials
from tests.mutation.conftest import STRONG, WEAK, Write


def fates(lesson: str) -> dict[str, Fate]:
    """What became of every mutant of the small lesson's reference, by the line that it has."""
    side = side_from_texts(lesson)
    trials = Trials(side, "total")
    (original,) = references(side)
    return {mutant.change[1]: trials.fate(mutant, seconds=1).fate for mutant in mutants(original.source)}


def test_good_cases_kill_every_mutant(lesson: Write) -> None:
    """Does each mutant of a small function die by the visible cases, when these are good?"""
    assert set(fates(lesson()).values()) == {Fate.VISIBLE}


def test_weak_cases_are_found(lesson: Write) -> None:
    """Do mutants survive cases with a single 1, and are they those that such a case cannot notice?"""
    found = fates(lesson(visible=WEAK, hidden=WEAK))
    survivors = {line for line, fate in found.items() if fate is Fate.SURVIVED}
    assert {
        "result = (x / w).sum(axis=1)",
        "result = (x).sum(axis=1)",
        "result = (x * w).sum(axis=0)",
        "result = (x * w).mean(axis=1)",
    } <= survivors
    assert found["pass"] is Fate.VISIBLE
    assert found["result = (x + w).sum(axis=1)"] is Fate.VISIBLE


def test_hidden_cases_that_stand_alone_are_told(lesson: Write) -> None:
    """Is a mutant that only the hidden cases notice counted as such?"""
    found = fates(lesson(visible=WEAK, hidden=STRONG))
    assert found["result = (x).sum(axis=1)"] is Fate.HIDDEN
    assert Fate.SURVIVED not in found.values()


def test_a_kill_by_luck_is_none(lesson: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is a mutant that the hidden cases of one submission notice, and those of another do not, no killed one?"""
    side = side_from_texts(lesson(visible=WEAK, hidden=STRONG))
    weak, hidden_cases = side.visible_cases("total", "values"), side.hidden_cases
    monkeypatch.setattr(
        side,
        "hidden_cases",
        lambda name, part, sources: hidden_cases(name, part, sources) if sources == [SUBMISSIONS[0]] else weak,
    )
    trial = Trials(side, "total").fate(Mutant("", 1, ("", ""), "def total(x, w): return x.sum(axis=1)"), seconds=1)
    assert trial.fate is Fate.LUCK


@pytest.mark.parametrize(
    ("source", "by_error"),
    [
        ("def total(x, w): return x.sum(axis=1)", False),
        ("def total(x, w): return nothing", True),
        ("def total(x, w):\n    while True: pass", True),
        ("def total(x, w=1 / 0): return x", True),
        ("def other(x, w): return x", True),
        ("while True: pass", True),
    ],
)
def test_errors_and_endless_loops_are_kills(lesson: Write, source: str, by_error: bool) -> None:
    """Is a mutant that raises, or never ends, killed, and told from one whose value is wrong?"""
    trials = Trials(side_from_texts(lesson()), "total")
    if not source.startswith("def total"):
        source += "\ntotal = None"
    trial = trials.fate(Mutant("", 1, ("", ""), source), seconds=0.3)
    assert (trial.fate, trial.by_error) == (Fate.VISIBLE, by_error)


def test_the_lesson_is_left_as_it_was(lesson: Write) -> None:
    """Does the reference stand in its place again after a mutant was tried?"""
    side = side_from_texts(lesson())
    reference = side.namespace["total"]
    trials = Trials(side, "total")
    trials.fate(Mutant("", 1, ("", ""), "def total(x, w): return x"), seconds=1)
    assert side.namespace["total"] is reference
    assert trials.passes(references(side)[0].source)
