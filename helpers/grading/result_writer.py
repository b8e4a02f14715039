"""Writes what grading a submission came to: its graded notebook, the gradebook, its page of feedback, its record.

There is one writer at a time. The record comes last: a run that is killed leaves submissions with all four, or
without a record, and those are judged again, with the same outcome.
"""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.apps import NbGraderAPI

from helpers import paths
from helpers.checks.key import key_path
from helpers.exercises.fresh import course_salt
from helpers.grading.course import course_configuration, opened_course
from helpers.grading.engine import Task
from helpers.grading.feedback_page import feedback_page, page_exporter
from helpers.grading.gradebook import register_lesson
from helpers.grading.gradebook_writer import GradebookWriter, opened_gradebook_writer
from helpers.grading.graded_notebook import graded_notebook
from helpers.grading.intake import TakenIn
from helpers.grading.judged_record import record_of_judgement
from helpers.grading.judging.judge import Judgement
from helpers.grading.records import Record, add_record, read_records
from helpers.grading.report import Result
from helpers.grading.ungraded import leave_ungraded
from helpers.whole_file import write_text

EXCHANGE_FILES = ("timestamp.txt", "submission_secret.txt")  # the exchange hands feedback back by these


class ResultWriter:
    """`with opened_writer(lesson, released) as writer:`, then one of its methods for each submission."""

    def __init__(
        self, course: NbGraderAPI, lesson: str, released: NotebookNode, gradebook: GradebookWriter, edition: str
    ) -> None:
        self._course, self._lesson, self._released = course, lesson, released
        self._gradebook = gradebook
        self._edition = edition
        self._exporter = page_exporter(course_configuration())
        self._records = read_records(lesson).by_student
        self._began = time.monotonic()

    def digest_of(self, taken: TakenIn) -> str:
        """What decides the outcome of a submission: its content, the lesson's edition, the course's salt."""
        return hashlib.sha256(f"{self._edition} {taken.digest} {taken.sentence}".encode()).hexdigest()

    def kept_result(self, student: str, digest: str) -> Result | None:
        """The result of an earlier grading of the very same; None where there was none, or it is not all there."""
        record = self._records.get(student)
        if record is None or record.digest != digest:
            return None
        if record.sentence:
            return Result(student, None, self._gradebook.points_of_lesson(), record.sentence, is_broken=True)
        recorded = self._gradebook.read(student)
        if recorded is None or not (self._folder("autograded", student) / f"{self._lesson}.ipynb").is_file():
            return None
        return Result(student, recorded.points, recorded.out_of, record.ended, recorded.by_hand)

    def write(self, task: Task, judgement: Judgement) -> Result:
        """Write a judged submission; returns its line of the table."""
        student = task.student
        submission = nbformat.reads(task.notebook, as_version=4)
        notebook = graded_notebook(submission, judgement, task.repairs)
        self._write_file(
            self._folder("autograded", student), nbformat.writes(notebook, version=4) + "\n", ".ipynb", student
        )
        recorded = self._gradebook.write(student, self._timestamp(student), notebook, self._released)
        page = feedback_page(self._exporter, self._lesson, student, notebook, recorded)
        self._write_file(self._folder("feedback", student), page, ".html", student)
        record = record_of_judgement(
            student,
            submission,
            judgement,
            digest=task.digest,
            graded=_now(),
            seconds=judgement.seconds,
            repairs=task.repairs,
            flags=judgement.flags,
        )
        add_record(self._lesson, record)
        return Result(student, recorded.points, recorded.out_of, judgement.ended, recorded.by_hand)

    def write_ungraded(self, student: str, sentence: str, digest: str, *, is_broken: bool = True) -> Result:
        """Write down why a submission could not be graded; returns its line of the table.

        is_broken  whether the submission itself is to blame
        """
        leave_ungraded(self._course, self._lesson, student, sentence, self._released)
        self._gradebook.forget_cache()
        add_record(self._lesson, Record(student, digest, _now(), sentence=sentence))
        return Result(student, None, self._gradebook.points_of_lesson(), sentence, is_broken=is_broken)

    def _folder(self, step: str, student: str) -> Path:
        return paths.ROOT / step / student / self._lesson

    def _timestamp(self, student: str) -> str | None:
        return self._course.coursedir.get_existing_timestamp(str(self._folder("submitted", student)))

    def _write_file(self, folder: Path, text: str, suffix: str, student: str) -> None:
        """Put a file, whole or not at all, and what the exchange knows a submission by, into a folder of nbgrader's."""
        write_text(folder / f"{self._lesson}{suffix}", text)
        for name in EXCHANGE_FILES:
            if (handed_in := self._folder("submitted", student) / name).is_file():
                shutil.copyfile(handed_in, folder / name)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def edition_of(lesson: str) -> str:
    """A digest of all of the course that decides an outcome: the lesson's key and the course's salt."""
    return hashlib.sha256(key_path(lesson).read_bytes() + course_salt().encode()).hexdigest()


@contextmanager
def opened_writer(lesson: str, released: NotebookNode) -> Iterator[ResultWriter]:
    """The writer of a lesson, with the gradebook open and the lesson's cells registered in it."""
    with opened_course() as course:
        register_lesson(course, lesson)
        with opened_gradebook_writer(course, lesson) as gradebook:
            yield ResultWriter(course, lesson, released, gradebook, edition_of(lesson))
