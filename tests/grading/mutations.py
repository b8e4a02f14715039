"""Notebooks broken at random: what a careless editor, a bad disk or a wicked learner may do to the bytes of a file."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator
from typing import Any

ODD = (
    None, True, False, 0, -1, 3, 4, 5, 10**30, 1.5, float("nan"), float("inf"), "", "x", "code", "one",
    "test_one_values", "\0", "\ud800", "\x1b[31m", "\u202e", "x" * 5000, [], [None], [[]], {}, {"": {}}, ["a", 1],
    {"nbgrader": 3}, {"grade_id": "one"}, {"grade_id": ["one"]}, {"tags": "skip-execution"},
    {"tags": ["skip-execution", "a,b", ""]},
)  # fmt: skip
KEYS = ("cells", "cell_type", "metadata", "source", "id", "nbformat", "nbgrader", "tags", "outputs", "worksheets", "x")
Place = tuple[Any, Any]  # a list or an object, and where in it


def mutated(notebook: dict[str, Any], seed: int) -> bytes:
    """The bytes of the notebook after a few changes; the same for the same seed."""
    rng = random.Random(seed)
    tree: dict[str, Any] = {"file": copy.deepcopy(notebook)}
    for _ in range(rng.choice((0, 1, 1, 2, 3, 8))):
        rng.choice(STRUCTURE)(tree, rng)
    content = json.dumps(tree.get("file"), ensure_ascii=rng.random() < 0.5).encode("utf-8", "surrogatepass")
    for _ in range(rng.choice((0, 0, 0, 1, 2, 20))):
        content = rng.choice(BYTES)(content, rng)
    return content


def _places(tree: Any) -> Iterator[Place]:
    waiting = [tree]
    while waiting:
        holder = waiting.pop()
        for key in list(holder) if isinstance(holder, dict) else range(len(holder)):
            yield holder, key
            if isinstance(holder[key], dict | list):
                waiting.append(holder[key])


def _any_place(tree: Any, rng: random.Random) -> Place:
    return rng.choice([*_places(tree)] or [(tree, "file")])


def _replace(tree: Any, rng: random.Random) -> None:
    holder, key = _any_place(tree, rng)
    holder[key] = copy.deepcopy(rng.choice(ODD))


def _delete(tree: Any, rng: random.Random) -> None:
    holder, key = _any_place(tree, rng)
    if holder is not tree:
        del holder[key]


def _repeat(tree: Any, rng: random.Random) -> None:
    holder, key = _any_place(tree, rng)
    if isinstance(holder, list):
        times = rng.choice((1, 1, 2, 30))
        holder[key:key] = [copy.deepcopy(holder[key]) for _ in range(times)]
    elif holder is not tree:
        holder[rng.choice(KEYS)] = copy.deepcopy(holder[key])


def _swap(tree: Any, rng: random.Random) -> None:
    one, other = _any_place(tree, rng), _any_place(tree, rng)
    first, second = copy.deepcopy(one[0][one[1]]), copy.deepcopy(other[0][other[1]])
    one[0][one[1]] = second
    if isinstance(other[0], list) and other[1] >= len(other[0]):
        return
    other[0][other[1]] = first


def _rename(tree: Any, rng: random.Random) -> None:
    holder, key = _any_place(tree, rng)
    if isinstance(holder, dict) and holder is not tree:
        holder[rng.choice(KEYS)] = holder.pop(key)


def _nest(tree: Any, rng: random.Random) -> None:
    holder, key = _any_place(tree, rng)
    for _ in range(rng.choice((1, 3, 20))):  # copying has its limits: the deep ones are made of bytes
        holder[key] = [holder[key]] if rng.random() < 0.5 else {rng.choice(KEYS): holder[key]}


def _shuffle(tree: Any, rng: random.Random) -> None:
    lists = [holder[key] for holder, key in _places(tree) if isinstance(holder[key], list)]
    if lists:
        rng.shuffle(rng.choice(lists))


def _set(tree: Any, rng: random.Random) -> None:
    holders = [holder[key] for holder, key in _places(tree) if isinstance(holder[key], dict)]
    if holders:
        rng.choice(holders)[rng.choice(KEYS)] = copy.deepcopy(rng.choice(ODD))


def _as_format_3(tree: Any, rng: random.Random) -> None:
    notebook = tree["file"]
    if isinstance(notebook, dict) and isinstance(notebook.get("cells"), list):
        cells = notebook.pop("cells")
        for cell in cells:
            if isinstance(cell, dict) and cell.get("cell_type") == "code":
                cell["input"] = cell.pop("source", "")
        notebook |= {"nbformat": 3, "worksheets": [{"cells": cells}]}


def _flip(content: bytes, rng: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(rng.choice((1, 1, 3))):
        if changed:
            changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _cut(content: bytes, rng: random.Random) -> bytes:
    return content[: rng.randrange(len(content) + 1)]


def _insert(content: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(content) + 1)
    what = rng.choice((b"\0", b"\xff", b'"', b"{", b"]", b",", b"9" * 5000, b"[" * 3000, b"NaN", b"\\ud800", b"\n"))
    return content[:at] + what + content[at:]


def _nest_deeply(content: bytes, rng: random.Random) -> bytes:
    deep = rng.choice((100, 400, 900, 1100, 30_000))
    return content.replace(rng.choice((b"[]", b"null", b"{}", b'""')), b"[" * deep + b"]" * deep, 1)


def _double(content: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(content) + 1)
    part = content[start : start + rng.randrange(1, 2000)]
    return content[:start] + part + content[start:]


def _encode(content: bytes, rng: random.Random) -> bytes:
    text = content.decode("utf-8", "replace")
    return text.encode(rng.choice(("utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp037", "latin-1")), "replace")


STRUCTURE: tuple[Callable[[Any, random.Random], None], ...] = (
    _replace, _delete, _repeat, _swap, _rename, _nest, _shuffle, _set, _as_format_3,
)  # fmt: skip
BYTES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flip, _flip, _cut, _insert, _nest_deeply, _double, _encode,
)  # fmt: skip
