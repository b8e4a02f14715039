"""The one writer of the gradebook while submissions are graded: nbgrader's own tables, opened once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.api import Gradebook, MissingEntry, SubmittedNotebook
from nbgrader.apps import NbGraderAPI
from nbgrader.preprocessors import AssignLatePenalties


@dataclass(frozen=True)
class Recorded:
    """What the gradebook has of a submission after it was written: points, and what its page of feedback shows."""

    points: float
    out_of: float
    by_hand: int
    late_penalty: float
    scores: dict[str, tuple[float, float]]  # grade_id -> points, of how many
    comments: dict[str, str | None]


class GradebookWriter:
    """Writes graded submissions of one lesson; `with opened_gradebook_writer(course, lesson) as writer:`."""

    def __init__(self, gradebook: Gradebook, lesson: str, penalties: AssignLatePenalties) -> None:
        self._gradebook = gradebook
        self._lesson = lesson
        self._penalties = penalties

    def write(self, student: str, timestamp: str | None, notebook: NotebookNode, released: NotebookNode) -> Recorded:
        """Put the points and comments of a graded notebook in, as nbgrader's own autograding does.

        What a person entered by hand stays; a cell that has such an entry waits for a person's look.
        """
        gradebook = self._gradebook
        gradebook.update_or_create_student(student)
        entries = {"timestamp": timestamp} if timestamp else {}
        submission = gradebook.update_or_create_submission(self._lesson, student, **entries)
        [row] = [row for row in submission.notebooks if row.name == self._lesson]
        untouched = {
            cell.metadata.nbgrader.grade_id: utils.compute_checksum(cell)
            for cell in released.cells
            if utils.is_solution(cell) or utils.is_task(cell)
        }
        cells = {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if "nbgrader" in cell.metadata}
        for grade in row.grades:
            grade.auto_score = (
                utils.determine_grade(cells[grade.name])[0] if not utils.is_task(cells[grade.name]) else None
            )
            grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None
        for comment in row.comments:
            cell = cells[comment.name]
            same = not utils.is_task(cell) and utils.compute_checksum(cell) == untouched[comment.name]
            comment.auto_comment = "No response." if same else None
        gradebook.db.flush()
        row.late_submission_penalty = self._penalty(student, row, submission.total_seconds_late)
        recorded = _recorded(row)
        gradebook.db.commit()
        return recorded

    def read(self, student: str) -> Recorded | None:
        """What the gradebook has of a submission; None when it has none, or none that was graded."""
        try:
            submission = self._gradebook.find_submission(self._lesson, student)
        except MissingEntry:
            return None
        [row] = [row for row in submission.notebooks if row.name == self._lesson]
        if any(grade.auto_score is None and not grade.needs_manual_grade for grade in row.grades):
            return None
        return _recorded(row)

    def points_of_lesson(self) -> float:
        """The points that are to be had."""
        return self._gradebook.find_assignment(self._lesson).max_score

    def forget_cache(self) -> None:
        """Read anew from now on: another connection has written."""
        self._gradebook.db.expire_all()

    def _penalty(self, student: str, row: SubmittedNotebook, seconds_late: float) -> float | None:
        if seconds_late <= 0:
            return None
        penalty = self._penalties.plugin_inst.late_submission_penalty(student, row.score, seconds_late)
        return None if penalty is None else min(max(penalty, 0), row.score)


def _recorded(row: SubmittedNotebook) -> Recorded:
    return Recorded(
        points=row.score - (row.late_submission_penalty or 0),
        out_of=row.max_score,
        by_hand=sum(bool(grade.needs_manual_grade) for grade in row.grades),
        late_penalty=row.late_submission_penalty or 0,
        scores={grade.name: (grade.score, grade.max_score) for grade in row.grades},
        comments={comment.name: comment.comment for comment in row.comments},
    )


@contextmanager
def opened_gradebook_writer(course: NbGraderAPI, lesson: str) -> Iterator[GradebookWriter]:
    """The writer for a lesson whose cells are in the gradebook already."""
    penalties = AssignLatePenalties(parent=course)
    penalties.init_plugin()
    with Gradebook(course.coursedir.db_url, course.coursedir.course_id) as gradebook:
        yield GradebookWriter(gradebook, lesson, penalties)
