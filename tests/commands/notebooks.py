"""Small notebooks for the tests of the commands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def code(source: str, grade_id: str = "", *, points: float | None = None, tags: tuple[str, ...] = ()) -> dict[str, Any]:
    """A code cell; with points it is a test cell, with a grade_id alone one for an answer."""
    metadata: dict[str, Any] = {"tags": list(tags)} if tags else {}
    if grade_id:
        is_test = points is not None
        metadata["nbgrader"] = {"grade_id": grade_id, "grade": is_test, "solution": not is_test, "locked": is_test}
        metadata["nbgrader"] |= {"schema_version": 3, "task": False} | ({"points": points} if is_test else {})
    return {"cell_type": "code", "metadata": metadata, "source": source, "outputs": [], "execution_count": None}


def text(source: str) -> dict[str, Any]:
    """A Markdown cell."""
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def write(path: Path, *cells: dict[str, Any]) -> Path:
    """Write a notebook of those cells."""
    path.parent.mkdir(parents=True, exist_ok=True)
    named = [{"id": f"cell-{number}", **cell} for number, cell in enumerate(cells)]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    content = {"cells": named, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")
    return path
