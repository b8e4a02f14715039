"""Fresh cases for grading: random, and the same each time the same submission is graded."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable
from typing import Any

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


def sources_in_history(namespace: dict[str, Any], names: set[str]) -> list[str]:
    """The cells run so far in a notebook that define one of the names: the submission's solution cells."""
    return submitted_sources((source for source in namespace.get("In", []) if isinstance(source, str)), names)


def submitted_sources(cells: Iterable[str], names: set[str]) -> list[str]:
    """Those of the cells that define one of the names."""
    return [source for source in cells if names & _defined_names(source)]


def _defined_names(source: str) -> set[str]:
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    return {node.name for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
