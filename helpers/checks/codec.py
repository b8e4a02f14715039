"""The typed codec: plain data to bytes and back, the one form in which observations and keys travel.

The bytes are JSON. What JSON lacks is written as an object with one member whose name begins with `$`: arrays of
every allowed dtype (their memory, little-endian, in base64, so that each value arrives to the last bit), tuples,
dictionaries whose keys are not all text, nan and the infinities, tensors, opaque values. Nothing that is decoded
can run code; what does not follow the form, or is larger than the caps, raises `CodecError`.
"""

from __future__ import annotations

import base64
import json
import math
import re
from typing import Any

import numpy as np

from helpers.checks.plain import Opaque, Tensor

LARGEST_MESSAGE = 64 * 2**20  # bytes
DEEPEST = 40
MOST_PUNCTUATION = 4_000_000  # brackets and commas, which tell before parsing how many values there are to be made
MOST_ODD_KEYS = 20_000  # keys that are not text: their hashes are no secret, and equal ones make a dictionary slow
LARGEST_INTEGER = 2**1000

_DTYPE = r"\|b1|\|[iu]1|<[iu][248]|<f[248]|<c8|<c16|<U[1-9][0-9]{0,3}"
_ARRAY = re.compile(rf"({_DTYPE})\[((?:[0-9]{{1,19}},){{0,63}}[0-9]{{1,19}}|)\]([A-Za-z0-9+/=]*)")
_FLOATS = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}


class CodecError(ValueError):
    """The value is not plain data, or the bytes are not a message of this codec."""


def encode(value: Any) -> bytes:
    """The message that holds a plain value. Raises CodecError for what is not plain data, or larger than the caps."""
    message = json.dumps(to_tree(value), allow_nan=False, separators=(",", ":")).encode("ascii")
    _refuse_large(message)
    return message


def decode(message: bytes) -> Any:
    """The value that a message holds. Raises CodecError for what does not follow the form or is above the caps."""
    _refuse_large(message)
    try:
        text = message.decode("ascii")
        tree = json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_object)
    except (ValueError, RecursionError) as error:
        raise CodecError(f"not a message: {error}") from None
    return from_tree(tree)


def to_tree(value: Any) -> Any:
    """A plain value as JSON's own types; keys are stored in this form. Raises CodecError."""
    return _Writer().write(value, 0)


def from_tree(tree: Any) -> Any:
    """The plain value that a tree of JSON's own types stands for. Raises CodecError."""
    return _Reader().read(tree, 0)


class _Writer:
    """Writes one value as a tree, within the caps that a reader has."""

    def __init__(self) -> None:
        self.odd_keys = 0

    def write(self, value: Any, depth: int) -> Any:
        if depth > DEEPEST:
            raise CodecError("too deep")
        if value is None or type(value) is bool:
            return value
        if type(value) in (int, str):
            return _sound(value)
        if type(value) is float:
            return value if math.isfinite(value) else {"$float": str(value)}
        if type(value) is np.ndarray:
            return {"$array": _array_to_tree(value)}
        if type(value) is list:
            return [self.write(item, depth + 1) for item in value]
        if type(value) is tuple:
            return {"$tuple": [self.write(item, depth + 1) for item in value]}
        if type(value) is dict:
            return self._dict(value, depth)
        if type(value) is Tensor and type(value.array) is np.ndarray and type(value.requires_grad) is bool:
            return {"$tensor": [_array_to_tree(value.array), value.requires_grad]}
        if type(value) is Opaque and type(value.type_name) is str:
            return {"$opaque": _sound(value.type_name)}
        raise CodecError(f"a {type(value).__name__} is not plain data")

    def _dict(self, value: dict, depth: int) -> dict[str, Any]:
        if all(type(key) is str and not key.startswith("$") for key in value):
            return {_sound(key): self.write(item, depth + 1) for key, item in value.items()}
        self.odd_keys += len(value)
        _refuse_many_keys(self.odd_keys)
        return {"$dict": [[self.write(key, depth + 1), self.write(item, depth + 1)] for key, item in value.items()]}


class _Reader:
    """Reads one tree, so that what is hostile in it ends early."""

    def __init__(self) -> None:
        self.odd_keys = 0

    def read(self, tree: Any, depth: int) -> Any:
        if depth > DEEPEST:
            raise CodecError("too deep")
        if tree is None or isinstance(tree, bool | int | float | str):
            return _sound(tree)
        if isinstance(tree, list):
            return [self.read(item, depth + 1) for item in tree]
        if len(tree) != 1 or not next(iter(tree)).startswith("$"):
            if any(key.startswith("$") for key in tree):
                raise CodecError("a marked value has one member")
            return {_sound(key): self.read(item, depth + 1) for key, item in tree.items()}
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
                return Opaque(_sound(content))
        raise CodecError(f"not a value of this codec: {mark[:20]}")

    def _dict(self, pairs: list, depth: int) -> dict:
        result: dict[Any, Any] = {}
        self.odd_keys += len(pairs)
        _refuse_many_keys(self.odd_keys)
        for pair in pairs:
            if not isinstance(pair, list) or len(pair) != 2:
                raise CodecError("a dictionary is a list of pairs")
            key, value = self.read(pair[0], depth + 1), self.read(pair[1], depth + 1)
            try:
                twice = key in result
            except TypeError:
                raise CodecError("a dictionary's key must be text, a number or a tuple of such") from None
            if twice:
                raise CodecError("a dictionary has a key twice")
            result[key] = value
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
    dtype = np.dtype(match[1])
    shape = [int(size) for size in match[2].split(",")] if match[2] else []
    try:
        memory = base64.b64decode(match[3], validate=True)
        if math.prod(shape) * dtype.itemsize != len(memory):
            raise CodecError("an array's memory does not fit its shape")
        array = np.frombuffer(memory, dtype).reshape(shape).copy()
    except CodecError:
        raise
    except ValueError:  # base64 cut short; no number, but a size that no array can have
        raise CodecError("an array's shape or memory is broken") from None
    if dtype.kind == "U" and not _is_text(memory):
        raise CodecError("an array's text is broken")
    if dtype.kind == "b" and memory and np.frombuffer(memory, "u1").max(initial=0) > 1:
        raise CodecError("an array's truth values are broken")
    return array


def _is_text(memory: bytes) -> bool:
    points = np.frombuffer(memory, "<u4")
    return not ((points > 0x10FFFF) | ((points >= 0xD800) & (points <= 0xDFFF))).any()


def _refuse_large(message: bytes) -> None:
    if len(message) > LARGEST_MESSAGE:
        raise CodecError(f"a message of {len(message)} bytes is larger than {LARGEST_MESSAGE}")
    if sum(message.count(mark) for mark in (b"[", b"{", b",")) > MOST_PUNCTUATION:
        raise CodecError("a message of too many values")


def _refuse_many_keys(number: int) -> None:
    if number > MOST_ODD_KEYS:
        raise CodecError("too many keys that are not text")


def _sound(value: Any) -> Any:
    """A value of JSON's own types; refuses the numbers and texts that are not plain data."""
    if isinstance(value, float) and not math.isfinite(value):
        raise CodecError("a number too large to be one")
    if isinstance(value, int) and abs(value) >= LARGEST_INTEGER:
        raise CodecError("a whole number of too many digits")
    if isinstance(value, str) and not value.isascii():
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            raise CodecError("text with half of a surrogate pair") from None
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise CodecError("an object has a member twice")
    return result


def _refuse_constant(text: str) -> float:
    raise ValueError(f"{text} is not allowed")
