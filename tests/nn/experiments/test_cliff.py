"""The smallest network with a cliff."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.nn.bptt import gradient_check
from helpers.nn.experiments import cliff


@pytest.mark.parametrize("point", [(1.2, 0.1), (1.7, -0.1), (2.1, 0.0)])
def test_gradient_is_right(point: tuple[float, float]) -> None:
    """Is the gradient that of central differences, to a relative error below 1e-7?"""
    error = gradient_check(lambda both: float(cliff.loss(*both)), np.array(point), cliff.gradient(*point))
    assert error < 1e-7


def test_loss_of_a_grid_is_that_of_its_points() -> None:
    """Does computing all points at once give what computing them one by one gives?"""
    w, b = np.array([1.0, 1.5, 2.0]), np.array([-0.2, 0.1])
    one_by_one = [[cliff.loss(across, up) for across in w] for up in b]
    np.testing.assert_allclose(cliff.loss(w[None, :], b[:, None]), one_by_one, rtol=1e-12)


def test_one_step_throws_the_weights_away() -> None:
    """Does plain descent leave by a step a thousand times the usual one, and the clipped one reach a small loss?"""
    free = cliff.descend((1.8, 0.0), 0.05, 60, None)
    clipped = cliff.descend((1.8, 0.0), 0.05, 60, 0.5)
    steps = np.linalg.norm(np.diff(free, axis=0), axis=1)
    assert steps.max() > 100 * np.median(steps[: int(steps.argmax())])
    assert np.linalg.norm(np.diff(clipped, axis=0), axis=1).max() <= 0.05 * 0.5 * (1 + 1e-12)
    assert cliff.loss(*clipped[-1]) < 0.1 < cliff.loss(*free[-1])
