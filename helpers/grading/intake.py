"""Taking a submission in: the lesson's notebook with the learner's answers in it, or the sentence that says why not."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from helpers import Refusal, paths
from helpers.exercises.reference import SKIPPED_TAG
from helpers.grading.handed_in_file import LARGEST_FILE, NotTaken, read_handed_in
from helpers.notebooks.bounds import within_bounds
from helpers.notebooks.cells import course_cell, given_cell
from helpers.notebooks.parse import NoNotebook, parse
from helpers.notebooks.rebuild import rebuilt

SCHEMA_VERSION = 3  # of nbgrader's cell metadata
FIXED_MARKS = ("grade", "solution", "locked", "task")


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


def problem_with(folder: Path, released: NotebookNode) -> str | None:
    """The sentence that says why a submission cannot be graded, or None when it can.

    folder    submitted/STUDENT/LESSON
    released  the lesson's notebook as learners got it
    """
    lesson = folder.name
    name = f"{lesson}.ipynb"
    if re.search(r"[*?\[\]]|^\s|\s$", folder.parent.name):
        return f"The folder {folder.parent.name!r} has a name with *, ?, a bracket or an outer space: rename it."
    path = folder / name
    if path.is_symlink() or (path.exists() and not path.is_file()):
        return f"{name} is not a regular file."
    if not path.exists():
        others = sorted(other.name for other in folder.glob("*.ipynb"))
        if others:
            return f"The notebook is called {others[0]} and has to be called {name}."
        return f"There is no {name} in the folder."
    if path.stat().st_size > LARGEST_FILE:
        return f"{name} has {path.stat().st_size / 1e6:.0f} MB; more than {LARGEST_FILE / 1e6:.0f} MB is not read."
    content = path.read_bytes()
    if not content.strip():
        return f"{name} is empty."
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return (
            f"{name} is not text in UTF-8 (byte {error.start + 1} does not belong there): save it again from Jupyter."
        )
    if text.lstrip().startswith("<"):
        return f"{name} is a web page, as after a download that asked for a password first."
    try:
        notebook = json.loads(text)
    except json.JSONDecodeError as error:
        if text.lstrip().startswith("{") and _ends_too_early(text.rstrip(), error):
            return f"{name} breaks off at line {error.lineno}, as after an upload that was cut off."
        return f"{name} is not a notebook: its line {error.lineno} cannot be read ({error.msg})."
    except RecursionError:
        return f"{name} is not a notebook: its parts are nested too deeply to be read."
    return _problem_of_format(name, notebook) or _problem_of_cells(notebook["cells"], released)


def _ends_too_early(text: str, error: json.JSONDecodeError) -> bool:
    return not text.endswith("}") or error.pos >= len(text) - 1


def _problem_of_format(name: str, notebook: Any) -> str | None:
    if not isinstance(notebook, dict) or not isinstance(notebook.get("nbformat"), int):
        return f"{name} is not a notebook: it holds other data."
    if notebook["nbformat"] != 4:
        return f"{name} is in notebook format {notebook['nbformat']}, not 4: open it in JupyterLab and save it again."
    cells = notebook.get("cells")
    if not isinstance(cells, list) or not isinstance(notebook.get("metadata"), dict):
        return f"{name} is not a notebook: it has no list of cells."
    for number, cell in enumerate(cells, start=1):
        if not _is_cell(cell):
            return f"{name} is not a notebook: its cell {number} has no readable type, metadata or source."
    return None


def _is_cell(cell: Any) -> bool:
    if not isinstance(cell, dict) or cell.get("cell_type") not in ("code", "markdown", "raw"):
        return False
    source = cell.get("source")
    is_text = isinstance(source, str) or (isinstance(source, list) and all(isinstance(line, str) for line in source))
    outputs = cell.get("outputs", [])
    return (
        is_text
        and isinstance(cell.get("metadata"), dict)
        and isinstance(outputs, list)
        and all(isinstance(output, dict) for output in outputs)
    )


def _problem_of_cells(cells: list[dict[str, Any]], released: NotebookNode) -> str | None:
    given = {cell.metadata.nbgrader.grade_id: cell.metadata for cell in released.cells if "nbgrader" in cell.metadata}
    seen = set()
    for cell in cells:
        if "nbgrader" not in cell["metadata"]:
            continue
        marks = cell["metadata"]["nbgrader"]
        grade_id = marks.get("grade_id") if isinstance(marks, dict) else None
        if not isinstance(grade_id, str):
            return "A cell has lost the name that grading knows it by: copy your answers into a fresh notebook."
        if grade_id not in given:
            return f"The cell {grade_id} does not belong to this lesson."
        if grade_id in seen:
            return f"The cell {grade_id} is there twice: delete the copy."
        seen.add(grade_id)
        if marks.get("schema_version") != SCHEMA_VERSION:
            return f"The cell {grade_id} has schema_version {marks.get('schema_version')}, not {SCHEMA_VERSION}."
        if any(bool(marks.get(mark)) != bool(given[grade_id].nbgrader.get(mark)) for mark in FIXED_MARKS):
            return f"The cell {grade_id} is no longer marked as what it is (test, answer or read-only)."
        if not marks.get("solution") and SKIPPED_TAG in _tags(cell["metadata"]):
            return f"The cell {grade_id} carries the tag {SKIPPED_TAG}, so that it would not be run: remove the tag."
    for grade_id, metadata in given.items():
        # An answer may lie in another cell: a check looks for the name, not for the cell.
        if grade_id not in seen and not metadata.nbgrader.solution:
            kind = "test cell" if metadata.nbgrader.grade else "read-only cell"
            return f"The {kind} {grade_id} was deleted: copy your answers into a fresh notebook."
    return None


def _tags(metadata: dict[str, Any]) -> list[Any]:
    tags = metadata.get("tags")
    return tags if isinstance(tags, list) else []
