"""The driver for a plain function that has to return new containers and new arrays."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np


def afresh(function: Callable[..., Any], arguments: dict[str, Any]) -> Any:
    """What the function returns. Raises ValueError where that is, or holds, something of the caller's.

    A dictionary, list or array that is handed back has the right values, so the value alone does not tell: whoever
    changes the result later changes the argument too. Arrays are the caller's where they share memory with one.
    """
    handed_in = {name: list(_parts(value)) for name, value in arguments.items()}
    result = function(*arguments.values())
    for part in _parts(result):
        for name, theirs in handed_in.items():
            if any(part is their or _overlap(part, their) for their in theirs):
                raise ValueError(f"what was returned is, or holds, a part of {name} itself; expected new arrays")
    return result


def _parts(value: Any) -> Iterator[Any]:
    """The dictionaries, lists and arrays that a value consists of; of a torch tensor the array that it is."""
    torch = sys.modules.get("torch")  # a tensor can only exist where torch is loaded; never load it for this
    if isinstance(value, dict):
        yield value
        for item in value.values():
            yield from _parts(item)
    elif isinstance(value, list | tuple):
        if isinstance(value, list):
            yield value
        for item in value:
            yield from _parts(item)
    elif isinstance(value, np.ndarray):
        yield value
    elif torch is not None and isinstance(value, torch.Tensor):
        yield value.detach().cpu().numpy()


def _overlap(first: Any, second: Any) -> bool:
    return isinstance(first, np.ndarray) and isinstance(second, np.ndarray) and np.shares_memory(first, second)
