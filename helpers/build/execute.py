"""Run a solution notebook and keep its outputs."""

from __future__ import annotations

import copy
import os
from collections.abc import Callable
from pathlib import Path

from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from helpers import Refusal, paths
from helpers.build.expand import NOTEBOOK_METADATA

SECONDS_PER_CELL = 300
QUIET_KERNEL = ["--log-level=40"]  # errors only: a fresh kernel warns of its transport on the terminal


def executed(notebook: NotebookNode, lesson: str, folder: Path, passing: Callable[[str], None]) -> NotebookNode:
    """The notebook with the outputs of every cell, experiments too. Raises Refusal when a cell raises."""
    result = copy.deepcopy(notebook)
    total = sum(cell.cell_type == "code" for cell in result.cells)
    done = 0

    def progress(cell: NotebookNode, cell_index: int) -> None:
        nonlocal done
        if cell.cell_type == "code":
            done += 1
            passing(f"{lesson}: running cell {done} of {total} ({cell.id})")

    path = os.pathsep.join(filter(None, [str(paths.ROOT), os.environ.get("PYTHONPATH", "")]))
    environment = {name: value for name, value in os.environ.items() if name != "NBGRADER_EXECUTION"}
    client = NotebookClient(
        result,
        timeout=SECONDS_PER_CELL,
        allow_errors=True,
        record_timing=False,
        extra_arguments=QUIET_KERNEL,
        skip_cells_with_tag="none is skipped here",
        resources={"metadata": {"path": str(folder)}},
        on_cell_start=progress,
    )
    try:
        client.execute(env=environment | {"PYTHONPATH": path})
    except (CellTimeoutError, DeadKernelError) as error:
        raise Refusal(f"{lesson}: running the solution notebook failed: {error}") from None
    for cell in result.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                raise Refusal(f"{lesson}: the cell {cell.id} raises {output.ename}: {output.evalue}")
            if output.output_type == "stream" and output.name == "stderr":
                raise Refusal(f"{lesson}: the cell {cell.id} writes to stderr: {output.text.strip()[:300]}")
    result.metadata = copy.deepcopy(notebook.metadata)
    result.metadata.update(copy.deepcopy(NOTEBOOK_METADATA))
    return result
