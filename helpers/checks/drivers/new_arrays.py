"""The driver for a function that makes new arrays from those of a dictionary, and may hand none of them back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np


def new_arrays(function: Callable[..., Any], arguments: dict[str, Any]) -> Any:
    """What the function returns: a dictionary of arrays.

    Raises ValueError where one of them lies in the memory of an argument's array. Its values may be right, as where a
    step is zero; what the caller later writes into one of the two is then in the other as well.
    """
    result = function(*arguments.values())
    if isinstance(result, dict):
        for name, array in _arrays(result):
            for argument, theirs in arguments.items():
                if isinstance(theirs, dict) and any(np.may_share_memory(array, own) for _, own in _arrays(theirs)):
                    raise ValueError(f"the array {name!r} that came back is the caller's own, from {argument}")
    return result


def _arrays(values: dict[Any, Any]) -> Iterator[tuple[Any, np.ndarray]]:
    return ((name, value) for name, value in values.items() if isinstance(value, np.ndarray))
