"""A derivative on paper against two derivatives that nobody worked out by hand."""

from collections.abc import Callable
from typing import Any

import numpy as np

from helpers.nn.bptt import numerical_gradient, relative_error

LESSON = "04_gradients"


def jacobian_by_differences(f: Callable[[np.ndarray], np.ndarray], x: np.ndarray) -> np.ndarray:
    """How each entry of the vector x (H,) moves each entry of f(x), by central differences: rows are what is moved."""

    def entry(j: int) -> Callable[[np.ndarray], float]:
        return lambda point: float(f(point)[j])

    return np.stack([numerical_gradient(entry(j), x) for j in range(len(f(x)))], axis=1)


def compare(by_hand: np.ndarray, f: Callable[..., Any], x: np.ndarray, *rest: np.ndarray) -> tuple[float, float]:
    """The relative errors of a Jacobian by hand, against central differences in float64 and against torch's autograd.

    by_hand  (H, K): at [i, j] how x[i] moves f(x)[j]
    f        f(lib, x, *rest), written so that `lib` can be numpy or torch
    x        (H,);  rest  further arrays that f takes, which stay
    """
    import torch

    numerical = jacobian_by_differences(lambda point: f(np, point, *rest), x)
    tensors = [torch.from_numpy(np.asarray(array)) for array in rest]
    jacobian = torch.autograd.functional.jacobian(lambda point: f(torch, point, *tensors), torch.from_numpy(x))
    return relative_error(by_hand, numerical), relative_error(by_hand, jacobian.numpy().T)
