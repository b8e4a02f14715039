from __future__ import annotations

import numpy as np
import torch

from helpers.checks.drivers.tensors import tensors, with_tensors


def test_arrays_come_as_tensors_of_their_type() -> None:
    """Does the function get tensors for arrays, in containers too, and everything else as it is?"""
    seen = {}

    def keeps(*arguments: object) -> None:
        seen["arguments"] = arguments

    with_tensors(keeps, {"x": np.ones((2, 3)), "ids": np.array([1, 2]), "k": 3, "name": "a", "more": [np.zeros(2)]})
    x, ids, k, name, more = seen["arguments"]
    assert (x.dtype, tuple(x.shape), ids.dtype) == (torch.float64, (2, 3), torch.int64)
    assert (k, name) == (3, "a")
    assert torch.is_tensor(more[0])
    assert torch.is_tensor(tensors({"W": np.ones(2)})["W"])


def test_a_change_in_place_reaches_the_case() -> None:
    """Is what a function writes into its tensor found in the case's own array?"""
    arguments = {"x": np.ones(3)}
    with_tensors(lambda x: x.mul_(2), arguments)
    assert arguments["x"].tolist() == [2, 2, 2]
