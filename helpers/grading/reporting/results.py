"""What is known of a class in a lesson, learner by learner: what the records say, and the gradebook's points."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from helpers.grade_ids import exercise_and_part
from helpers.grading.records import Record, Records, TestRecord
from helpers.notebooks.marks import is_answer, is_marked_by_hand, is_test


@dataclass(frozen=True)
class GradedPart:
    """A test cell of the lesson: its exercise, its part ("" for a quiz) and its points."""

    grade_id: str
    exercise: str
    name: str
    points: float


@dataclass(frozen=True)
class Lesson:
    """What a lesson asks: its title, its test cells in order, and the points of cells that a person marks."""

    name: str
    title: str
    parts: tuple[GradedPart, ...]
    points_by_hand: float = 0.0

    @property
    def out_of(self) -> float:
        return sum(part.points for part in self.parts) + self.points_by_hand


@dataclass(frozen=True)
class InGradebook:
    """A learner's row in the gradebook; `waits` says that a cell of it waits for a person."""

    points: float
    waits: bool


@dataclass(frozen=True)
class Result:
    """A learner's outcome. points is None when the submission could not be graded.

    record  None when it was graded by nbgrader's own command, which leaves none
    """

    student: str
    points: float | None
    waits: bool
    record: Record | None

    @property
    def tests(self) -> dict[str, TestRecord]:
        return {test.grade_id: test for test in self.record.tests} if self.record else {}


@dataclass(frozen=True)
class ClassResults:
    """A lesson and everybody's results, in the order of their names.

    from_gradebook    whether the points are the gradebook's; otherwise they are what the checks came to
    unreadable        lines of the records that could not be read
    """

    lesson: Lesson
    results: tuple[Result, ...]
    from_gradebook: bool
    unreadable: int = 0


def lesson_of(name: str, title: str, released: Mapping[str, Any]) -> Lesson:
    """What a lesson asks, from the notebook that learners got."""
    marks = [cell["metadata"].get("nbgrader", {}) for cell in released["cells"]]
    exercises = [mark["grade_id"] for mark in marks if is_answer(mark)]
    parts = [
        GradedPart(mark["grade_id"], *exercise_and_part(mark["grade_id"], exercises), float(mark["points"]))
        for mark in marks
        if is_test(mark)
    ]
    by_hand = [mark["points"] for mark in marks if is_marked_by_hand(mark)]
    return Lesson(name, title, tuple(parts), float(sum(by_hand)))


def class_results(lesson: Lesson, records: Records, gradebook: Mapping[str, InGradebook] | None) -> ClassResults:
    """The records and the gradebook's rows brought together; gradebook is None when there is none."""
    rows = gradebook or {}
    students = sorted({*records.by_student, *rows})
    results = tuple(_result(lesson, name, records.by_student.get(name), rows.get(name)) for name in students)
    return ClassResults(lesson, results, gradebook is not None, records.unreadable)


def _result(lesson: Lesson, student: str, record: Record | None, row: InGradebook | None) -> Result:
    if record is not None and record.sentence:
        return Result(student, None, row.waits if row else False, record)
    if row is not None:
        return Result(student, row.points, row.waits, record)
    assert record is not None
    earned = {test.grade_id for test in record.tests if test.earned}
    return Result(student, _points(lesson, earned), lesson.points_by_hand > 0, record)


def _points(lesson: Lesson, earned: Collection[str]) -> float:
    return sum(part.points for part in lesson.parts if part.grade_id in earned)


def graded(results: Iterable[Result]) -> list[Result]:
    """Those that have points."""
    return [result for result in results if result.points is not None]
