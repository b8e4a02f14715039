"""Expand a lesson's cells into nbgrader's source notebook, with all its metadata and ids that stay."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from helpers.build.lesson_text import SKIPPED, LessonCell
from helpers.exercises.reference import SKIPPED_TAG

NOTEBOOK_METADATA = {
    # no version of Python: it would change with the machine that builds
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "pygments_lexer": "ipython3",
    },
}


def solution_notebook(cells: list[LessonCell], hidden: Collection[tuple[str, str]]) -> NotebookNode:
    """The lesson as nbgrader's source notebook, without outputs.

    hidden  the (exercise, part) pairs that have hidden cases
    """
    notebook = new_notebook(metadata=NOTEBOOK_METADATA)
    taken: set[str] = set()
    for cell in cells:
        notebook.cells += _expanded(cell, hidden, taken)
    nbformat.validate(notebook)
    return notebook


def id_of_test(exercise: str, part: str = "") -> str:
    """The grade_id of a test cell; a quiz's has no part."""
    return f"test_{exercise}_{part}" if part else f"test_{exercise}"


def _expanded(cell: LessonCell, hidden: Collection[tuple[str, str]], taken: set[str]) -> list[NotebookNode]:
    match cell.kind:
        case "text":
            return [new_markdown_cell(cell.source, id=_id_from_source(cell.source, taken), metadata=_tags(cell.tags))]
        case "solution":
            return [_code(cell.name, cell.source, [*cell.tags], solution=True)]
        case "test":
            part = cell.marks["part"]
            source = f'check("{cell.name}", part="{part}")'
            if (cell.name, part) in hidden:
                source += (
                    f'\n### BEGIN HIDDEN TESTS\ncheck("{cell.name}", part="{part}", hidden=True)\n### END HIDDEN TESTS'
                )
            return [_test(id_of_test(cell.name, part), source, cell.marks["points"], cell.tags)]
        case "quiz":
            answer = f'{cell.name} = "{cell.marks["answer"]}"'
            return [
                _code(cell.name, answer, cell.tags, solution=True),
                _test(id_of_test(cell.name), f'check("{cell.name}")', cell.marks["points"], []),
            ]
        case "report":
            marks = _marks(cell.name, grade=True, solution=True, locked=False, points=cell.marks["points"])
            return [new_markdown_cell(cell.source, id=cell.name, metadata={"nbgrader": marks} | _tags(cell.tags))]
        case kind if kind in SKIPPED:
            # Run All goes on when an experiment needs what the learner has not written yet
            tags = [SKIPPED_TAG, "raises-exception", *cell.tags]
            # The code is folded in: its alternative text and its bounds would tell what the reader is to predict.
            metadata = {"jupyter": {"source_hidden": True}} | _tags(tags)
            return [new_code_cell(cell.source, id=f"{kind}_{cell.name}", metadata=metadata)]
    cell_id = "setup" if "setup" not in taken else _id_from_source(cell.source, taken)
    taken.add(cell_id)
    return [_code(cell_id, cell.source, cell.tags, locked=True)]


def _test(grade_id: str, source: str, points: float, tags: list[str]) -> NotebookNode:
    return _code(grade_id, source, ["raises-exception", *tags], grade=True, locked=True, points=points)


def _code(
    grade_id: str,
    source: str,
    tags: list[str],
    *,
    grade: bool = False,
    solution: bool = False,
    locked: bool = False,
    points: float | None = None,
) -> NotebookNode:
    marks = _marks(grade_id, grade=grade, solution=solution, locked=locked, points=points)
    return new_code_cell(source, id=grade_id, metadata={"nbgrader": marks} | _tags(tags))


def _marks(grade_id: str, *, grade: bool, solution: bool, locked: bool, points: float | None) -> dict[str, Any]:
    """nbgrader's metadata of a cell."""
    marks: dict[str, Any] = {
        "grade": grade,
        "grade_id": grade_id,
        "locked": locked,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    return marks if points is None else marks | {"points": points}


def _tags(tags: list[str]) -> dict[str, list[str]]:
    return {"tags": list(tags)} if tags else {}


def _id_from_source(source: str, taken: set[str]) -> str:
    """An id that stays when cells are added before this one."""
    base = "cell-" + hashlib.sha256(source.encode()).hexdigest()[:12]
    cell_id, number = base, 2
    while cell_id in taken:
        cell_id, number = f"{base}-{number}", number + 1
    taken.add(cell_id)
    return cell_id
