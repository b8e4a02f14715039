"""The driver for a plain function whose arithmetic must not overflow on the way to a right result."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def strictly(function: Callable[..., Any], arguments: dict[str, Any]) -> Any:
    """What the function returns, with NumPy's warnings of overflow, division by zero and nan raised as errors.

    1 / (1 + exp(1000)) is 0, as it should be, after a warning: so the value alone does not tell whether a formula is
    stable. A result too small for a float, such as exp(-1000), is no fault.
    """
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        return function(*arguments.values())
