"""The driver for a function that draws tokens: what comes out is counted, whichever generator it draws from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from helpers.checks.plain import Tensor, plain

CALLS = 40
ROWS = 50  # copies of each sequence of the case in one call
GRID = 8  # shares are rounded to eighths: of 2,000 draws a share of one half strays by 0.011 (one sigma), not by 0.0625
NOT_COUNTED = 0.0


def count_draws(function: Callable[..., Any], arguments: dict[str, Any]) -> tuple[str, str, np.ndarray]:
    """How often sample(token, h, parameters, length, rng) gives each continuation.

    The case has a few sequences, which are handed in many times over, and a generator is added: a learner may use it
    or another one.

    returns
      rows   whether the copies of a sequence in one call are "all alike" or "drawn one by one"
      calls  whether all calls are "all alike" or "differ"
      share  (N, V, V, ...) with one V for each token drawn: which share of the continuations of each sequence is which,
             to an eighth. Where rows alone or calls alone are alike, too little was drawn to count, and it is zero.

    Raises ValueError for what is no array of ids of the right shape.
    """
    token, h, parameters, length = arguments.values()
    N, V = len(token), len(parameters["E"])
    rng = np.random.default_rng(2014)
    drawn = np.empty((CALLS, N, ROWS, length), dtype=int)
    for number in range(CALLS):
        tokens, states = np.repeat(token, ROWS), np.repeat(h, ROWS, axis=0)
        drawn[number] = _ids(function(tokens, states, parameters, length, rng), N * ROWS, length, V).reshape(
            N, ROWS, length
        )
        # what the function does to the copies it does to the case's own arrays
        token[:], h[:] = tokens[::ROWS], states[::ROWS]
    rows_alike = bool((drawn == drawn[:, :, :1]).all())
    calls_alike = bool((drawn == drawn[:1]).all())
    share = np.full((N, *[V] * length), NOT_COUNTED)
    if rows_alike == calls_alike:
        for n in range(N):
            np.add.at(share[n], tuple(drawn[:, n].reshape(-1, length).T), 1 / (CALLS * ROWS))
    return (
        "all alike" if rows_alike else "drawn one by one",
        "all alike" if calls_alike else "differ",
        np.round(share * GRID) / GRID,
    )


def _ids(result: Any, rows: int, length: int, V: int) -> np.ndarray:
    value = plain(result)
    ids = value.array if isinstance(value, Tensor) else value
    if not isinstance(ids, np.ndarray):
        raise ValueError(f"sample returned a {type(result).__name__}, expected an array of ids (N, length)")
    if ids.shape != (rows, length):
        raise ValueError(f"sample returned an array of shape {ids.shape}, expected (N, length) = ({rows}, {length})")
    if ids.dtype.kind not in "iuf" or not np.array_equal(ids, np.round(ids)):
        raise ValueError("sample returned something else than whole numbers, expected the ids of tokens")
    if ids.dtype.kind == "f":
        raise ValueError("sample returned whole numbers in an array of floats, expected integers: they are indices")
    if ids.min() < 0 or ids.max() >= V:
        raise ValueError(f"sample returned ids from {ids.min():g} to {ids.max():g}, and V is {V}")
    return ids
