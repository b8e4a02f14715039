"""What the lessons' checks expect, against judges that are not ours."""

from __future__ import annotations

import copy

import pytest

from tests.lessons.cases import all_cases, side_of
from tests.nn.judges import BY_LESSON, agree

EXERCISES = [(lesson, name) for lesson, judges in BY_LESSON.items() for name in judges]


@pytest.mark.parametrize("lesson", BY_LESSON)
def test_every_exercise_has_a_judge(lesson: str) -> None:
    """Is no exercise expected to be right by our own word alone?"""
    assert set(side_of(lesson).exercises) == set(BY_LESSON[lesson])


@pytest.mark.parametrize(("lesson", "name"), EXERCISES)
def test_expected_values_are_the_judges(lesson: str, name: str) -> None:
    """Does the reference give, in every case, what an independent judge gives?"""
    cases = all_cases(lesson)[name]
    assert cases
    for case in cases:
        assert case.expected["outcome"] == "returned"
        judged = BY_LESSON[lesson][name](**copy.deepcopy(case.arguments))
        assert agree(case.expected["value"], judged), case.title
