"""The table of a class as CSV: a row for each learner, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io

from helpers.grading.reporting.results import ClassResults, Result
from helpers.grading.reporting.said_by_checks import state_of

# A spreadsheet takes a cell that begins so for a formula, and a learner chooses the text of some cells.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def class_table(classroom: ClassResults) -> str:
    """The table as text; of every part it says passed, failed, blank or lost (its run ended before a verdict)."""
    out = io.StringIO()
    writer = csv.writer(out)
    parts = classroom.lesson.parts
    names = [" ".join(filter(None, [part.exercise, part.name])) for part in parts]
    writer.writerow(
        map(
            safe_cell,
            [
                *("student", "points", "of", *names, "mistakes", "waits for a person", "not graded because"),
                *("ended early", "repairs", "flags", "graded", "seconds"),
            ],
        )
    )
    for result in classroom.results:
        writer.writerow(map(safe_cell, _row(classroom, result)))
    return out.getvalue()


def _row(classroom: ClassResults, result: Result) -> list[str]:
    record, tests = result.record, result.tests
    parts = classroom.lesson.parts
    has_verdicts = record is not None and result.points is not None
    mistakes = dict.fromkeys(
        f"{part.exercise}: {tests[part.grade_id].mistake}"
        for part in parts
        if part.grade_id in tests and tests[part.grade_id].mistake
    )
    return [
        result.student,
        "" if result.points is None else f"{result.points:g}",
        f"{classroom.lesson.out_of:g}",
        *(state_of(tests.get(part.grade_id)) if has_verdicts else "" for part in parts),
        "; ".join(mistakes),
        "yes" if result.waits else "",
        record.sentence if record else "",
        record.ended if record else "",
        " ".join(record.repairs) if record else "",
        " ".join(record.flags) if record else "",
        record.graded if record else "",
        f"{record.seconds:.3g}" if record and record.seconds else "",
    ]


def safe_cell(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) else text
