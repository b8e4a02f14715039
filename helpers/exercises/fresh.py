"""Fresh cases for grading: random, and the same each time the same submission is graded."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import numpy as np

from helpers import Refusal, paths


def course_salt() -> str:
    """The course's own secret word, from solutions/salt.txt: change it and every hidden case changes.

    Raises Refusal when the file is missing or empty.
    """
    try:
        salt = (paths.SOLUTIONS / "salt.txt").read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        salt = ""
    if not salt:
        raise Refusal("solutions/salt.txt is missing or empty: put any word there; hidden cases depend on it.")
    return salt


def fresh_generator(salt: str, sources: Iterable[str], exercise: str, part: str) -> np.random.Generator:
    """The generator of hidden cases: it depends on the course's salt and on what was written, not on who wrote it."""
    digest = hashlib.sha256(repr([salt, exercise, part, [source.strip() for source in sources]]).encode())
    return np.random.default_rng(int.from_bytes(digest.digest(), "big"))
