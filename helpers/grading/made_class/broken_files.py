"""Submissions that are not as they should be, as they come in: each defect writes its file into the learner's folder.
Some leave nothing to grade; the others are mended, and cost nothing.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Notebook = dict[str, Any]


def write_notebook(path: Path, notebook: Notebook) -> None:
    """Write a notebook the way Jupyter does."""
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


def _truncated(path: Path, notebook: Notebook) -> None:
    text = json.dumps(notebook, indent=1)
    path.write_text(text[: len(text) * 3 // 5], encoding="utf-8")


def _empty(path: Path, notebook: Notebook) -> None:
    path.write_bytes(b"")


def _not_utf_8(path: Path, notebook: Notebook) -> None:
    notebook["cells"][0]["source"] = "Meine Lösungen"
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False), encoding="cp1252", errors="replace")


def _utf_16(path: Path, notebook: Notebook) -> None:
    path.write_text(json.dumps(notebook, indent=1), encoding="utf-16")


def _a_web_page(path: Path, notebook: Notebook) -> None:
    path.write_text(
        "<!DOCTYPE html>\n<html><body>Please sign in to download this file.</body></html>\n", encoding="utf-8"
    )


def _deleted_test_cell(path: Path, notebook: Notebook) -> None:
    del notebook["cells"][_first_test(notebook)]
    write_notebook(path, notebook)


def _duplicated_test_cell(path: Path, notebook: Notebook) -> None:
    index = _first_test(notebook)
    duplicate = copy.deepcopy(notebook["cells"][index])
    duplicate["id"] = "copied-by-the-learner"
    notebook["cells"].insert(index + 1, duplicate)
    write_notebook(path, notebook)


def _wrong_file_name(path: Path, notebook: Notebook) -> None:
    write_notebook(path.with_name(f"{path.stem} (1).ipynb"), notebook)


def _other_data(path: Path, notebook: Notebook) -> None:
    path.write_text(json.dumps({"answers": [1, 2, 3]}), encoding="utf-8")


def _other_schema_version(path: Path, notebook: Notebook) -> None:
    notebook["cells"][_first_test(notebook)]["metadata"]["nbgrader"]["schema_version"] = 2
    write_notebook(path, notebook)


def _old_notebook_format(path: Path, notebook: Notebook) -> None:
    import nbformat

    write_notebook(path, nbformat.convert(nbformat.reads(json.dumps(notebook), as_version=4), 3))


def _first_test(notebook: Notebook) -> int:
    return next(
        index for index, cell in enumerate(notebook["cells"]) if cell["metadata"].get("nbgrader", {}).get("grade")
    )


# The commonest first: a small class has those.
REFUSED: dict[str, Callable[[Path, Notebook], None]] = {
    "truncated": _truncated,
    "empty": _empty,
    "a web page": _a_web_page,
    "not UTF-8": _not_utf_8,
    "other data": _other_data,
}
MANGLED: dict[str, Callable[[Path, Notebook], None]] = {
    "deleted test cell": _deleted_test_cell,
    "duplicated test cell": _duplicated_test_cell,
    "wrong file name": _wrong_file_name,
    "UTF-16": _utf_16,
    "other schema version": _other_schema_version,
    "old notebook format": _old_notebook_format,
}
