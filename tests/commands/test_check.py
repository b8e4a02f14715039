"""The command check: whose notebook, what is printed, which exit code."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from helpers import Refusal, paths
from helpers.commands import check, command_line, environment
from helpers.commands.notebook_run import Outcome
from tests.commands.notebooks import code, write


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A learner's folder for a course with the lesson 02_vanilla_rnn, without its copy."""
    write(tmp_path / "notebooks" / "02_vanilla_rnn" / "02_vanilla_rnn.ipynb")
    monkeypatch.setattr(paths, "NOTEBOOKS", tmp_path / "notebooks")
    monkeypatch.setattr(paths, "SOLUTIONS", tmp_path / "none")
    monkeypatch.setattr(paths, "WORK", tmp_path / "work")
    monkeypatch.setattr(environment, "ensure", lambda words: None)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "work"


def test_a_lesson_means_the_copy_in_work(work: Path) -> None:
    """Do a name and a number mean the learner's copy, and a path the file?"""
    copy = write(work / "02_vanilla_rnn" / "02_vanilla_rnn.ipynb", code("1"))
    assert [check.notebook_path(text) for text in ("2", "02", "02_vanilla_rnn")] == [copy] * 3
    assert check.notebook_path(f"work{os.sep}02_vanilla_rnn{os.sep}02_vanilla_rnn.ipynb") == copy
    assert check.notebook_path("other.ipynb") == work.parent / "other.ipynb"


def test_a_missing_copy_or_lesson_is_a_sentence(work: Path) -> None:
    """Is a copy that was never made told from a lesson that does not exist?"""
    with pytest.raises(Refusal, match="the command `lab` puts your copy"):
        check.notebook_path("2")
    with pytest.raises(Refusal, match="no lesson called '77'"):
        check.notebook_path("77")


@pytest.mark.parametrize("answer", ["c", "a"])
def test_exit_code_and_table(work: Path, answer: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Does all right end with 0 and anything else with 1, with the words of the checks and a table of points?"""
    write(
        work / "02_vanilla_rnn" / "02_vanilla_rnn.ipynb",
        code(f"quiz = {answer!r}", "quiz"),
        code("print('first: 1 of 1')", "test_first_values", points=2),
        code("assert quiz == 'c', 'quiz: not c'\nprint('quiz: c')", "test_quiz", points=1),
    )
    assert command_line.run(["check", "2"]) == (0 if answer == "c" else 1)
    shown = capsys.readouterr().out
    assert "first: 1 of 1\n" in shown
    assert ("quiz: c\n" if answer == "c" else "AssertionError: quiz: not c\n") in shown
    assert shown.rstrip().endswith("3 of 3" if answer == "c" else "2 of 3")


def test_a_notebook_without_checks_is_refused(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Is a notebook of another kind told from one in which nothing was earned?"""
    write(work.parent / "other.ipynb", code("1"))
    assert command_line.run(["check", "other.ipynb"]) == 1
    assert "no lesson of the course" in capsys.readouterr().err
    assert command_line.run(["check", "nowhere.ipynb"]) == 1
    assert "is not there" in capsys.readouterr().err


def test_table() -> None:
    """Are the columns in line, half points shown, and the sum right?"""
    outcomes = [Outcome("rnn_step", "values", 3, 3, ""), Outcome("quiz", "", 0, 1.5, "")]
    assert check.table(outcomes).splitlines() == [
        "exercise  part    points",
        "--------------------------",
        "rnn_step  values  3 of 3",
        "quiz              0 of 1.5",
        "--------------------------",
        "total             3 of 4.5",
    ]
