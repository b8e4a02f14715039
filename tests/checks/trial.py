"""What the tests of the checks share: cells run as a kernel runs them, an exercise, a case, observations."""

from __future__ import annotations

import itertools
import textwrap
from typing import Any

import numpy as np

from helpers.checks.observe import observe
from helpers.checks.plain import plain
from helpers.checks.specification import Case, Exercise, Observation
from helpers.exercises.reference import remember_source

_numbers = itertools.count(1)


def notebook(*cells: str) -> dict[str, Any]:
    """The namespace that some cells leave, each run from its source as in a kernel, where tracebacks find it."""
    namespace: dict[str, Any] = {"__name__": "__main__", "np": np}
    for cell in cells:
        source = textwrap.dedent(cell).lstrip("\n")
        filename = f"<cell {next(_numbers)}>"
        remember_source(filename, source)
        exec(compile(source, filename, "exec"), namespace)
    return namespace


def exercise(returns: dict[str, str] | None = None, **options: Any) -> Exercise:
    """The exercise `f`, which returns one array (N, H) unless told otherwise."""
    return Exercise("f", options.pop("driver", "call"), {"h": "N H"} if returns is None else returns, **options)


def case(*arguments: Any, expected: Any = None, note: str = "") -> Case:
    """A case with the arguments a, b, c ... and what has to come back."""
    named = dict(zip("abcdefgh", arguments, strict=False))
    return Case("a case", named, note, {"outcome": "returned", "value": plain(expected), "changed": []})


def returned(value: Any, **more: Any) -> Observation:
    """The observation of a function that returned a value."""
    seen = {"outcome": "returned", "value": plain(value), "changed": [], "printed": "", "warned": [], "uses": []}
    return seen | {"calls": {}} | more


def observed(cell: str, *arguments: Any, seconds: float = 10.0, **options: Any) -> Observation:
    """What is seen when the cell's function f is tried with the arguments."""
    return observe(exercise(**options), case(*arguments), notebook(cell), seconds=seconds)
