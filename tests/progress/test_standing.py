"""How far a learner is, from the lesson, the record and the saved notebook."""

from __future__ import annotations

import pytest

from helpers.progress.record import Mark, Record, fingerprint
from helpers.progress.standing import (
    CHANGED,
    FAILED,
    PARTLY,
    PASSED,
    UNSAVED,
    UNTRIED,
    Saved,
    Task,
    answers_of,
    standing_of,
    tasks_of,
)
from tests.commands.notebooks import code, text

BLANK, ANSWER, OTHER = "raise NotImplementedError", "def f(): return 1", "def f(): return 2"
TASK = Task("f", False, {"values": 2, "shapes": 1.5}, BLANK)
SAVED_AT = 100.0


def mark(state: str, source: str = ANSWER, *, after_saving: bool = False) -> Mark:
    return Mark(state, fingerprint(source) if source else "", SAVED_AT + (1 if after_saving else -1))


def standing(values: Mark | None, shapes: Mark | None, saved: str | None = ANSWER):
    marks = {("f", "values"): values, ("f", "shapes"): shapes}
    record: Record = {name: found for name, found in marks.items() if found}
    return standing_of(TASK, record, Saved({} if saved is None else {"f": saved}, SAVED_AT))


STATES = {
    "nothing tried": (None, None, ANSWER, UNTRIED, 0),
    "blank": (mark("blank", BLANK), mark("blank", BLANK), BLANK, UNTRIED, 0),
    "passed": (mark("passed"), mark("passed"), ANSWER, PASSED, 3.5),
    "failed": (mark("failed"), mark("failed"), ANSWER, FAILED, 0),
    "one failed, one not tried": (None, mark("failed"), ANSWER, FAILED, 0),
    "one passed, one failed": (mark("passed"), mark("failed"), ANSWER, PARTLY, 2),
    "one passed, one not tried": (None, mark("passed"), ANSWER, PARTLY, 1.5),
    "one passed, one blank": (mark("passed"), mark("blank"), ANSWER, PARTLY, 2),
    "changed since": (mark("passed"), mark("passed"), OTHER, CHANGED, 0),
    "one part passed with an earlier answer": (mark("passed"), mark("passed", OTHER), OTHER, CHANGED, 1.5),
    "one changed, one failed": (mark("passed"), mark("failed"), OTHER, PARTLY, 0),
    "passed and not saved yet": (
        mark("passed", OTHER, after_saving=True), mark("passed", OTHER, after_saving=True), ANSWER, UNSAVED, 3.5,
    ),
    "first answer, not saved yet": (
        mark("passed", after_saving=True), mark("passed", after_saving=True), BLANK, UNSAVED, 3.5,
    ),
    "failed and not saved yet": (mark("failed", OTHER, after_saving=True), None, ANSWER, FAILED, 0),
    "taken away again": (mark("passed"), mark("failed"), BLANK, UNTRIED, 0),
    "checked again without a change": (mark("passed", after_saving=True), mark("passed"), ANSWER, PASSED, 3.5),
    "the cell is gone": (mark("passed"), mark("passed"), None, UNTRIED, 0),
    "a cell that is not known": (mark("passed", ""), mark("passed", ""), ANSWER, PASSED, 3.5),
}  # fmt: skip


@pytest.mark.parametrize("name", STATES)
def test_the_state_of_an_exercise(name: str) -> None:
    """Is each way in which record and saved cell can stand to each other told, with the points that are earned?"""
    values, shapes, saved, state, earned = STATES[name]
    found = standing(values, shapes, saved)
    assert (found.state, found.earned, found.points) == (state, earned, 3.5)
    assert found.passes is (state in (PASSED, UNSAVED))


def test_the_tasks_of_a_lesson() -> None:
    """Are exercises and questions found in the lesson's order, with parts, points and their cells as released?"""
    cells = [
        text("# A lesson"),
        code("import numpy"),
        code("stub of step", "step"),
        code("check", "test_step_values", points=2),
        code("check", "test_step_edge_cases", points=1),
        code("quiz = None", "quiz"),
        code("check", "test_quiz", points=0.5),
        code("stub of step_back", "step_back"),
        code("check", "test_step_back_values", points=3),
    ]
    assert tasks_of(cells) == [
        Task("step", False, {"values": 2, "edge_cases": 1}, "stub of step"),
        Task("quiz", True, {"": 0.5}, "quiz = None"),
        Task("step_back", False, {"values": 3}, "stub of step_back"),
    ]


def test_odd_cells_are_passed_over() -> None:
    """Do cells of a hand-made notebook, without metadata or with odd ones, do no harm?"""
    odd = [{}, {"metadata": None}, {"metadata": {"nbgrader": 3}}, {"metadata": {"nbgrader": {"grade": True}}}]
    assert answers_of(odd) == {}
    assert tasks_of(odd) == []
    assert answers_of([*odd, code("a", "f"), {**code("", "g"), "source": ["x = 1\n", "y = 2"]}]) == {
        "f": "a",
        "g": "x = 1\ny = 2",
    }
