"""The command progress."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from helpers.commands import command_line
from tests.learner import ANSWER, Learner


def test_all_lessons_or_one(learner: Learner, capsys: pytest.CaptureFixture[str]) -> None:
    """Does the command alone show all lessons, and with a name or a number one of them in detail?"""
    learner.save("01_first", step=ANSWER)
    learner.check("01_first", "step", "values", "passed")
    assert command_line.run(["progress"]) == 0
    shown = capsys.readouterr().out
    assert "01_first    2 of 4 points" in shown
    assert "02_second" in shown
    for name in ("1", "01", "01_first"):
        assert command_line.run(["progress", name]) == 0
        shown = capsys.readouterr().out
        assert "    shapes   0 of 1   not tried" in shown
        assert "02_second" not in shown


def test_what_cannot_be_shown_is_a_sentence(learner: Learner, capsys: pytest.CaptureFixture[str]) -> None:
    """Is an unknown lesson refused in one line?"""
    assert command_line.run(["progress", "7"]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == "There is no lesson called '7'. The lessons are: 01_first, 02_second.\n"


def test_it_needs_nothing_installed() -> None:
    """Does it run before anything is set up, and load neither NumPy nor Jupyter, so that it is instant?"""
    program = (
        "import sys; from helpers.commands import command_line; command_line.run(['progress'])\n"
        "loaded = {name.split('.')[0] for name in sys.modules}\n"
        "print(sorted(loaded & {'numpy', 'IPython', 'nbformat', 'torch', 'rich'}))"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
