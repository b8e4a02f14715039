"""The drivers for functions of tensors."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from helpers.checks.drivers.tensors import as_tensors, call_with_gradients, call_with_tensors
from helpers.checks.observe import observe
from helpers.checks.specification import Case, Exercise
from tests.checks.trial import notebook


def test_arrays_arrive_as_tensors_of_the_same_numbers() -> None:
    """Floats, ids, masks, and those in lists and dictionaries: does each become a tensor over the array's memory?"""
    x = np.arange(6.0).reshape(2, 3)
    seen: list[Any] = []
    call_with_tensors(lambda *arguments: seen.extend(arguments), {"x": x, "ids": np.array([1, 2]), "n": 3, "w": [x]})
    assert [getattr(value, "dtype", None) for value in seen] == [torch.float64, torch.int64, None, None]
    seen[3][0][0, 0] = 9.0
    assert x[0, 0] == 9.0
    assert not seen[0].requires_grad


def test_what_comes_back_is_data() -> None:
    """Are tensors, tuples of them and what is no tensor at all returned as plain data?"""
    assert isinstance(call_with_tensors(lambda x: 2 * x, {"x": np.ones(2)}), np.ndarray)
    value = observe(
        Exercise("f", "tensors", {"a": "N", "n": ""}),
        Case("", {"x": np.ones(2)}),
        notebook("def f(x):\n    return 2 * x, 3"),
    )["value"]
    np.testing.assert_array_equal(value[0].array, [2, 2])
    assert value[1] == 3


@pytest.mark.parametrize("returned", ["x.numpy()", "(x, x.numpy())", "[x.numpy()]"])
@pytest.mark.parametrize("driver", [call_with_tensors, call_with_gradients])
def test_a_numpy_array_is_no_tensor(driver: Any, returned: str) -> None:
    """Is an array refused that comes back in place of a tensor, alone or among others?"""
    function = notebook(f"def f(x):\n    x = x.detach()\n    return {returned}")["f"]
    with_outputs = {"inputs": {"x": np.ones(2)}, "outputs": {"y": None}}
    with pytest.raises(ValueError, match="a NumPy array comes back; asked for is a tensor"):
        driver(function, {"x": np.ones(2)} if driver is call_with_tensors else with_outputs)


@pytest.mark.parametrize(
    ("made", "refused"),
    [
        ("torch.arange(n) / n", False),
        ("torch.ones(n, n, dtype=torch.bool)", False),
        ("torch.arange(n, dtype=torch.float64)", True),
        ("(n, torch.from_numpy(np.ones(n)))", True),
        ("torch.ones(n, dtype=torch.float32)", False),
    ],
)
def test_what_is_made_from_nothing_is_of_torch_s_usual_kind(made: str, refused: bool) -> None:
    """Is float64 refused that a function makes whatever the default is, where no tensor goes in?"""
    function = notebook(f"import torch\ndef f(n):\n    return {made}")["f"]
    if refused:
        with pytest.raises(ValueError, match="float64 comes back, whatever torch's usual kind of floats is"):
            call_with_tensors(function, {"n": 3})
    else:
        call_with_tensors(function, {"n": 3})
    assert torch.get_default_dtype() == torch.float32


def test_gradients_of_a_function() -> None:
    """For y = a b and z = a with weights 2 on y and none on z: is da = 2 b, db = 2 a, and nothing for ids?"""
    arguments = {
        "inputs": {"a": np.array([3.0]), "b": np.array([5.0]), "ids": np.array([0])},
        "outputs": {"y": np.array([2.0]), "z": None},
    }
    seen = call_with_gradients(lambda a, b, ids: (a * b, a[ids]), arguments)
    assert {name: array.tolist() for name, array in seen.items()} == {
        "y": [15.0],
        "z": [3.0],
        "gradient of a": [10.0],
        "gradient of b": [6.0],
    }


def test_an_input_without_a_part_has_a_gradient_of_zeros() -> None:
    """Does `0 * b` come to the same as leaving b out?"""
    arguments = {"inputs": {"a": np.ones(2), "b": np.ones(3)}, "outputs": {"y": np.ones(2)}}
    assert call_with_gradients(lambda a, b: a, arguments)["gradient of b"].tolist() == [0, 0, 0]


def test_what_is_cut_off_is_refused() -> None:
    """Is a result that no gradient can come through told by a sentence, and no gradient where nobody asks for one?"""
    arguments: dict[str, Any] = {"inputs": {"a": np.ones(2)}, "outputs": {"y": np.ones(2)}}
    with pytest.raises(ValueError, match="so that nothing could learn"):
        call_with_gradients(lambda a: a.detach(), arguments)
    arguments["outputs"] = {"y": None}
    assert list(call_with_gradients(lambda a: a.detach(), arguments)) == ["y"]


def test_another_shape_leaves_the_gradients_out() -> None:
    """Is an output of another shape handed on, to be told as such, and not an error of ours?"""
    arguments = {"inputs": {"a": np.ones((2, 3))}, "outputs": {"y": np.ones(2)}}
    assert call_with_gradients(lambda a: a, arguments)["y"].shape == (2, 3)


def test_a_notebook_that_turned_gradients_off_does_not_matter() -> None:
    """Does a cell that ran torch.set_grad_enabled(False) leave the check as it is?"""
    torch.set_grad_enabled(False)
    try:
        arguments = {"inputs": {"a": np.ones(2)}, "outputs": {"y": np.ones(2)}}
        assert "gradient of a" in call_with_gradients(lambda a: 2 * a, arguments)
        assert not torch.is_grad_enabled()
    finally:
        torch.set_grad_enabled(True)


def test_arrays_that_torch_cannot_share_are_copied() -> None:
    """Do arrays that run backward, or must not be written to, arrive all the same?"""
    array = np.arange(3.0)[::-1]
    array.flags.writeable = False
    assert as_tensors(array).tolist() == [2.0, 1.0, 0.0]
