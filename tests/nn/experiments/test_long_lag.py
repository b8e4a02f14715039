"""What the lesson says of long lags, with room for other machines."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.nn.experiments import long_lag
from helpers.nn.lstm import forget_bias_init


def test_the_symbol_is_shown_once() -> None:
    """Is the symbol at the first step alone, and nothing but noise after it?"""
    x, symbols = long_lag.symbol_then_noise(20, 9, seed=1)
    assert np.array_equal(x[:, 0, : long_lag.SYMBOLS].argmax(axis=1), symbols)
    assert not x[:, 1:, : long_lag.SYMBOLS].any()
    assert not x[:, 0, long_lag.SYMBOLS].any()
    assert 0 < np.abs(x[:, 1:, long_lag.SYMBOLS]).max() <= 1


@pytest.mark.parametrize("seed", [0, 1])
def test_the_bias_for_the_lag_bridges_it(seed: int) -> None:
    """Is a gap of 100 steps bridged within 300 updates? Five seeds took 100 to 180."""
    training = long_lag.train("LSTM", 100, seed, 300, forget_bias_init(long_lag.H, 100))
    assert training.results[-1] >= long_lag.SOLVED
