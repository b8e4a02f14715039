"""The command `mutate`: counts, survivors, and an exit code that tells whether there are any."""

from __future__ import annotations

import argparse

import pytest

from helpers import Refusal
from helpers.commands import mutate
from tests.mutation.conftest import WEAK, Write, lesson  # noqa: F401 - a fixture

WEAK_LESSON = {"visible": WEAK, "hidden": WEAK}


def run(lessons: tuple[str, ...] = (), exercise: str | None = None, rights: bool = False) -> int:
    return mutate.run(argparse.Namespace(lessons=list(lessons), exercise=exercise, rights=rights))


def test_no_survivor_ends_with_0(lesson: Write, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: F811
    """Does the command print the counts, and end with 0, when every mutant is killed?"""
    lesson()
    assert run() == 0
    shown = capsys.readouterr().out
    assert shown.startswith("01_mini\n\nexercise")
    assert "survived\n  -" not in shown


def test_survivors_are_printed_and_end_with_1(lesson: Write, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: F811
    """Does the command show a survivor as a change of a line, say what to do, and end with 1?"""
    lesson(**WEAK_LESSON)
    assert run(("1",), exercise="total") == 1
    shown = capsys.readouterr().out
    assert "survived\n  - result = (x * w).sum(axis=1)\n  + result = (x).sum(axis=1)\n" in shown
    assert 'declare equivalent("EXERCISE"' in shown


def test_survivors_of_other_right_ways_are_to_be_read(lesson: Write, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: F811
    """Does --rights mutate the other right ways, and end with 0 whatever survives?"""
    lesson(**WEAK_LESSON)
    assert run(rights=True) == 0
    shown = capsys.readouterr().out
    assert "total (product)" in shown
    assert "  - return x @ w\n" in shown
    assert "Read the survivors" in shown


def test_an_unknown_exercise_is_refused(lesson: Write) -> None:  # noqa: F811
    """Is the name of an exercise that does not exist answered with a sentence?"""
    lesson()
    with pytest.raises(Refusal, match="no exercise called 'totl' in 01_mini"):
        run(exercise="totl")
