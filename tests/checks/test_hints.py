"""Which hint is offered when."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.checks import hints
from helpers.checks.hints import failures_in_a_row, fitting, offered_after, reveal_command
from helpers.checks.report import Line, Report
from helpers.checks.specification import Hint

FAILED = Report("f, values", "failed", (Line("a case", False, "wrong"),))
PASSED = Report("f, values", "passed", (Line("a case", True),))
BLANK = Report("f, values", "blank")
NOT_RUN = Report("f, values", "failed", advice="f is not defined yet")
HINTS = (Hint("One", "first"), Hint("Two", "second"))


@pytest.fixture(autouse=True)
def fresh_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test begins as a kernel does."""
    monkeypatch.setattr(hints, "_failures", {})


def count(*reports: Report, exercise: str = "f", part: str = "values", lesson: str = "02") -> int:
    return [failures_in_a_row(lesson, exercise, part, report) for report in reports][-1]


def test_failures_are_counted_in_a_row() -> None:
    """Do failures add up, and does a pass set them back?"""
    assert count(FAILED) == 1
    assert count(FAILED, FAILED) == 3
    assert count(PASSED) == 0
    assert count(FAILED) == 1


def test_what_could_not_be_tried_is_no_failure() -> None:
    """Do a blank and a name that is not defined neither count nor set back?"""
    assert count(FAILED, BLANK, NOT_RUN) == 1
    assert count(BLANK, FAILED) == 2


def test_each_check_has_its_own_count() -> None:
    """Are lessons, exercises and parts counted apart?"""
    assert count(FAILED, FAILED) == 2
    assert count(FAILED, part="shapes") == 1
    assert count(FAILED, exercise="g") == 1
    assert count(FAILED, lesson="03") == 1
    assert count(PASSED, part="shapes") == 0
    assert count(FAILED) == 3


def test_a_hint_after_three_failures_and_the_next_after_three_more() -> None:
    """Is nothing offered before the third failure, then each hint for three failures, and the last one for good?"""
    offered = [offered_after(failures, HINTS, "reveal it") for failures in range(13)]
    assert [offer and offer.number for offer in offered] == [None] * 3 + [1] * 3 + [2] * 7
    assert all(offer.of == 2 and offer.hint == HINTS[offer.number - 1] for offer in offered if offer)


def test_the_answer_is_named_when_no_hint_is_left() -> None:
    """Is the command that shows the answer named only when the last hint did not help either, and where it can?"""
    told = [bool(offer and offer.reveal) for offer in (offered_after(n, HINTS, "reveal it") for n in range(12))]
    assert told == [False] * 9 + [True] * 3
    last = offered_after(30, HINTS)
    assert last is not None
    assert last.reveal == ""


def test_a_hint_may_be_for_some_parts_alone() -> None:
    """Is a hint that names parts kept from the others, and one that names none fit for all?"""
    shapes, both, all_parts = Hint("A", "a", ("shapes",)), Hint("B", "b", ("shapes", "values")), Hint("C", "c")
    hints = (shapes, both, all_parts)
    assert fitting(hints, "shapes") == [shapes, both, all_parts]
    assert fitting(hints, "values") == [both, all_parts]
    assert fitting(hints, "edges") == [all_parts]


def test_without_hints_nothing_is_offered() -> None:
    """Does a key of an exercise without hints do no harm?"""
    assert offered_after(9, (), "reveal it") is None


def test_the_command_is_named_where_the_answers_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Does the command stand for the platform with lesson and exercise, and is it empty in a learner's bundle?"""
    monkeypatch.setattr("helpers.paths.SOLUTIONS", tmp_path)
    assert reveal_command("02_vanilla_rnn", "rnn_step") == ""
    (tmp_path / "02_vanilla_rnn").mkdir()
    (tmp_path / "02_vanilla_rnn" / "02_vanilla_rnn.ipynb").touch()
    assert reveal_command("02_vanilla_rnn", "rnn_step").endswith(" -m helpers reveal 02 rnn_step")
