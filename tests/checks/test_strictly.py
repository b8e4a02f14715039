"""The driver under which arithmetic must not overflow on the way."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.checks.drivers.strictly import strictly


@pytest.mark.parametrize("x", [1000.0, -1000.0])
def test_a_right_value_after_an_overflow_raises(x: float) -> None:
    """Is a formula found out that is right in spite of an infinite number on the way?"""
    with pytest.raises(FloatingPointError, match="overflow"):
        strictly(lambda values: 1 / (1 + np.exp(np.abs(values))), {"x": np.array([x])})


def test_what_is_too_small_for_a_float_is_zero() -> None:
    """May a number vanish?"""
    assert strictly(lambda values: np.exp(values), {"x": np.array([-1000.0])}) == 0.0


def test_the_setting_is_gone_afterwards() -> None:
    """Does NumPy warn again, and no more than that, when the call is over, however it ended?"""
    before = np.geterr()
    with pytest.raises(FloatingPointError):
        strictly(lambda values: np.exp(values), {"x": np.array([1000.0])})
    assert np.geterr() == before


def test_who_silences_the_overflow_is_told_so() -> None:
    """Is a function found out that asks NumPy not to tell, and does NumPy give its settings again afterwards?"""

    def silenced(values: np.ndarray) -> np.ndarray:
        with np.errstate(over="ignore"):
            return 1 / (1 + np.exp(-values))

    with pytest.raises(FloatingPointError, match="You silence the overflow"):
        strictly(silenced, {"x": np.array([-1000.0])})
    assert silenced(np.array([-1000.0])) == 0.0
