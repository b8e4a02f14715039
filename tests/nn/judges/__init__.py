"""Independent judges of what the lessons' functions compute, a module a lesson, and how results are compared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from helpers.checks.verdict import as_data
from tests.nn.judges import architectures, bag_of_words, gru, vanilla_rnn

BY_LESSON: dict[str, dict[str, Callable[..., Any]]] = {
    lesson.LESSON: lesson.JUDGES for lesson in (bag_of_words, vanilla_rnn, gru, architectures)
}


def agree(value: Any, expected: Any) -> bool:
    """Whether two results, arrays, numbers or tuples of them, are equal to ten digits."""
    if isinstance(expected, tuple):
        return isinstance(value, tuple) and len(value) == len(expected) and all(map(agree, value, expected))
    value, expected = np.asarray(as_data(value)), np.asarray(as_data(expected))
    return value.shape == expected.shape and bool(np.allclose(value, expected, rtol=1e-10, atol=1e-10))


def same(value: Any, expected: Any) -> bool:
    """Whether two results are equal: text and lists exactly, numbers, also in dictionaries, to ten digits."""
    if isinstance(expected, dict):
        return value.keys() == expected.keys() and all(same(value[key], expected[key]) for key in expected)
    return value == expected if isinstance(expected, str | list | None) else agree(value, expected)
