"""A learner in JupyterLab, with a real browser: lesson 02 is run, answered wrongly, answered rightly, validated."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import nbformat

from helpers import paths
from helpers.exercises import load
from tests.browser.notebook_page import NotebookPage

LESSON = "02_vanilla_rnn"
NOTEBOOK = f"{LESSON}/{LESSON}.ipynb"
UNWRITTEN = "raise NotImplementedError"


def body(source: str) -> str:
    """The one statement of a function that has only that, as a learner would type it."""
    (statement,) = ast.parse(source).body[0].body
    return ast.get_source_segment(source, statement)


def code_cells() -> list[nbformat.NotebookNode]:
    """The lesson's code cells, in order."""
    notebook = nbformat.read(paths.NOTEBOOKS / NOTEBOOK, as_version=4)
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def checks() -> list[str]:
    """The sources of the lesson's test cells, in order."""
    return [cell.source for cell in code_cells() if cell.metadata.get("nbgrader", {}).get("grade")]


def test_run_all_reaches_the_end(open_notebook: Callable[[str], NotebookPage], screenshots: Path) -> None:
    """Does Run All reach the last cell when nothing is written yet, and fail for no other reason?"""
    page = open_notebook(NOTEBOOK)
    page.choose("Run", "Run All Cells")
    cells = [cell.id for cell in code_cells()]
    page.wait_for_runs(cells, seconds=60)
    assert set(page.errors().values()) == {"NotImplementedError"}
    assert "rnn_step is not written yet" in page.cell("test_rnn_step_values").inner_text()
    assert "not answered yet" in page.cell(cells[-1]).inner_text()
    page.photograph(screenshots, "untouched-after-run-all", "rnn_step")
    page.photograph(screenshots, "untouched-last-cell", cells[-1])


def test_a_wrong_answer_then_a_right_one(open_notebook: Callable[[str], NotebookPage], screenshots: Path) -> None:
    """Is a mistake met by its sentence, the right answer by a pass, and Validate by what is still missing?"""
    private = load(LESSON)
    exercise = private.exercises["rnn_step"]
    mistake = next(mistake for mistake in exercise.mistakes if mistake.name == "step_bias_outside")
    right = next(right for right in exercise.rights if right.style == "einsum")

    page = open_notebook(NOTEBOOK)
    cells = [cell.id for cell in code_cells()]
    page.cell("rnn_step").locator(".jp-InputArea-editor").click()
    page.choose("Run", "Run All Above Selected Cell")
    page.wait_for_runs(cells[: cells.index("rnn_step")], seconds=60)

    page.replace_line("rnn_step", UNWRITTEN, body(mistake.source))
    page.run("rnn_step")
    output = page.run("test_rnn_step_values")
    assert "failed" in output.inner_text()
    assert mistake.says in output.inner_text()
    page.photograph(screenshots, "wrong-answer", "rnn_step")

    page.replace_line("rnn_step", body(mistake.source), body(right.source))
    page.run("rnn_step")
    for part in exercise.parts:
        output = page.run(f"test_rnn_step_{part}")
        cases = len(private.visible_cases("rnn_step", part))
        assert f"{cases} of {cases} passed" in output.inner_text()
    page.photograph(screenshots, "right-answer", "rnn_step")

    dialog = page.validate(seconds=60)
    page.photograph(screenshots, "validated", "rnn_step")
    named = [text for text in dialog.locator("pre").all_inner_texts() if text.startswith("check(")]
    assert named == [source for source in checks() if '"rnn_step"' not in source]
    assert "rnn_forward is not written yet" in dialog.inner_text()
