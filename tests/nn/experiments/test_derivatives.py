"""A Jacobian by hand, compared."""

from __future__ import annotations

import numpy as np

from helpers.nn.experiments.derivatives import compare, jacobian_by_differences


def squash(lib, x, W):
    return lib.tanh(x @ W)


def test_right_and_wrong_are_far_apart() -> None:
    """Is the error of a right Jacobian below 1e-7 against both judges, and that of a wrong one above 1e-3?"""
    rng = np.random.default_rng(0)
    x, W = rng.normal(size=3), rng.normal(size=(3, 4))
    right = W * (1 - np.tanh(x @ W) ** 2)
    assert max(compare(right, squash, x, W)) < 1e-7
    assert min(compare(W, squash, x, W)) > 1e-3
    assert min(compare(0.99 * right, squash, x, W)) > 1e-3


def test_rows_are_what_is_moved() -> None:
    """Does [i, j] say how the i-th entry moves the j-th result?"""
    W = np.arange(6.0).reshape(2, 3)
    np.testing.assert_allclose(jacobian_by_differences(lambda x: x @ W, np.ones(2)), W, atol=1e-9)
