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


def agree(value: Any, expected: Any, tolerance: float = 1e-10) -> bool:
    """Whether two results are equal: text exactly, numbers to the tolerance, in tuples, lists and dictionaries too.

    A list of numbers is an array as well; nan equals nan.
    """
    if isinstance(expected, dict):
        return value.keys() == expected.keys() and all(agree(value[key], expected[key], tolerance) for key in expected)
    if isinstance(expected, str | None):
        return value == expected
    if isinstance(expected, tuple) or (isinstance(expected, list) and isinstance(value, list)):
        if type(value) is not type(expected) or len(value) != len(expected):
            return False
        return all(agree(*pair, tolerance) for pair in zip(value, expected, strict=True))
    value, expected = np.asarray(as_data(value)), np.asarray(as_data(expected))
    if value.shape != expected.shape:
        return False
    return bool(np.allclose(value, expected, rtol=tolerance, atol=tolerance, equal_nan=True))
