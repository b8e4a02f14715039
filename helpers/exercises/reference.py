"""The reference solution: the solution cells of the built solution notebook, run in a namespace of their own."""

from __future__ import annotations

import contextlib
import io
import linecache
from typing import Any

from nbformat import NotebookNode

from helpers import Refusal
from helpers.notebooks.marks import is_answer, is_test

SKIPPED_TAG = "skip-execution"


def solution_sources(notebook: NotebookNode) -> dict[str, str]:
    """grade_id -> source of every cell in which a learner writes."""
    return {
        cell.metadata.nbgrader.grade_id: cell.source
        for cell in notebook.cells
        if cell.cell_type == "code" and is_answer(cell.metadata.get("nbgrader", {}))
    }


def without_markers(source: str) -> str:
    """A reference solution as a learner would write it, without the lines that mark where it begins and ends."""
    return "\n".join(line for line in source.splitlines() if not line.strip().startswith(("### BEGIN", "### END")))


def points_by_test(notebook: NotebookNode) -> dict[str, float]:
    """grade_id -> points of every test cell; what a person marks is none."""
    return {
        cell.metadata.nbgrader.grade_id: float(cell.metadata.nbgrader.points)
        for cell in notebook.cells
        if is_test(cell.metadata.get("nbgrader", {}))
    }


def needed_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """The code cells that grading runs, without the test cells: figures and experiments are left out."""
    return [
        cell
        for cell in notebook.cells
        if cell.cell_type == "code"
        and SKIPPED_TAG not in cell.metadata.get("tags", [])
        and not cell.metadata.get("nbgrader", {}).get("grade")
    ]


def reference_namespace(notebook: NotebookNode, lesson: str) -> dict[str, Any]:
    """The names that a solution notebook defines, experiments and figures apart. Raises Refusal when a cell fails."""
    namespace: dict[str, Any] = {"__name__": f"reference of {lesson}"}
    for cell in needed_cells(notebook):
        filename = f"<{lesson}, cell {cell.id}>"
        remember_source(filename, cell.source)
        try:
            with contextlib.redirect_stdout(io.StringIO()):  # what a lesson prints is for its readers
                exec(compile(cell.source, filename, "exec"), namespace)
        except Exception as error:
            raise Refusal(f"Lesson {lesson}: the cell {cell.id} raises {type(error).__name__}: {error}") from error
    return namespace


def remember_source(filename: str, source: str) -> None:
    """Let tracebacks and `inspect.getsource` find source that has no file."""
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
