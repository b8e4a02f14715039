"""Taking a submission in: the lesson's notebook with the learner's answers in it, or the sentence that says why not."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from helpers import Refusal, paths
from helpers.grading.intake.handed_in_file import NotTaken, read_handed_in
from helpers.notebooks.bounds import within_bounds
from helpers.notebooks.cells import course_cell, given_cell
from helpers.notebooks.parse import NoNotebook, parse
from helpers.notebooks.rebuild import rebuilt


@dataclass(frozen=True)
class TakenIn:
    """What a submission came to.

    notebook  the lesson's notebook with the learner's answers and added cells, without outputs; None when there is none
    sentence  why there is none, to be read by the learner and the grader; "" when there is one
    repairs   what was odd and was put right or passed over, a sentence for each kind of thing
    digest    of the bytes that were read (SHA-256, hexadecimal); "" when nothing was read
    """

    notebook: NotebookNode | None
    sentence: str
    repairs: tuple[str, ...]
    digest: str


def taken_in(where: Path, lesson: str, released: Mapping[str, Any]) -> TakenIn:
    """Take a submission in. Whatever was handed in, nothing is raised; nothing of it is run.

    where     the folder submitted/STUDENT/LESSON, or a notebook's file
    released  the lesson's notebook as learners got it
    """
    digest = ""
    try:
        _refuse_a_name_that_is_a_pattern(where)
        file = read_handed_in(where, lesson)
        digest = hashlib.sha256(file.content).hexdigest()
        parsed = parse(file.content, file.name)
        bounded, on_bounds = within_bounds(parsed.notebook, released)
        result = rebuilt(bounded, released)
        on_lesson = () if _share_a_cell(bounded, released) else (_of_another_lesson(lesson),)
        repairs = (*on_lesson, *file.remarks, *parsed.remarks, *on_bounds, *result.repairs)
        return TakenIn(nbformat.from_dict(result.notebook), "", repairs, digest)
    except (NotTaken, NoNotebook) as reason:
        return TakenIn(None, str(reason), (), digest)
    except (RecursionError, MemoryError):
        return TakenIn(None, "The notebook is nested too deeply, or too large, to be read.", (), digest)


def released_notebook(lesson: str) -> NotebookNode:
    """The notebook that the learners of a lesson got. Raises Refusal when it is not there."""
    path = paths.NOTEBOOKS / lesson / f"{lesson}.ipynb"
    if not path.is_file():
        raise Refusal(f"notebooks/{lesson}/{lesson}.ipynb is missing: run `python3 -m helpers build {lesson}`.")
    return nbformat.read(path, as_version=4)


def _refuse_a_name_that_is_a_pattern(where: Path) -> None:
    """nbgrader looks for folders by pattern, so that such a name would stand for several learners or for none."""
    name = where.parent.name
    if re.search(r"[*?\[\]]|^\s|\s$", name):
        raise NotTaken(f"The folder {name!r} has a name with *, ?, a bracket or an outer space: rename it.")


def _share_a_cell(handed_in: Mapping[str, Any], released: Mapping[str, Any]) -> bool:
    """Whether a cell that a learner writes in, or that tests it, is there by name, by id or with its text."""
    asked = [cell for cell in map(course_cell, released["cells"]) if cell.is_answer or cell.is_test]
    names, ids, texts = ({getattr(cell, what) for cell in asked} for what in ("grade_id", "id", "source"))
    given = filter(None, map(given_cell, handed_in["cells"]))
    return any(cell.grade_id in names or cell.id in ids or cell.source in texts for cell in given)


def _of_another_lesson(lesson: str) -> str:
    return (
        f"None of the cells that are graded in {lesson} is in the notebook: is it that of another lesson? It was put "
        "into this one as it is."
    )
