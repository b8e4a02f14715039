"""What grading writes into nbgrader's gradebook beside the scores, and reads from it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable

from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps import NbGraderAPI
from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import SaveCells
from nbgrader.utils import capture_log, temp_attrs

from helpers import Refusal


def register_lesson(course: NbGraderAPI, lesson: str) -> None:
    """Put the lesson's cells and points, as solutions/ has them, into the gradebook; notebooks/ is left alone.

    Raises Refusal when nbgrader will not have it, as when graded cells came or went since submissions were graded.
    """
    with (
        tempfile.TemporaryDirectory() as unused_release,
        temp_attrs(course.coursedir, assignment_id=lesson, release_directory=unused_release),
    ):
        converter = GenerateAssignment(coursedir=course.coursedir, parent=course)
        converter.force = True
        converter.preprocessors = [_SaveCellsAtOnce if step is SaveCells else step for step in converter.preprocessors]
        result = capture_log(converter)
    if result["success"]:
        return
    if "submissions associated" in result.get("log", ""):
        raise Refusal(
            f"{lesson} has other cells than when its submissions were first graded, so their points cannot be kept: "
            f"export the gradebook, then run `nbgrader db assignment remove {lesson} --force` and grade again."
        )
    raise Refusal(f"nbgrader could not read solutions/{lesson}/{lesson}.ipynb: {last_error(result)}")


class _SaveCellsAtOnce(SaveCells):
    """nbgrader's own, but in one transaction: it waits for the disk after each cell, twice in a new gradebook."""

    def _create_notebook(self, nb: NotebookNode) -> None:
        database = self.gradebook.db
        database.commit = database.flush
        super()._create_notebook(nb)
        database().commit()


def forget(course: NbGraderAPI, lesson: str, students: Iterable[str]) -> None:
    """Take the learners' submissions of a lesson out of the gradebook, where they are in it."""
    with _gradebook(course) as gradebook:
        for student in students:
            try:
                gradebook.remove_submission(lesson, student)
            except MissingEntry:
                continue


def last_error(result: dict) -> str:
    """The last error that a failed call of nbgrader reports, in one line."""
    lines = [line.strip() for line in (result.get("log") or result.get("error") or "").splitlines()]
    errors = [line for line in lines if "Error: " in line or "Exception: " in line]
    return (errors or [line for line in lines if line] or ["it gave no reason"])[-1]


def _gradebook(course: NbGraderAPI) -> Gradebook:
    return Gradebook(course.coursedir.db_url, course.coursedir.course_id)
