"""Which libraries a notebook needs to be judged."""

from __future__ import annotations

from nbformat import NotebookNode

from helpers.exercises.reference import needed_cells
from helpers.grading.worker.libraries import libraries_for


def libraries_of(notebook: NotebookNode) -> str:
    """Which libraries a worker for the notebook should have loaded: "few" or "all"."""
    return libraries_for("".join(cell.source) for cell in needed_cells(notebook))  # in a file a source is a list
