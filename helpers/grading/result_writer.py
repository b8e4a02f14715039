"""Writes what grading a submission came to: its graded notebook, the gradebook, its page of feedback, its record.

There is one writer at a time. Records come last, when the gradebook has what they tell of: a run that is killed leaves
submissions with all four, or without a record, and those are judged again, with the same outcome.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.apps import NbGraderAPI
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from helpers import Refusal, paths
from helpers.grading.at_hand import Task
from helpers.grading.course import course_configuration, opened_course
from helpers.grading.feedback import title_of
from helpers.grading.feedback_page import feedback_page, page_template
from helpers.grading.gradebook import register_lesson
from helpers.grading.gradebook_writer import GradebookWriter, opened_gradebook_writer
from helpers.grading.graded_notebook import graded_notebook
from helpers.grading.judged_record import record_of_judgement
from helpers.grading.judging.judgement import Judgement
from helpers.grading.records import Record, add_records
from helpers.grading.reporting.terminal import Result
from helpers.grading.ungraded import not_graded_page
from helpers.whole_file import write_text

EXCHANGE_FILES = ("timestamp.txt", "submission_secret.txt")  # the exchange hands feedback back by these
SECONDS_BETWEEN_COMMITS = 1.0  # what a run that is killed has to do again


class ResultWriter:
    """`with opened_writer(lesson, released) as writer:`, then one of its methods for each submission."""

    def __init__(
        self,
        course: NbGraderAPI,
        lesson: str,
        released: NotebookNode,
        gradebook: GradebookWriter,
    ) -> None:
        self._course, self._lesson = course, lesson
        self._gradebook = gradebook
        self._title = title_of(released)
        self._template = page_template(course_configuration())
        self._unrecorded: list[Record] = []
        self._committed = time.monotonic()

    def kept_result(self, record: Record) -> Result | None:
        """The result that a record tells of; None where it is not all there."""
        student = record.student
        if record.sentence:
            return Result(student, None, self._gradebook.points_of_lesson(), record.sentence, is_broken=True)
        recorded = self._gradebook.read(student)
        if recorded is None or not (self._folder("autograded", student) / f"{self._lesson}.ipynb").is_file():
            return None
        return Result(student, recorded.points, recorded.out_of, record.ended, recorded.by_hand)

    def write(self, task: Task, judgement: Judgement) -> Result:
        """Write a judged submission; returns its line of the table."""
        student = task.student
        submission = nbformat.v4.reads(task.notebook)
        notebook = graded_notebook(submission, judgement, task.repairs)
        self._write_file("autograded", student, nbformat.v4.writes(notebook) + "\n", ".ipynb")
        recorded = self._gradebook.write(student, self._timestamp(student), notebook)
        page = feedback_page(self._template, self._lesson, student, notebook, recorded)
        self._write_file("feedback", student, page, ".html")
        self._unrecorded.append(
            record_of_judgement(student, submission, judgement, digest=task.digest, graded=_now(), repairs=task.repairs)
        )
        self._commit_now_and_then()
        return Result(student, recorded.points, recorded.out_of, judgement.ended, recorded.by_hand)

    def write_ungraded(self, student: str, sentence: str, digest: str, *, is_broken: bool = True) -> Result:
        """Write down why a submission could not be graded, and take an earlier result away; its line of the table.

        is_broken  whether the submission itself is to blame
        """
        self._gradebook.write_ungraded(student, self._timestamp(student), sentence)
        if (earlier := self._folder("autograded", student)).exists():
            shutil.rmtree(earlier)
        self._write_file("feedback", student, not_graded_page(self._lesson, self._title, student, sentence), ".html")
        self._unrecorded.append(Record(student, digest, _now(), sentence=sentence))
        self._commit_now_and_then()
        return Result(student, None, self._gradebook.points_of_lesson(), sentence, is_broken=is_broken)

    def commit(self) -> None:
        """Return when all that was written will outlast this run."""
        self._gradebook.commit()
        if self._unrecorded:
            add_records(self._lesson, self._unrecorded)
        self._unrecorded = []
        self._committed = time.monotonic()

    def _commit_now_and_then(self) -> None:
        if time.monotonic() - self._committed > SECONDS_BETWEEN_COMMITS:
            self.commit()

    def _folder(self, step: str, student: str) -> Path:
        return paths.ROOT / step / student / self._lesson

    def _timestamp(self, student: str) -> str | None:
        return self._course.coursedir.get_existing_timestamp(str(self._folder("submitted", student)))

    def _write_file(self, step: str, student: str, text: str, suffix: str) -> None:
        """Put a file, whole or not at all, and what the exchange knows a submission by, into a folder of nbgrader's."""
        folder = self._folder(step, student)
        write_text(folder / f"{self._lesson}{suffix}", text)
        for name in EXCHANGE_FILES:
            if (handed_in := self._folder("submitted", student) / name).is_file():
                shutil.copyfile(handed_in, folder / name)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


@contextmanager
def opened_writer(lesson: str, released: NotebookNode) -> Iterator[ResultWriter]:
    """The writer of a lesson, with the gradebook open and the lesson's cells registered in it.

    What is written inside is committed at the end, where an exception ends it as well, unless the gradebook raised it.
    Raises Refusal when the gradebook cannot be written.
    """
    try:
        with opened_course() as course:
            register_lesson(course, lesson)
            with opened_gradebook_writer(course, lesson, released) as gradebook:
                writer = ResultWriter(course, lesson, released, gradebook)
                try:
                    yield writer
                except SQLAlchemyError:
                    raise
                except BaseException:
                    writer.commit()
                    raise
                writer.commit()
    except OperationalError as error:
        raise Refusal(
            f"The gradebook could not be written ({error.orig}): is another program at work on gradebook.db, or the "
            "disk full? What is graded so far is kept; type the same again to go on."
        ) from None
