"""Cells run as a person runs them, in a kernel of their own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from nbclient import NotebookClient
from nbformat import NotebookNode


def run_cells(notebook: NotebookNode, folder: Path, environment: Mapping[str, str], seconds: int = 60) -> None:
    """Run all code cells, whatever their tags, in a kernel that works in a folder; errors are outputs.

    seconds  that one cell may take
    """
    client = NotebookClient(
        notebook,
        timeout=seconds,
        allow_errors=True,
        extra_arguments=["--log-level=40"],
        skip_cells_with_tag="none is skipped here",
        resources={"metadata": {"path": str(folder)}},
    )
    client.execute(env=dict(environment))
