"""Digests of what a built lesson was made from: they tell what is out of date without building it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from nbformat import NotebookNode

from helpers import paths

SHAPES_THE_BUILD = ("helpers/build", "helpers/checks", "helpers/exercises", "helpers/nn")  # nn has the stand-ins
SHAPES_THE_OUTPUTS = (
    "helpers/checks",
    "helpers/exercises",
    "helpers/draw",
    "helpers/data",
    "helpers/nn",
    "helpers/progress",
)


def sources(lesson: str) -> dict[str, str]:
    """Digests of a lesson's text, its exercises file, and the code that builds and checks."""
    return {
        "lesson": digest_of_files([paths.SOLUTIONS / f"{lesson}.py"]),
        "exercises": digest_of_files([paths.SOLUTIONS / f"{lesson}_exercises.py"]),
        "course": digest_of_folders(SHAPES_THE_BUILD),
    }


def outputs(lesson: str, solution: NotebookNode) -> str:
    """The digest of what a solution notebook's outputs depend on: its inputs, its cases, the helpers that it calls and
    the recorded measurements.
    """
    cases = digest_of_files([paths.SOLUTIONS / f"{lesson}_exercises.py"])
    records = digest_of_files(sorted((paths.ROOT / "helpers" / "data" / "recorded").glob("*.json")))
    return digest_of_text([digest_of_folders(SHAPES_THE_OUTPUTS), cases, records, digest_of_inputs(solution)])


def digest_of_inputs(notebook: NotebookNode) -> str:
    """The digest of a notebook without its outputs."""
    cells = [[cell.cell_type, cell.id, cell.source, cell.metadata] for cell in notebook.cells]
    return digest_of_text([json.dumps([cells, notebook.metadata], sort_keys=True)])


def digest_of_folders(folders: Iterable[str]) -> str:
    """The digest of all Python files below the folders (from the project's root)."""
    return digest_of_files(sorted(path for folder in folders for path in (paths.ROOT / folder).rglob("*.py")))


def digest_of_files(files: Iterable[Path]) -> str:
    """The digest of text files, the same whatever the line ends are; a missing file counts as empty."""
    return digest_of_text(path.read_text(encoding="utf-8") if path.exists() else "" for path in files)


def digest_of_text(texts: Iterable[str]) -> str:
    """The digest of some texts in a row."""
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.replace("\r\n", "\n").encode() + b"\0")
    return digest.hexdigest()[:32]
