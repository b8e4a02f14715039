"""The driver for a function that draws one token for each row of logits: what comes out is counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from helpers.checks.drivers.sampling import CALLS, GRID, NOT_COUNTED, ROWS
from helpers.checks.plain import Tensor, plain


def count_choices(function: Callable[..., Any], arguments: dict[str, Any]) -> tuple[str, str, np.ndarray]:
    """How often choose(logits, temperature, generator) gives each token.

    The case has a few rows of logits (N, V), which are handed in many times over as a tensor, and a torch.Generator is
    added: a learner may use it or another one.

    returns
      rows   whether the copies of a row in one call get "one token for all copies" or "a token for each copy"
      calls  whether the calls are "alike" or "different"
      share  (N, V): which share of the draws from each row is which token, to an eighth. Where rows alone or calls
             alone are alike, too little was drawn to count, and it is zero.

    The first row is also tried alone, as a batch of one: nothing of it is counted.

    Raises ValueError for what is no tensor of ids of the right shape.
    """
    import torch

    logits, temperature = arguments.values()
    N, V = logits.shape
    generator = torch.Generator().manual_seed(2014)
    drawn = np.empty((CALLS, N, ROWS), dtype=int)
    for number in range(CALLS):
        rows = np.repeat(logits, ROWS, axis=0)
        result = function(torch.from_numpy(rows), temperature, generator)
        drawn[number] = _ids(result, N * ROWS, V).reshape(N, ROWS)
        # what the function does to the copies it does to the case's own array
        logits[:] = rows[::ROWS]
    _ids(function(torch.from_numpy(logits[:1].copy()), temperature, generator), 1, V)
    rows_alike = bool((drawn == drawn[:, :, :1]).all())
    calls_alike = bool((drawn == drawn[:1]).all())
    share = np.full((N, V), NOT_COUNTED)
    if rows_alike == calls_alike:
        for n in range(N):
            share[n] = np.bincount(drawn[:, n].ravel(), minlength=V) / (CALLS * ROWS)
    return (
        "one token for all copies" if rows_alike else "a token for each copy",
        "alike" if calls_alike else "different",
        np.round(share * GRID) / GRID,
    )


def _ids(result: Any, rows: int, V: int) -> np.ndarray:
    value = plain(result)
    ids = value.array if isinstance(value, Tensor) else value
    if not isinstance(ids, np.ndarray):
        raise ValueError(f"you returned a {type(result).__name__}, expected a tensor of ids (N,)")
    if ids.shape != (rows,):
        raise ValueError(f"you returned a tensor of shape {ids.shape}, expected (N,) = ({rows},)")
    if ids.dtype.kind not in "iuf" or not np.array_equal(ids, np.round(ids)):
        raise ValueError("you returned something else than whole numbers, expected the ids of tokens")
    if ids.dtype.kind == "f":
        raise ValueError("you returned whole numbers as floats, expected integers: they are indices")
    if ids.min() < 0 or ids.max() >= V:
        raise ValueError(f"you returned ids from {ids.min():g} to {ids.max():g}, and V is {V}")
    return ids
