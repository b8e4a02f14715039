"""The released notebooks as they are given out, run from top to bottom."""

from __future__ import annotations

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

from helpers import paths
from helpers.build.staleness import notebook_paths
from tests.environment import environment_of_a_person


def run_untouched(lesson: str) -> NotebookNode:
    """A lesson's released notebook with the outputs of all its cells, experiments too; errors are outputs."""
    path = notebook_paths(lesson)[1]
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=120,
        allow_errors=True,
        extra_arguments=["--log-level=40"],
        skip_cells_with_tag="none is skipped here",
        resources={"metadata": {"path": str(path.parent)}},
    )
    client.execute(env=environment_of_a_person(paths.ROOT))
    return notebook
