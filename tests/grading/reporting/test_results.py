"""Records and the gradebook brought together."""

from __future__ import annotations

import pytest

from helpers.grading.reporting.results import InGradebook, lesson_of
from tests.grading.reporting.classroom_of_records import CLASS, LESSON, classroom


def cell(grade_id: str, **marks: object) -> dict:
    return {"metadata": {"nbgrader": {"grade_id": grade_id, **marks}}}


def test_a_lesson_is_read_from_its_released_notebook() -> None:
    """Are the parts, their exercises and points found, and the cells that a person marks counted apart?"""
    cells = [
        {"metadata": {}},
        cell("double", solution=True, grade=False),
        cell("test_double_values", solution=False, grade=True, points=2),
        cell("test_double_edges", solution=False, grade=True, points=1),
        cell("twice", solution=True, grade=False),
        cell("test_twice", solution=False, grade=True, points=1),
        cell("essay", solution=True, grade=True, points=4),
        cell("drawing", solution=False, grade=False, task=True, points=3),
    ]
    lesson = lesson_of("01_mini", "Twice", {"cells": cells})
    assert lesson.parts == LESSON.parts
    assert (lesson.points_by_hand, lesson.out_of) == (7, 11)


def test_without_a_gradebook_the_checks_decide() -> None:
    """Are the points those of the parts that passed, and is what was not graded without points?"""
    points = {result.student: result.points for result in classroom().results}
    assert points == {"ann": 4, "ben": 0, "cy": 0, "dan": 0, "eve": 0, "<script>alert(1)</script>": 1, "=1+1": None}
    assert not classroom().from_gradebook


def test_the_gradebook_has_the_last_word_on_points() -> None:
    """Do marks by hand and penalties count, and does a learner without a record have a place?"""
    results = {
        result.student: result
        for result in classroom({"ann": InGradebook(3.5, True), "zoe": InGradebook(2, False)}).results
    }
    assert (results["ann"].points, results["ann"].waits) == (3.5, True)
    assert (results["zoe"].points, results["zoe"].record) == (2, None)
    assert results["ben"].points == 0


@pytest.mark.parametrize("rows", [None, {"=1+1": InGradebook(0, False)}])
def test_what_could_not_be_graded_has_no_points(rows: dict[str, InGradebook] | None) -> None:
    """Is a submission that could not be read told from one with 0 points, whatever the gradebook has?"""
    [result] = classroom(rows, {"=1+1": CLASS["=1+1"]}).results
    assert result.points is None
