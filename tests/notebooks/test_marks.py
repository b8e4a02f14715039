from __future__ import annotations

import pytest

from helpers.notebooks.marks import is_answer, is_marked_by_hand, is_test

KINDS = {
    "a cell without marks": ({}, False, False, False),
    "a locked cell": ({"grade": False, "solution": False, "task": False, "locked": True}, False, False, False),
    "an answer": ({"grade": False, "solution": True, "task": False}, True, False, False),
    "a test": ({"grade": True, "solution": False, "task": False, "points": 2}, False, True, False),
    "a report": ({"grade": True, "solution": True, "task": False, "points": 10}, True, False, True),
    "nbgrader's task": ({"grade": False, "solution": False, "task": True, "points": 1}, False, False, True),
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_cell_is_told_from_the_others(kind: str) -> None:
    """Is each kind of cell that nbgrader knows an answer, a test, marked by hand, or none of these?"""
    marks, answer, test, by_hand = KINDS[kind]
    assert (is_answer(marks), is_test(marks), is_marked_by_hand(marks)) == (answer, test, by_hand)
