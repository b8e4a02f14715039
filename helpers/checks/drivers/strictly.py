"""The driver for a plain function whose arithmetic must not overflow on the way to a right result."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

SILENCED = "You silence the overflow; it still happens."


def strictly(function: Callable[..., Any], arguments: dict[str, Any]) -> Any:
    """What the function returns, with NumPy's warnings of overflow, division by zero and nan raised as errors.

    1 / (1 + exp(1000)) is 0, as it should be, after a warning: so the value alone does not tell whether a formula is
    stable. A result too small for a float, such as exp(-1000), is no fault. A function that asks NumPy for other
    settings gets a FloatingPointError that says so.
    """
    with np.errstate(over="raise", divide="raise", invalid="raise"), _settings_refused():
        return function(*arguments.values())


@contextmanager
def _settings_refused() -> Iterator[None]:
    """Inside, np.errstate and np.seterr raise: arithmetic does not need them, a few of NumPy's statistics do."""

    def refuse(*_: Any, **__: Any) -> Any:
        raise FloatingPointError(SILENCED)

    names = ("errstate", "seterr")
    before = {name: getattr(np, name) for name in names}
    try:
        for name in names:
            setattr(np, name, refuse)
        yield
    finally:
        for name, value in before.items():
            setattr(np, name, value)
