"""The two judges of a derivation's line: do they agree with each other, and do they find a wrong line?"""

from __future__ import annotations

import numpy as np
import pytest

from helpers.nn.experiments.derivation import check_line, compare

VALUES = {"a": np.array([[0.3, -1.2], [0.8, 0.1]]), "b": np.array([[1.0, 2.0], [-0.5, 0.7]])}


def loss(v, m):
    """A number that depends on both arrays."""
    return (m.tanh(v.a @ v.b) * v.a).sum()


def right() -> np.ndarray:
    """The gradient of the loss at b."""
    a, b = VALUES["a"], VALUES["b"]
    return a.T @ (a * (1 - np.tanh(a @ b) ** 2))


def test_a_right_line_passes(capsys) -> None:
    """Are both errors as small as the lesson says?"""
    ((numerical, exact),) = compare(VALUES, loss, b=right()).values()
    assert numerical < 1e-8
    assert exact < 1e-14
    check_line(VALUES, loss, b=right())
    assert capsys.readouterr().out.startswith("db ")


@pytest.mark.parametrize("wrong", [right().T, -right(), 2 * right(), right() + 0.01])
def test_a_wrong_line_is_found(wrong: np.ndarray) -> None:
    """Does a wrong line raise, with a name?"""
    with pytest.raises(AssertionError, match="db is not the gradient"):
        check_line(VALUES, loss, b=wrong)
