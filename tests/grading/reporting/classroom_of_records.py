"""A small class as its records have it, for the tests of the report."""

from __future__ import annotations

from helpers.grading.records import CellRecord, Record, Records, TestRecord
from helpers.grading.reporting.results import ClassResults, GradedPart, InGradebook, Lesson, class_results

LESSON = Lesson(
    "01_mini",
    "Twice",
    (
        GradedPart("test_double_values", "double", "values", 2.0),
        GradedPart("test_double_edges", "double", "edges", 1.0),
        GradedPart("test_twice", "twice", "", 1.0),
    ),
)
SQUARES = "You square x. Twice a number is not its square."
ENDED = "Python ended while the notebook was run: it crashed, or was ended by the notebook itself."


def passed(grade_id: str) -> TestRecord:
    return TestRecord(grade_id, True, f"{grade_id}: 1 of 1 passed\n  passed   by hand")


def failed(grade_id: str, sentence: str, mistake: str = "", advice: str = "") -> TestRecord:
    text = f"{grade_id}: 0 of 1 passed\n  failed   by hand: {sentence}" + (f"\n{advice}" if advice else "")
    return TestRecord(grade_id, False, text, "CheckFailed", mistake)


def blank(grade_id: str) -> TestRecord:
    return TestRecord(grade_id, False, f"{grade_id}: not answered yet", "NotImplementedError")


def lost(grade_id: str, text: str) -> TestRecord:
    return TestRecord(grade_id, False, text, "DeadKernelError")


def record(student: str, *tests: TestRecord, **more: object) -> Record:
    return Record(student, "d", more.pop("graded", "2026-01-15T12:00:00+00:00"), 0.25, tests, **more)  # type: ignore[arg-type]


def squared(student: str, **more: object) -> Record:
    """Somebody who squares, and answers the question wrongly."""
    return record(
        student,
        failed("test_double_values", "you return 9, expected 6.", "squares", SQUARES),
        failed("test_double_edges", "you return 0.25, expected 1.", "squares", SQUARES),
        TestRecord("test_twice", False, "twice: failed\nb: That is once.", "CheckFailed"),
        **more,
    )


def right(student: str, **more: object) -> Record:
    return record(student, *(passed(part.grade_id) for part in LESSON.parts), **more)


CLASS = {
    entry.student: entry
    for entry in (
        right("ann", repairs=("The cell double had been moved: it is back in its place.",)),
        squared("ben"),
        squared("cy", graded="2026-01-16T09:30:00+00:00", flags=("It builds the name eval from pieces.",)),
        record("dan", *(blank(part.grade_id) for part in LESSON.parts)),
        record("eve", *(lost(part.grade_id, ENDED) for part in LESSON.parts), ended=ENDED),
        record(
            "<script>alert(1)</script>",
            failed("test_double_values", "still running after 10 seconds. Is there a loop that never ends?"),
            failed("test_double_edges", "line 2 of its cell, `f(x)`, raised NameError: name 'f' is not defined."),
            passed("test_twice"),
            cells=(CellRecord("double", "MemoryError"), CellRecord("twice", "SyntaxError", "invalid syntax")),
        ),
        Record("=1+1", graded="2026-01-15T12:00:01+00:00", sentence="01_mini.ipynb is empty."),
    )
}


def classroom(rows: dict[str, InGradebook] | None = None, records: dict[str, Record] | None = None) -> ClassResults:
    """The class brought together with a gradebook's rows, or without a gradebook."""
    return class_results(LESSON, Records(CLASS if records is None else records), rows)
