"""The functions that stand in for a learner's in later lessons, in the cases of the lesson that asks for them."""

from __future__ import annotations

import copy

import pytest

from helpers.nn import bag_of_words, vanilla_rnn
from tests.lessons.cases import all_cases
from tests.nn.judges import BY_LESSON, agree

STAND_INS = {module.LESSON: module for module in (bag_of_words, vanilla_rnn)}


@pytest.mark.parametrize(("lesson", "name"), [(lesson, name) for lesson in STAND_INS for name in BY_LESSON[lesson]])
def test_stand_ins_are_right_too(lesson: str, name: str) -> None:
    """Does the function that later lessons use give what the judge gives, and leave its arguments alone?"""
    for case in all_cases(lesson)[name]:
        arguments = copy.deepcopy(case.arguments)
        value = getattr(STAND_INS[lesson], name)(**arguments)
        assert agree(value, BY_LESSON[lesson][name](**copy.deepcopy(case.arguments))), case.title
        assert all(agree(arguments[key], before) for key, before in case.arguments.items()), "they are left alone"
