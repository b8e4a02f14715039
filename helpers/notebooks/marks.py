"""What a cell is to grading, from the marks that nbgrader keeps of it in its metadata."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def is_answer(marks: Mapping[str, Any]) -> bool:
    """Whether it is a learner who writes in the cell: code, a quiz's answer, a report."""
    return bool(marks.get("solution"))


def is_test(marks: Mapping[str, Any]) -> bool:
    """Whether the cell earns points by being run."""
    return bool(marks.get("grade")) and not is_answer(marks)


def is_marked_by_hand(marks: Mapping[str, Any]) -> bool:
    """Whether a person gives the points: for an answer that is its own graded cell, as a report, or nbgrader's task."""
    return bool(marks.get("task")) or (bool(marks.get("grade")) and is_answer(marks))
