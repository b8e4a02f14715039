"""The released notebooks as they are given out, run from top to bottom."""

from __future__ import annotations

import nbformat
from nbformat import NotebookNode

from helpers import paths
from helpers.build.staleness import notebook_paths
from tests.environment import environment_of_a_person
from tests.running_cells import run_cells


def run_untouched(lesson: str) -> NotebookNode:
    """A lesson's released notebook with the outputs of all its cells, experiments too; errors are outputs."""
    path = notebook_paths(lesson)[1]
    notebook = nbformat.read(path, as_version=4)
    run_cells(notebook, path.parent, environment_of_a_person(paths.ROOT), seconds=120)
    return notebook
