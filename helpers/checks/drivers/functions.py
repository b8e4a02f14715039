"""The driver for a function that takes a function of its own as the first argument.

A case is data, and a function is none. So the case describes the one that is handed in, by its name here and the
arrays that belong to it, and it is made when the learner's function is called.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

Function = Callable[[np.ndarray], float]


def call_with_function(function: Callable[..., Any], arguments: dict[str, Any]) -> Any:
    """What the function returns for a case whose first argument describes the f that it gets.

    The second argument is the point x: f raises ValueError for an array of another shape.
    """
    description, x, *rest = arguments.values()
    return function(made(description, np.shape(x)), x, *rest)


def made(description: dict[str, Any], shape: tuple[int, ...]) -> Function:
    """The function of x that a description {"function": name, ...} stands for, for points of one shape."""
    formula = FORMULAS[description["function"]]
    arrays = {name: value for name, value in description.items() if name != "function"}

    def f(x: np.ndarray) -> float:
        if np.shape(x) != shape:
            raise ValueError(f"f got an array of shape {np.shape(x)}, and x has the shape {shape}")
        return float(formula(x, **arrays))

    return f


def cubes(x: np.ndarray, c: np.ndarray) -> Any:
    """The sum of c x^3. The slope between x - s and x + s is c (3 x^2 + s^2), so the step can be told."""
    return np.sum(c * x * x * x)


def linear(x: np.ndarray, c: np.ndarray) -> Any:
    """The sum of c x."""
    return np.sum(c * x)


def squashed(x: np.ndarray, A: np.ndarray, c: np.ndarray) -> Any:
    """The sum of c tanh(x A): every element of x plays a part in several terms."""
    return np.sum(c * np.tanh(x @ A))


FORMULAS: dict[str, Callable[..., Any]] = {"cubes": cubes, "linear": linear, "squashed": squashed}
