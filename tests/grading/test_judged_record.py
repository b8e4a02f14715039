"""The record that a judgement leaves, and what of it the graded notebook carries."""

from __future__ import annotations

from nbformat.v4 import new_code_cell, new_notebook

from helpers.grading.feedback import TOLD
from helpers.grading.graded_notebook import graded_notebook
from helpers.grading.judged_record import record_of_judgement
from helpers.grading.judging import judge
from helpers.grading.records import CellRecord, TestRecord, line_of, record_of

NOTEBOOK = new_notebook(
    cells=[
        new_code_cell("set_up()"),
        new_code_cell("x", metadata={"nbgrader": {"grade_id": "double", "solution": True}}),
        new_code_cell("y", metadata={"nbgrader": {"grade_id": "half", "solution": True}}),
        new_code_cell("check()", metadata={"nbgrader": {"grade_id": "test_double", "grade": True, "points": 1}}),
    ]
)


def error(name: str, message: str) -> dict:
    return {"output_type": "error", "ename": name, "evalue": message, "traceback": [f"{name}: {message}"]}


JUDGEMENT = judge.Judgement(
    outputs={
        0: [error("ZeroDivisionError", "not an answer's")],
        1: [error("ValueError", "x" * 5000 + "\nsecond line")],
        2: [error("NotImplementedError", "half is not written yet")],
    },
    tests={"test_double": judge.TestResult("test_double", False, "double: 0 of 1 passed", "CheckFailed", "squares")},
    ended="It ended.",
    flags=("odd",),
)


def test_a_judgements_record() -> None:
    """Does it hold every test, and the errors of answers but those of blanks, and can it be written?"""
    record = record_of_judgement("ann", NOTEBOOK, JUDGEMENT, digest="d", graded="now", repairs=["moved"])
    assert record.tests == (TestRecord("test_double", False, "double: 0 of 1 passed", "CheckFailed", "squares"),)
    assert record.cells == (CellRecord("double", "ValueError", "x" * 200),)
    assert (record.ended, record.repairs, record.flags, record.sentence) == ("It ended.", ("moved",), ("odd",), "")
    assert record_of(line_of(record)) == record


def test_a_graded_notebook_carries_why_it_ended_and_what_was_put_right() -> None:
    """Can nbgrader's own generate_feedback show both, whatever the submission's metadata said?"""
    submission = new_notebook(cells=NOTEBOOK.cells, metadata={TOLD: {"ended": "a learner's words", "repairs": 3}})
    graded = graded_notebook(submission, JUDGEMENT, ("moved",))
    assert graded.metadata[TOLD] == {"ended": "It ended.", "repairs": ["moved"]}
    assert submission.metadata[TOLD]["ended"] == "a learner's words"
