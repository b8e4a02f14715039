"""The one writer of the gradebook while submissions are graded: nbgrader's own tables, opened once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.api import BaseCell, Comment, Grade, Gradebook, MissingEntry, SubmittedNotebook
from nbgrader.apps import NbGraderAPI
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy import select


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
    """Writes submissions of one lesson; `with opened_gradebook_writer(course, lesson, released) as writer:`.

    Nothing is sure to be in the gradebook before `commit` has returned: one transaction takes in many submissions.
    """

    def __init__(
        self, gradebook: Gradebook, lesson: str, released: NotebookNode, penalties: AssignLatePenalties
    ) -> None:
        self._gradebook = gradebook
        self._lesson = lesson
        self._penalties = penalties
        self._untouched = {
            cell.metadata.nbgrader.grade_id: utils.compute_checksum(cell)
            for cell in released.cells
            if utils.is_solution(cell) or utils.is_task(cell)
        }
        self._hold_lesson()

    def write(self, student: str, timestamp: str | None, notebook: NotebookNode) -> Recorded:
        """Put the points and comments of a graded notebook in, as nbgrader's own autograding does.

        What a person entered by hand stays; a cell that has such an entry waits for a person's look.
        """
        row = self._row(student, timestamp)
        cells = {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if "nbgrader" in cell.metadata}
        for grade in row.grades:
            grade.auto_score = (
                utils.determine_grade(cells[grade.name])[0] if not utils.is_task(cells[grade.name]) else None
            )
            grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None
        for comment in row.comments:
            cell = cells[comment.name]
            same = not utils.is_task(cell) and utils.compute_checksum(cell) == self._untouched[comment.name]
            comment.auto_comment = "No response." if same else None
        self._gradebook.db.flush()
        grades = self._grades(row)
        score = sum(score for _, score, _ in grades)
        row.late_submission_penalty = self._penalty(student, score, row.assignment.total_seconds_late)
        return self._recorded(row, grades)

    def write_ungraded(self, student: str, timestamp: str | None, sentence: str) -> None:
        """Put a submission in that could not be graded: no points, and the sentence as its first comment.

        Points of an earlier submission by the same learner are taken out; what a person entered by hand stays.
        """
        row = self._row(student, timestamp)
        for grade in row.grades:
            grade.auto_score = None
            grade.needs_manual_grade = False
        for comment in sorted(row.comments, key=lambda comment: comment.name)[:1]:
            comment.auto_comment = sentence
        self._gradebook.db.flush()

    def commit(self) -> None:
        """Return when all that was written is in the gradebook's file. Raises OperationalError when it cannot be."""
        self._gradebook.db().commit()
        # What was written stays in memory as long as the lesson's rows do, which know their submissions.
        self._gradebook.db.expunge_all()
        self._hold_lesson()

    def read(self, student: str) -> Recorded | None:
        """What the gradebook has of a submission; None when it has none, or none that was graded."""
        try:
            submission = self._gradebook.find_submission(self._lesson, student)
        except MissingEntry:
            return None
        [row] = [row for row in submission.notebooks if row.name == self._lesson]
        if any(grade.auto_score is None and not grade.needs_manual_grade for grade in row.grades):
            return None
        return self._recorded(row, self._grades(row))

    def points_of_lesson(self) -> float:
        """The points that are to be had."""
        return sum(self._out_of.values())

    def _hold_lesson(self) -> None:
        """Keep the lesson's cells in memory: each grade and comment asks for its own, and would read it anew."""
        notebook = self._gradebook.find_notebook(self._lesson, self._lesson)
        self._cells = [*notebook.grade_cells, *notebook.solution_cells, *notebook.task_cells, *notebook.source_cells]
        self._out_of = {cell.name: cell.max_score for cell in (*notebook.grade_cells, *notebook.task_cells)}

    def _row(self, student: str, timestamp: str | None) -> SubmittedNotebook:
        self._gradebook.update_or_create_student(student)
        entries = {"timestamp": timestamp} if timestamp else {}
        submission = self._gradebook.update_or_create_submission(self._lesson, student, **entries)
        [row] = [row for row in submission.notebooks if row.name == self._lesson]
        return row

    def _penalty(self, student: str, score: float, seconds_late: float) -> float | None:
        if seconds_late <= 0:
            return None
        penalty = self._penalties.plugin_inst.late_submission_penalty(student, score, seconds_late)
        return None if penalty is None else min(max(penalty, 0), score)

    def _grades(self, row: SubmittedNotebook) -> list[tuple[str, float, bool]]:
        """Each graded cell's name, score, and whether it waits for a person.

        Asked for as columns: the score that a row in memory has is that of the moment at which it was read.
        """
        wanted = select(BaseCell.name, Grade.score, Grade.needs_manual_grade).join(Grade.cell)
        return [tuple(found) for found in self._gradebook.db.execute(wanted.where(Grade.notebook_id == row.id))]

    def _recorded(self, row: SubmittedNotebook, grades: list[tuple[str, float, bool]]) -> Recorded:
        wanted = select(BaseCell.name, Comment.comment).join(Comment.cell).where(Comment.notebook_id == row.id)
        penalty = row.late_submission_penalty or 0
        return Recorded(
            points=sum(score for _, score, _ in grades) - penalty,
            out_of=self.points_of_lesson(),
            by_hand=sum(by_hand for _, _, by_hand in grades),
            late_penalty=penalty,
            scores={name: (score, self._out_of[name]) for name, score, _ in grades},
            comments=dict(map(tuple, self._gradebook.db.execute(wanted))),
        )


@contextmanager
def opened_gradebook_writer(course: NbGraderAPI, lesson: str, released: NotebookNode) -> Iterator[GradebookWriter]:
    """The writer for a lesson whose cells are in the gradebook already."""
    penalties = AssignLatePenalties(parent=course)
    penalties.init_plugin()
    with Gradebook(course.coursedir.db_url, course.coursedir.course_id) as gradebook:
        # nbgrader's own methods commit after each change, and each commit waits for the disk.
        gradebook.db.commit = gradebook.db.flush
        yield GradebookWriter(gradebook, lesson, released, penalties)
