"""What the tests of one lesson share: its private side and its cases."""

from __future__ import annotations

import pytest

from helpers.checks.specification import Case
from helpers.exercises.load import PrivateSide
from tests.lessons.cases import all_cases, side_of


@pytest.fixture
def private_side(request: pytest.FixtureRequest) -> PrivateSide:
    """The private side of the lesson that the test's module names."""
    return side_of(request.module.LESSON)


@pytest.fixture
def cases(request: pytest.FixtureRequest) -> dict[str, list[Case]]:
    """Every visible case of the lesson that the test's module names, and the hidden ones of three submissions."""
    return all_cases(request.module.LESSON)
