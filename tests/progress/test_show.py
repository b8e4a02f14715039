"""Progress in a notebook."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from helpers import paths
from helpers.progress import show_progress
from helpers.progress.show import ELSEWHERE
from tests.learner import Learner


def test_outside_work_it_is_one_fixed_sentence(
    learner: Learner, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the course's own copies, is the output the same whatever lies in work/?"""
    folder = learner.root / "solutions" / "00_start"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    show_progress()
    learner.save("01_first")
    show_progress()
    assert capsys.readouterr().out == f"{ELSEWHERE}\n{ELSEWHERE}\n"


def test_without_jupyter_it_is_text(
    learner: Learner, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In work/, is the overview printed where there is no page?"""
    monkeypatch.chdir(learner.save("01_first").parent)
    show_progress()
    assert "01_first    0 of 4 points" in capsys.readouterr().out


def test_in_a_kernel_it_is_a_page(learner: Learner) -> None:
    """In a notebook that works in work/, is the overview rich HTML with plain text beside it?"""
    set_up = f"from pathlib import Path\nfrom helpers import paths\npaths.WORK = Path({str(paths.WORK)!r})\n"
    set_up += f"paths.NOTEBOOKS = Path({str(paths.NOTEBOOKS)!r})\n"
    source = f"{set_up}from helpers.progress import show_progress\nshow_progress()"
    notebook = new_notebook(cells=[new_code_cell(source)])
    root = Path(__file__).resolve().parents[2]
    folder = learner.save("01_first").parent
    client = NotebookClient(
        notebook, timeout=60, extra_arguments=["--log-level=40"], resources={"metadata": {"path": str(folder)}}
    )
    client.execute(env={**os.environ, "PYTHONPATH": str(root)})
    (shown,) = notebook.cells[0].outputs
    assert "Your progress" in shown.data["text/html"]
    assert "01_first    0 of 4 points" in shown.data["text/plain"]
