"""Turn whatever a learner's function gives into plain data: the only thing that leaves the learner's process.

Plain data are None, bool, int, float, str, lists, tuples, dicts, NumPy arrays of numbers, booleans or text, and the
two records below. They hold no code and call none when they are compared.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

import numpy as np

LARGEST_ARRAY = 4_000_000  # elements; above every case of the course by far
LONGEST_TEXT = 20_000  # characters
MOST_ITEMS = 10_000  # in one container
DEEPEST = 12  # containers within containers
LARGEST_INTEGER = 2**63


@dataclass(frozen=True)
class Tensor:
    """A torch tensor as data: its values, and whether it still asks for gradients."""

    array: np.ndarray
    requires_grad: bool


@dataclass(frozen=True)
class Opaque:
    """Something that is not data, such as a function or a module: the name of its type is all that is kept."""

    type_name: str


def plain(value: Any, depth: int = 0) -> Any:
    """The value as plain data; arrays are copied, and what is no data or too large becomes `Opaque`."""
    if value is None or type(value) in (bool, float):
        return value
    if isinstance(value, np.generic):
        return plain(np.asarray(value), depth)
    if isinstance(value, np.ndarray):
        return _plain_array(value)
    if isinstance(value, bool | int):
        return int(value) if abs(int(value)) < LARGEST_INTEGER else Opaque("int")
    if isinstance(value, float):
        return float(value)
    if isinstance(value, str):
        return plain_text(value)
    torch = sys.modules.get("torch")  # a tensor can only exist where torch is loaded; never load it for this
    if torch is not None and isinstance(value, torch.Tensor):
        array = _plain_array(value.detach().cpu().numpy())
        return array if isinstance(array, Opaque) else Tensor(array, bool(value.requires_grad))
    if isinstance(value, list | tuple | dict):
        if depth >= DEEPEST or len(value) > MOST_ITEMS:
            return Opaque(type(value).__name__)
        if isinstance(value, dict):
            return {plain_key(k): plain(v, depth + 1) for k, v in value.items()}
        items = [plain(item, depth + 1) for item in value]
        return tuple(items) if isinstance(value, tuple) else items
    return Opaque(type_name(value))


def plain_text(text: str) -> str:
    """Text that every file and screen can hold: not too long, and no half of a surrogate pair."""
    return str(text)[:LONGEST_TEXT].encode("utf-8", "backslashreplace").decode("utf-8")


def plain_key(key: Any) -> Any:
    """A dictionary's key as plain data: text, a number, or a tuple of such."""
    if isinstance(key, str | bool | int | float) or key is None:
        return plain(key)
    if isinstance(key, tuple):
        return tuple(plain_key(item) for item in key)
    return type_name(key)


def type_name(value: Any) -> str:
    """The name of a value's type as a learner knows it: `list`, `numpy.ndarray`, `torch.Tensor`."""
    kind = type(value)
    module = "" if kind.__module__ in ("builtins", "__main__") else kind.__module__.split(".")[0] + "."
    return f"{module}{kind.__name__}"


def _plain_array(array: np.ndarray) -> np.ndarray | Opaque:
    if array.dtype.kind not in "biufcU" or array.size > LARGEST_ARRAY:
        return Opaque("numpy.ndarray of " + ("objects" if array.dtype.kind == "O" else str(array.dtype)))
    return np.array(array, subok=False, copy=True)
