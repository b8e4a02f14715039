from collections.abc import Callable

import numpy as np
import pytest

from helpers.checks.drivers.afresh import afresh


@pytest.mark.parametrize(
    "hands_back",
    [
        lambda gradients, threshold: gradients,
        lambda gradients, threshold: (gradients, 5.0),
        lambda gradients, threshold: dict(gradients),
        lambda gradients, threshold: [gradients["W"].T],
        lambda gradients, threshold: {"W": gradients["W"][:1]},
    ],
)
def test_what_is_the_caller_s_is_refused(hands_back: Callable) -> None:
    """Is it noticed when the dictionary, an array or a view of one comes back, although the values are right?"""
    with pytest.raises(ValueError, match="a part of gradients itself"):
        afresh(hands_back, {"gradients": {"W": np.ones((2, 2))}, "threshold": 1.0})


def test_a_tensor_over_the_caller_s_memory_is_refused() -> None:
    """Is a tensor that torch made of the caller's array, without a copy, noticed as well?"""
    torch = pytest.importorskip("torch")
    with pytest.raises(ValueError, match="a part of a itself"):
        afresh(torch.from_numpy, {"a": np.ones(2)})


@pytest.mark.parametrize(
    "copies",
    [
        lambda gradients: {name: array.copy() for name, array in gradients.items()},
        lambda gradients: ({name: array * 1.0 for name, array in gradients.items()}, 5.0),
        lambda gradients: None,
        lambda gradients: np.zeros(0),
    ],
)
def test_what_is_new_comes_through(copies: Callable) -> None:
    """Does what the function returns come back as it is, where nothing of it is the caller's?"""
    arguments = {"gradients": {"W": np.ones((2, 2))}}
    kept = []
    result = afresh(lambda gradients: kept.append(copies(gradients)) or kept[0], arguments)
    assert result is kept[0]
