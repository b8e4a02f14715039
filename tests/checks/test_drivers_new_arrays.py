from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from helpers.checks.drivers.new_arrays import new_arrays


def arguments() -> dict[str, Any]:
    return {"parameters": {"W": np.ones((2, 3)), "b": np.zeros(3)}, "rate": 0.5}


def test_new_arrays_come_back_as_they_are() -> None:
    """Is what the function returns handed on, where it is new, a dictionary or not?"""
    result = new_arrays(
        lambda parameters, rate: {name: rate * value for name, value in parameters.items()}, arguments()
    )
    assert result["W"].tolist() == [[0.5] * 3] * 2
    assert new_arrays(lambda parameters, rate: [parameters["W"]], arguments())[0].shape == (2, 3)


@pytest.mark.parametrize("own", [lambda array: array, lambda array: array[:], lambda array: array.T])
def test_the_callers_own_array_is_named(own: Callable[[np.ndarray], np.ndarray]) -> None:
    """Is an array that lies in the memory of an argument's refused by name, a view of it too?"""
    with pytest.raises(ValueError, match=r"the array 'W' that came back is the caller's own, from parameters"):
        new_arrays(lambda parameters, rate: {"b": parameters["b"] + 1, "W": own(parameters["W"])}, arguments())
