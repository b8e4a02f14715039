"""A small lesson's notebook, and the odd things that happen to it."""

from __future__ import annotations

import copy
from typing import Any

Cell = dict[str, Any]


def marked(grade_id: str, source: str, **marks: Any) -> Cell:
    """A code cell with nbgrader's marks."""
    nbgrader = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
    return code(source, grade_id) | {"metadata": {"nbgrader": nbgrader | {"grade_id": grade_id} | marks}}


def code(source: str, cell_id: str = "mine") -> Cell:
    """A code cell without marks."""
    return {
        "cell_type": "code",
        "id": cell_id,
        "metadata": {},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def text(source: str, cell_id: str = "mine") -> Cell:
    """A Markdown cell."""
    return {"cell_type": "markdown", "id": cell_id, "metadata": {}, "source": source}


def stub(name: str) -> str:
    """An answer cell as it is given out."""
    return f"def {name}(x):\n    raise NotImplementedError"


def given_out() -> dict[str, Any]:
    """The lesson: a setup, two exercises with a test each, a picture and a quiz."""
    picture = code("draw()", "figure_one") | {"metadata": {"tags": ["skip-execution"]}}
    cells = [
        text("# A lesson", "cell-1"),
        marked("setup", "import math", locked=True),
        text("## One", "cell-2"),
        marked("one", stub("one"), solution=True),
        marked("test_one_values", 'check("one", part="values")', grade=True, locked=True, points=2),
        picture,
        text("## Two", "cell-3"),
        marked("two", stub("two"), solution=True),
        marked("test_two_values", 'check("two", part="values")', grade=True, locked=True, points=1),
        marked("why", "why = None", solution=True),
        marked("test_why", 'check("why")', grade=True, locked=True, points=1),
    ]
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


ANSWERS = {
    "one": "def one(x):\n    return x",
    "two": "def two(x):\n    return 2 * one(x)",
    "why": 'why = "b"',
}


def answered() -> dict[str, Any]:
    """The lesson with an answer in each answer cell."""
    notebook = copy.deepcopy(given_out())
    for name, source in ANSWERS.items():
        named(notebook, name)["source"] = source
    return notebook


def named(notebook: dict[str, Any], cell_id: str) -> Cell:
    """The cell with that id."""
    return next(cell for cell in notebook["cells"] if cell["id"] == cell_id)


def place(notebook: dict[str, Any], cell_id: str) -> int:
    """Where the cell with that id stands."""
    return notebook["cells"].index(named(notebook, cell_id))
