"""Names in a row, as sentences have them."""

from __future__ import annotations

import pytest

from helpers.checks.listed import MOST_NAMES, beginning_of, listed


@pytest.mark.parametrize(
    ("number", "said"), [(1, "a0"), (2, "a0 and a1"), (3, "a0, a1 and a2"), (9, "a0, a1, a2 and 6 more")]
)
def test_a_row_is_read_to_its_end_or_cut_short(number: int, said: str) -> None:
    """Are a few names listed with "and", and of many the first ones, with how many more there are?"""
    names = [f"a{place}" for place in range(number)]
    assert beginning_of(names) == said
    assert (beginning_of(names) == listed(names)) is (number <= MOST_NAMES)
