"""The driver for a plain function of torch tensors. A case is data, so its arrays become tensors when it is called."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def with_tensors(function: Callable[..., Any], arguments: dict[str, Any]) -> Any:
    """What the function returns for the arguments with tensors in place of arrays, each of the array's dtype.

    A tensor shares its array's memory: a function that writes into it changes the case's own array, where changes are
    looked for.
    """
    return function(*map(tensors, arguments.values()))


def tensors(value: Any) -> Any:
    """The value with a tensor in place of each array in it, in lists and dictionaries too."""
    import torch  # the lessons that use this driver have torch; the others never load it

    if isinstance(value, np.ndarray):
        return torch.from_numpy(value)
    if isinstance(value, list | tuple):
        return type(value)(map(tensors, value))
    if isinstance(value, dict):
        return {name: tensors(item) for name, item in value.items()}
    return value
