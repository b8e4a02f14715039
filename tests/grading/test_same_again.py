"""The same class graded again and again, by one worker and by two: the same to the last byte.

UNROLLED_GRADINGS=5 grades it five times instead of three.
"""

from __future__ import annotations

import os

import pytest

from helpers.grading.sandbox.pieces import what_is_missing
from tests.grading.conftest import Course
from tests.grading.outcome import outcome_of

GRADINGS = int(os.environ.get("UNROLLED_GRADINGS", "3"))
STUDENTS = 9

pytestmark = pytest.mark.skipif(bool(what_is_missing()), reason=what_is_missing())


def test_gradings_of_a_class_are_the_same(course: Course, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Does each grading into a fresh gradebook, with one worker or two, give the same scores, comments and pages?"""
    course.make_class(students=STUDENTS, seed=5)
    outcomes = []
    for number in range(GRADINGS):
        fresh = course.copy_to(tmp_path_factory.mktemp("graded"))
        ran = fresh.grade(jobs=1 + number % 2)
        assert ran.returncode == 0, ran.stderr
        outcomes.append(outcome_of(fresh))
    assert len(outcomes[0]["gradebook"]) == STUDENTS
    assert {name.split("/")[0] for name in outcomes[0]["files"]} == {"autograded", "feedback"}
    for outcome in outcomes[1:]:
        assert outcome == outcomes[0]
