"""Turn whatever a learner's function gives into plain data: the only thing that leaves the learner's process.

Plain data are None, bool, int, float, str, lists, tuples, dicts, NumPy arrays of numbers, booleans or text, and the
two records below. They hold no code and call none when they are compared.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

import numpy as np

# What one value may come to in all, above every case of the course by far; the codec's own caps lie higher still.
MOST_VALUES = 100_000
MOST_KEYS = 10_000  # of dictionaries
MOST_BYTES = 32 * 2**20  # of arrays and text
LONGEST_TEXT = 20_000  # characters
MOST_ITEMS = 10_000  # in one container
DEEPEST = 12  # containers within containers
LARGEST_INTEGER = 2**63
LONGEST_NAME = 100  # characters of a type's name
LONGEST_CELL = 9999  # characters of each element in an array of text
BYTES_OF_A_CHARACTER = 12  # of one outside the basic plane, as the codec writes it

_NAME_OF = type.__dict__["__name__"].__get__
_MODULE_OF = type.__dict__["__module__"].__get__


@dataclass(frozen=True)
class Tensor:
    """A torch tensor as data: its values, and whether it still asks for gradients."""

    array: np.ndarray
    requires_grad: bool


@dataclass(frozen=True)
class Opaque:
    """Something that is not data, such as a function or a module: the name of its type is all that is kept."""

    type_name: str


def plain(value: Any) -> Any:
    """The value as plain data; arrays are copied, and what is no data or too large becomes `Opaque`.

    Types are told by `type`, never by what an object says of itself, and the methods are those of the built-in
    types: a learner's subclass of `list` or `int` is read as the list or the number that it holds.
    """
    return _Copier().copy(value, 0)


def is_data(value: Any) -> bool:
    """Whether nothing in a plain value is opaque."""
    if isinstance(value, list | tuple):
        return all(map(is_data, value))
    if isinstance(value, dict):
        return all(map(is_data, value.values()))
    return not isinstance(value, Opaque)


class _Copier:
    """Copies one value and counts what it has copied, so that a huge one ends early."""

    def __init__(self) -> None:
        self.values_left = MOST_VALUES
        self.keys_left = MOST_KEYS
        self.bytes_left = MOST_BYTES

    def copy(self, value: Any, depth: int) -> Any:
        kind = type(value)
        self.values_left -= 1
        if self.values_left < 0 or depth > DEEPEST:
            return Opaque(type_name(value))
        if value is None or kind is bool:
            return value
        if issubclass(kind, np.str_ | str):
            return self._text(value)
        if issubclass(kind, np.generic):
            return self._array(np.asarray(value))
        if issubclass(kind, np.ndarray):
            return self._array(value)
        if issubclass(kind, int):
            number = int.__index__(value)
            return number if abs(number) < LARGEST_INTEGER else Opaque("int")
        if issubclass(kind, float):
            return float.__float__(value)
        if issubclass(kind, list | tuple | dict):
            return self._container(value, depth)
        if kind is Tensor:
            return self._tensor(value.array, value.requires_grad)
        if kind is Opaque:
            return Opaque(plain_text(value.type_name))
        torch = sys.modules.get("torch")  # a tensor can only exist where torch is loaded; never load it for this
        if torch is not None and issubclass(kind, torch.Tensor):
            try:
                array = value.detach().cpu().resolve_conj().resolve_neg().numpy()
            except (TypeError, RuntimeError, NotImplementedError):  # sparse, bfloat16, without data
                return Opaque(f"torch.Tensor of {value.dtype}")
            return self._tensor(array, value.requires_grad)
        return Opaque(type_name(value))

    def _text(self, text: str) -> str | Opaque:
        text = plain_text(text)
        return text if self._affords(BYTES_OF_A_CHARACTER * len(text)) else Opaque("str")

    def _container(self, value: Any, depth: int) -> Any:
        kind = next(kind for kind in (list, tuple, dict) if issubclass(type(value), kind))
        if kind.__len__(value) > MOST_ITEMS:
            return Opaque(type_name(value))
        if kind is dict:
            pairs = list(dict.items(value))
            self.keys_left -= len(pairs)
            if self.keys_left < 0:
                return Opaque(type_name(value))
            return {self._key(key, depth + 1): self.copy(item, depth + 1) for key, item in pairs}
        return kind(self.copy(item, depth + 1) for item in list(kind.__iter__(value)))

    def _key(self, key: Any, depth: int) -> Any:
        """A dictionary's key as plain data: None, text, a number, or a tuple of such; else the name of its type."""
        copied = self.copy(key.item() if issubclass(type(key), np.generic) else key, depth)
        return copied if _is_key(copied) else type_name(key)

    def _tensor(self, array: Any, requires_grad: Any) -> Tensor | Opaque:
        copied = self._array(array)
        return copied if isinstance(copied, Opaque) else Tensor(copied, bool(requires_grad))

    def _array(self, array: np.ndarray) -> np.ndarray | Opaque:
        array = np.ndarray.view(array, np.ndarray)
        if array.dtype.char in "gG":  # long double is not the same on two machines
            array = array.astype("f8" if array.dtype.char == "g" else "c16")
        if not _holds_data(array):
            return Opaque("numpy.ndarray of " + ("objects" if array.dtype.kind == "O" else str(array.dtype)))
        if not self._affords(array.nbytes):
            return Opaque(f"numpy.ndarray of {array.dtype}")
        return array.copy()

    def _affords(self, size: int) -> bool:
        if size > self.bytes_left:
            return False
        self.bytes_left -= size
        return True


def _holds_data(array: np.ndarray) -> bool:
    if array.dtype.kind != "U":
        return array.dtype.kind in "biufc"
    if array.dtype.itemsize > 4 * LONGEST_CELL or array.nbytes > MOST_BYTES:
        return False
    return all(text == plain_text(text) for text in array.ravel().tolist())


def _is_key(key: Any) -> bool:
    return key is None or isinstance(key, str | int | float) or (isinstance(key, tuple) and all(map(_is_key, key)))


def plain_text(text: str) -> str:
    """Text that every file and screen can hold: not too long, and no half of a surrogate pair."""
    return str.__str__(text)[:LONGEST_TEXT].encode("utf-8", "backslashreplace").decode("utf-8")


def type_name(value: Any) -> str:
    """The name of a value's type as a learner knows it: `list`, `numpy.ndarray`, `torch.Tensor`."""
    kind = type(value)
    module = _MODULE_OF(kind)
    shown = "" if type(module) is not str or module in ("builtins", "__main__") else module.split(".")[0] + "."
    return plain_text(f"{shown}{name_of_type(kind)}")


def name_of_type(kind: type) -> str:
    """The name of a type, whatever its metaclass says."""
    return plain_text(_NAME_OF(kind)[:LONGEST_NAME])
