"""A line of a derivation held against two judges: central differences in float64, and torch's autograd."""

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

import numpy as np

from helpers.nn.bptt import numerical_gradient, relative_error

LESSON = "05_lstm"


def compare(
    values: Mapping[str, np.ndarray], loss: Callable[[SimpleNamespace, Any], Any], **gradients: np.ndarray
) -> dict[str, tuple[float, float]]:
    """The relative error of each gradient of the loss, against central differences and against torch's autograd.

    values     arrays by name
    loss       takes the values as attributes, NumPy's or torch's, and the module numpy or torch; gives a number
    gradients  by the name of the value to which each belongs
    """
    import torch  # here: the lesson's own cells import this module, and need no torch until they call it

    errors = {}
    for name, gradient in gradients.items():

        def by_numpy(array: np.ndarray, name: str = name) -> float:
            return float(loss(SimpleNamespace(**{**values, name: array}), np))

        numerical = numerical_gradient(by_numpy, values[name])
        tensors = {key: torch.tensor(array, dtype=torch.float64) for key, array in values.items()}
        tensors[name].requires_grad_()
        loss(SimpleNamespace(**tensors), torch).backward()
        exact = tensors[name].grad.numpy()
        errors[name] = relative_error(gradient, numerical), relative_error(gradient, exact)
    return errors


def check_line(
    values: Mapping[str, np.ndarray], loss: Callable[[SimpleNamespace, Any], Any], **gradients: np.ndarray
) -> None:
    """Print what `compare` finds, a line for each gradient; raise AssertionError where one is wrong."""
    for name, (numerical, exact) in compare(values, loss, **gradients).items():
        print(f"d{name:6}  central differences {numerical:.0e}   autograd {exact:.0e}")
        assert numerical < 1e-7, f"d{name} is not the gradient: does the check of the exercise above pass?"
        assert exact < 1e-10, f"d{name} is not the gradient: does the check of the exercise above pass?"
