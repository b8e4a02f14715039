"""A learner's notebook, run in a kernel of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers import Refusal
from helpers.commands import check, notebook_run
from tests.commands.notebooks import code, text, write

CHECKS = """
class CheckFailed(AssertionError):
    def _render_traceback_(self):
        return [str(self)]

def passes(words):
    print(words)

def fails(words):
    raise CheckFailed(words)
"""


def run(path: Path) -> tuple[str, list, list[str]]:
    """Run a notebook; returns how it ended, the outcomes of its test cells, and what each cell had to tell."""
    notebook = notebook_run.read_notebook(path)
    exercises = notebook_run.exercises_of(notebook)
    told: list[str] = []
    ended = notebook_run.run_notebook(
        notebook, path.parent, lambda index, cell: told.append(check.said_by(cell, notebook))
    )
    outcomes = [notebook_run.outcome_of(c, exercises) for c in notebook.cells if notebook_run.is_test_cell(c)]
    return ended, outcomes, [words for words in told if words]


def test_outcomes(tmp_path: Path) -> None:
    """Does each test cell get its points for no error alone, with the check's own words, in the notebook's folder?"""
    path = write(
        tmp_path / "a.ipynb",
        text("# A lesson"),
        code(CHECKS, "setup"),
        code("open('found_here.txt').read()"),
        code("def rnn(): raise NotImplementedError", "rnn"),
        code("1 / 0", "rnn_step"),
        code("passes('rnn, values: 2 of 2')", "test_rnn_values", points=2),
        code("import sys; sys.stderr.write('a warning'); passes('still right')", "test_rnn_step_values", points=3),
        code("fails('rnn_step, edge cases: 0 of 1\\n  failed  T = 1')", "test_rnn_step_edge_cases", points=1.5),
        code("raise NotImplementedError('quiz is None')", "test_quiz", points=1, tags=("skip-execution",)),
        code("quiz = None", "quiz"),
        code("raise RuntimeError('left out')", tags=("skip-execution",)),
        code("undefined_name", "test_rnn_shapes", points=1),
    )
    (tmp_path / "found_here.txt").write_text("here", encoding="utf-8")
    before = path.read_bytes()
    ended, outcomes, told = run(path)
    assert ended == ""
    assert [(o.exercise, o.part, o.earned, o.points) for o in outcomes] == [
        ("rnn", "values", 2, 2),
        ("rnn_step", "values", 3, 3),
        ("rnn_step", "edge_cases", 0, 1.5),
        ("quiz", "", 0, 1),
        ("rnn", "shapes", 0, 1),
    ]
    assert told == [
        "The cell rnn_step: ZeroDivisionError: division by zero",
        "rnn, values: 2 of 2",
        "still right",
        "rnn_step, edge cases: 0 of 1\n  failed  T = 1",
        "quiz is None",
        "NameError: name 'undefined_name' is not defined",
    ]
    assert path.read_bytes() == before


def test_a_dead_kernel_ends_the_run(tmp_path: Path) -> None:
    """Is the cell that ended Python named, and do the checks after it count as not run, whatever they held before?"""
    passed = code("print('passed')", "test_b", points=1)
    passed |= {"execution_count": 3, "outputs": [{"output_type": "stream", "name": "stdout", "text": "passed"}]}
    path = write(
        tmp_path / "a.ipynb",
        code("print('passed')", "test_a", points=2),
        code("\nimport os\nos._exit(3)"),
        passed,
    )
    ended, outcomes, _ = run(path)
    assert ended.startswith("The cell that begins with `import os` made the kernel die")
    assert [(o.earned, o.text) for o in outcomes] == [(2, "passed"), (0, "not run")]


def test_a_cell_without_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is an endless cell interrupted and the next one run, and is one that will not stop the end of the run?"""
    monkeypatch.setattr(notebook_run, "SECONDS_A_CELL", 1)
    path = write(
        tmp_path / "a.ipynb",
        code("while True: pass", "loop"),
        code("print('passed')", "test_a", points=1),
        code("import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass", "stubborn"),
        code("print('passed')", "test_b", points=1),
    )
    ended, outcomes, told = run(path)
    assert told == ["The cell loop: stopped, since it ran for more than 1 seconds", "passed"]
    assert "The cell stubborn ran for more than 1 seconds and could not be interrupted" in ended
    assert [o.earned for o in outcomes] == [1, 0]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "is not there"),
        ("folder", "is a folder"),
        ("", "it is empty"),
        ("{", "its JSON breaks off"),
        ('{"cells": [{"cell_type": "code"}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}', "is no notebook"),
        ('{"cells": [], "metadata": {}, "nbformat": 99, "nbformat_minor": 0}', "is no notebook"),
    ],
)
def test_what_is_no_notebook(tmp_path: Path, content: str | None, reason: str) -> None:
    """Is a file that cannot be run refused with one line that says why?"""
    path = tmp_path / "a.ipynb"
    if content == "folder":
        path.mkdir()
    elif content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(Refusal, match=reason) as refusal:
        notebook_run.read_notebook(path)
    assert "\n" not in str(refusal.value)


def test_what_is_mended_in_reading_is_not_spoken_of(tmp_path: Path) -> None:
    """Is a notebook whose cells share an id, or have none, read without a warning from a library?"""
    same = {"id": "same"}
    assert len(notebook_run.read_notebook(write(tmp_path / "a.ipynb", code("1") | same, code("2") | same)).cells) == 2
    path = write(tmp_path / "b.ipynb", code("1"))
    path.write_text(path.read_text(encoding="utf-8").replace('"id"', '"no_id"'), encoding="utf-8")
    assert len(notebook_run.read_notebook(path).cells) == 1


def test_no_kernel_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is a Jupyter that cannot start Python named, with where to look?"""
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    def none(self, name):
        raise NoSuchKernel(name)

    monkeypatch.setattr(KernelSpecManager, "get_kernel_spec", none)
    path = write(tmp_path / "a.ipynb", code("1", "test_a", points=1))
    with pytest.raises(Refusal, match="doctor"):
        run(path)
