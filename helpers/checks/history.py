"""The cells that were run in a notebook's kernel, and which names they bind."""

from __future__ import annotations

import ast
import symtable
from collections.abc import Iterable, Sequence
from typing import Any

# What Python raises for text that it cannot read as a program, a magic among it.
_UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)


def sources_in_history(namespace: dict[str, Any], names: set[str]) -> list[str]:
    """The cells run so far in a notebook that define one of the names: the submission's solution cells."""
    return submitted_sources((source for source in namespace.get("In", []) if isinstance(source, str)), names)


def submitted_sources(cells: Iterable[str], names: set[str]) -> list[str]:
    """Those of the cells that define one of the names."""
    return [source for source in cells if names & _defined_names(source)]


def last_to_bind(name: str, parsed: Sequence[str], raw: Sequence[str]) -> str:
    """The last cell run that gave a name its value at its top level, as it was written; empty when none is found.

    parsed  the cells run, in order, as Python got them
    raw     the same cells as they were written, magics and all
    """
    for program, source in zip(reversed(parsed), reversed(raw), strict=False):
        if isinstance(program, str) and name in program and name in _bound_names(program):
            return source
    return ""


def _defined_names(source: str) -> set[str]:
    try:
        body = ast.parse(source).body
    except _UNREADABLE:
        return set()
    return {node.name for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)}


def _bound_names(source: str) -> set[str]:
    try:
        symbols = symtable.symtable(source, "cell", "exec").get_symbols()
    except _UNREADABLE:
        return set()
    return {s.get_name() for s in symbols if s.is_assigned() or s.is_imported() or s.is_namespace()}
