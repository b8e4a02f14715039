"""The typed codec: plain data to bytes and back, the one form in which observations and keys travel.

The bytes are JSON. What JSON lacks is written as an object with one member whose name begins with `$`: arrays of
every allowed dtype (their memory, little-endian, in base64, so that each value arrives to the last bit), tuples,
dictionaries whose keys are not all text, nan and the infinities, tensors, opaque values. Nothing that is decoded
can run code; what does not follow the form, or is larger than the caps, raises `CodecError`.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
from typing import Any

import numpy as np

from helpers.checks.plain import Opaque, Tensor

LARGEST_MESSAGE = 64 * 2**20  # bytes
DEEPEST = 40
MOST_VALUES = 1_000_000

_ARRAY = re.compile(r"([<|][biufcU][0-9]{1,4})\[([0-9,]*)\]([A-Za-z0-9+/=]*)")
_FLOATS = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}


class CodecError(ValueError):
    """The value is not plain data, or the bytes are not a message of this codec."""


def encode(value: Any) -> bytes:
    """The message that holds a plain value. Raises CodecError for anything that is not plain data."""
    return json.dumps(to_tree(value), allow_nan=False, separators=(",", ":")).encode("ascii")


def decode(message: bytes) -> Any:
    """The value that a message holds. Raises CodecError for whatever `encode` cannot have written."""
    if len(message) > LARGEST_MESSAGE:
        raise CodecError(f"a message of {len(message)} bytes is larger than {LARGEST_MESSAGE}")
    try:
        tree = json.loads(message.decode("ascii"), parse_constant=_refuse_constant)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError, ValueError) as error:
        raise CodecError(f"not a message: {error}") from None
    return from_tree(tree)


def to_tree(value: Any) -> Any:
    """A plain value as JSON's own types; keys are stored in this form."""
    if value is None or type(value) in (bool, int, str):
        return value
    if type(value) is float:
        return value if math.isfinite(value) else {"$float": str(value)}
    if type(value) is np.ndarray:
        return {"$array": _array_to_tree(value)}
    if type(value) is list:
        return [to_tree(item) for item in value]
    if type(value) is tuple:
        return {"$tuple": [to_tree(item) for item in value]}
    if type(value) is dict:
        if all(type(key) is str and not key.startswith("$") for key in value):
            return {key: to_tree(item) for key, item in value.items()}
        return {"$dict": [[to_tree(key), to_tree(item)] for key, item in value.items()]}
    if type(value) is Tensor:
        return {"$tensor": [_array_to_tree(value.array), value.requires_grad]}
    if type(value) is Opaque:
        return {"$opaque": value.type_name}
    raise CodecError(f"a {type(value).__name__} is not plain data")


def from_tree(tree: Any) -> Any:
    """The plain value that a tree of JSON's own types stands for. Raises CodecError."""
    return _Reader().read(tree, 0)


class _Reader:
    """Reads one tree and counts what it has met, so that a hostile message ends early."""

    def __init__(self) -> None:
        self.met = 0

    def read(self, tree: Any, depth: int) -> Any:
        self.met += 1
        if depth > DEEPEST or self.met > MOST_VALUES:
            raise CodecError("too deep or too many values")
        if tree is None or isinstance(tree, bool | int | float | str):
            return tree
        if isinstance(tree, list):
            return [self.read(item, depth + 1) for item in tree]
        if len(tree) != 1 or not next(iter(tree)).startswith("$"):
            if any(key.startswith("$") for key in tree):
                raise CodecError("a marked value has one member")
            return {key: self.read(item, depth + 1) for key, item in tree.items()}
        ((mark, content),) = tree.items()
        return self._marked(mark, content, depth)

    def _marked(self, mark: str, content: Any, depth: int) -> Any:
        match mark, content:
            case "$float", str() if content in _FLOATS:
                return _FLOATS[content]
            case "$array", str():
                return _array_from_tree(content)
            case "$tuple", list():
                return tuple(self.read(item, depth + 1) for item in content)
            case "$dict", list():
                return self._dict(content, depth)
            case "$tensor", [str(array), bool(requires_grad)]:
                return Tensor(_array_from_tree(array), requires_grad)
            case "$opaque", str():
                return Opaque(content)
        raise CodecError(f"not a value of this codec: {mark[:20]}")

    def _dict(self, pairs: list, depth: int) -> dict:
        result = {}
        for pair in pairs:
            if not isinstance(pair, list) or len(pair) != 2:
                raise CodecError("a dictionary is a list of pairs")
            key = self.read(pair[0], depth + 1)
            try:
                result[key] = self.read(pair[1], depth + 1)
            except TypeError:
                raise CodecError("a dictionary's key must be text, a number or a tuple of such") from None
        return result


def _array_to_tree(array: np.ndarray) -> str:
    """An array as one word: dtype, [shape], memory in base64."""
    little = array.astype(array.dtype.newbyteorder("<"), copy=False)
    word = f"{little.dtype.str}[{','.join(map(str, little.shape))}]{base64.b64encode(little.tobytes()).decode('ascii')}"
    if not _ARRAY.fullmatch(word):
        raise CodecError(f"arrays of {array.dtype} are not plain data")
    return word


def _array_from_tree(word: str) -> np.ndarray:
    match = _ARRAY.fullmatch(word)
    if match is None:
        raise CodecError("an array is a dtype, a shape and its memory")
    try:
        dtype = np.dtype(match[1])
        shape = [int(size) for size in match[2].split(",")] if match[2] else []
        memory = base64.b64decode(match[3], validate=True)
    except (TypeError, ValueError, binascii.Error):
        raise CodecError("an array's dtype, shape or memory is broken") from None
    if len(shape) > 32 or not dtype.itemsize or math.prod(shape) * dtype.itemsize != len(memory):
        raise CodecError("an array's memory does not fit its shape")
    if dtype.kind == "U" and memory and np.frombuffer(memory, "<u4").max(initial=0) > 0x10FFFF:
        raise CodecError("an array's text is broken")
    if dtype.kind == "b" and memory and np.frombuffer(memory, "u1").max(initial=0) > 1:
        raise CodecError("an array's truth values are broken")
    return np.frombuffer(memory, dtype).reshape(shape).copy()


def _refuse_constant(text: str) -> float:
    raise ValueError(f"{text} is not allowed")
