"""The functions that stand in for a learner's after lesson 05, against torch and central differences."""

from __future__ import annotations

import copy

import numpy as np
import pytest
import torch
from torch import nn

from helpers.nn.bptt import relative_error
from helpers.nn.lstm import lstm_backward, lstm_forward, lstm_step, lstm_step_backward, sigmoid
from tests.nn.recurrent_layers import (
    DIFFERENT,
    SIZES,
    Arrays,
    central_differences,
    equal,
    layer,
    torch_layer,
)

GRADIENTS = ("dx", "dh0", "dc0", "dW_xh", "dW_hh", "db_h")


def lstm(sizes: tuple[int, int, int, int]) -> tuple[Arrays, np.ndarray, np.ndarray]:
    """Random arguments of lstm_forward, and gradients at its states and its last cell state."""
    N, T, _, H = sizes
    rng = np.random.default_rng(5)
    return layer(sizes, 4, ("h0", "c0"), ("b_h",)), rng.normal(size=(N, T, H)), rng.normal(size=(N, H))


def backward(arguments: Arrays, dh: np.ndarray, dc_T: np.ndarray) -> Arrays:
    """The gradients of lstm_backward by name."""
    x, h0, c0, W_xh, W_hh, _ = arguments.values()
    gradients = lstm_backward(dh, dc_T, x, h0, c0, *lstm_forward(**arguments), W_xh, W_hh)
    return dict(zip(GRADIENTS, gradients, strict=True))


@pytest.mark.parametrize("sizes", SIZES)
def test_states_and_gradients_are_those_of_torch(sizes: tuple[int, int, int, int]) -> None:
    """Are the states and all six gradients those of torch.nn.LSTM with the same weights, to 1e-10?"""
    arguments, dh, dc_T = lstm(sizes)
    h, last, gradients = torch_layer(nn.LSTM, arguments, ("h0", "c0"), dh, {"c": dc_T})
    ours_h, ours_c, _ = lstm_forward(**arguments)
    assert equal(ours_h, h)
    assert equal(ours_c[:, -1], last["c"])
    ours = backward(arguments, dh, dc_T)
    assert ours.keys() == gradients.keys()
    assert [name for name in ours if not equal(ours[name], gradients[name])] == []


@pytest.mark.parametrize("sizes", DIFFERENT)
def test_gradients_are_those_of_central_differences(sizes: tuple[int, int, int, int]) -> None:
    """Does moving each number by 1e-5 change the loss as the gradients say, to a relative error below 1e-7?"""
    arguments, dh, dc_T = lstm(sizes)

    def loss(**moved: np.ndarray) -> float:
        h, c, _ = lstm_forward(**moved)
        return (dh * h).sum() + (dc_T * c[:, -1]).sum()

    ours = backward(arguments, dh, dc_T)
    for name in arguments:
        assert relative_error(ours[f"d{name}"], central_differences(loss, arguments, name)) < 1e-7, name


@pytest.mark.parametrize("sizes", [(3, 5, 2, 4), (1, 2, 1, 1)])
def test_forward_is_a_chain_of_steps(sizes: tuple[int, int, int, int]) -> None:
    """Are states and gates of the whole sequence those of one step after the other?"""
    arguments, _, _ = lstm(sizes)
    x, h, c, *weights = arguments.values()
    for t, (h_t, c_t, gates_t) in enumerate(zip(*(a.swapaxes(0, 1) for a in lstm_forward(**arguments)), strict=True)):
        h, c, gates = lstm_step(x[:, t], h, c, *weights)
        assert all(equal(a, b) for a, b in ((h, h_t), (c, c_t), (gates, gates_t)))


@pytest.mark.parametrize("sizes", [(3, 1, 2, 4), (1, 1, 1, 1), (2, 1, 5, 3)])
def test_one_step_back(sizes: tuple[int, int, int, int]) -> None:
    """Are the gradients of one step those of central differences, and those of a sequence of one?"""
    arguments, dh, dc = lstm(sizes)
    x, h0, c0, W_xh, W_hh, b_h = arguments.values()
    step = {"x": x[:, 0], "h": h0, "c": c0, "W_xh": W_xh, "W_hh": W_hh, "b_h": b_h}
    _, c, gates = lstm_step(**step)
    ours = lstm_step_backward(dh[:, 0], dc, x[:, 0], h0, c0, c, gates, W_xh, W_hh)

    def loss(**moved: np.ndarray) -> float:
        h, c, _ = lstm_step(**moved)
        return (dh[:, 0] * h).sum() + (dc * c).sum()

    for name, gradient in zip(step, ours, strict=True):
        assert relative_error(gradient, central_differences(loss, step, name)) < 1e-7, name
    whole = backward(arguments, dh, dc)
    assert equal(ours[0], whole["dx"][:, 0])
    assert all(equal(gradient, whole[name]) for gradient, name in zip(ours[1:], GRADIENTS[1:], strict=True))


def test_no_step_changes_nothing() -> None:
    """Does an empty sequence have no states, no gradient, and hand the cell's gradient on as it came?"""
    arguments, dh, dc_T = lstm((2, 0, 3, 4))
    assert [values.shape for values in lstm_forward(**arguments)] == [(2, 0, 4), (2, 0, 4), (2, 0, 16)]
    gradients = backward(arguments, dh, dc_T)
    assert np.array_equal(gradients.pop("dc0"), dc_T)
    for name, gradient in gradients.items():
        assert gradient.shape == arguments[name[1:]].shape
        assert not gradient.any()


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_arguments_stay_and_results_are_the_callers(dtype: type) -> None:
    """Are the arguments left alone, is the result of their precision, and does it share no memory with them?"""
    arguments, dh, dc_T = lstm((3, 5, 2, 4))
    arguments = {name: value.astype(dtype) for name, value in arguments.items()}
    before = copy.deepcopy(arguments)
    forward = lstm_forward(**arguments)
    assert all(np.array_equal(before[name], arguments[name]) for name in arguments)
    x, h0, c0, W_xh, W_hh, _ = arguments.values()
    handed = [dh.astype(dtype), dc_T.astype(dtype), x, h0, c0, *forward, W_xh, W_hh]
    before_back = copy.deepcopy(handed)
    gradients = lstm_backward(*handed)
    assert all(np.array_equal(a, b) for a, b in zip(before_back, handed, strict=True))
    for results, given in ((forward, list(arguments.values())), (gradients, handed)):
        assert {result.dtype for result in results} == {np.dtype(dtype)}
        assert not any(np.shares_memory(result, value) for result in results for value in given)


def test_saturated_gates_stay_finite() -> None:
    """Is nothing lost, and nothing said, where the gates are wide open or shut?"""
    arguments, dh, dc_T = lstm((3, 5, 2, 4))
    arguments["b_h"] = np.repeat([900.0, -900.0, 900.0, -900.0], 4)
    h, c, gates = lstm_forward(**arguments)
    assert np.allclose(gates, np.repeat([1.0, 0.0, 1.0, 0.0], 4))
    assert np.allclose(c, 1)
    assert np.allclose(h, 0)
    assert all(np.isfinite(gradient).all() for gradient in backward(arguments, dh, dc_T).values())


def test_sigmoid_anywhere() -> None:
    """Is it torch's sigmoid to all digits, far out too, without a warning, in the precision of its argument?"""
    x = np.array([[-1000.0, -700.0, -40.0, -1.0, -1e-9], [0.0, 1e-9, 1.0, 40.0, 1000.0]])
    np.testing.assert_allclose(sigmoid(x), torch.sigmoid(torch.from_numpy(x)).numpy(), rtol=1e-15, atol=0)
    assert sigmoid(x.astype(np.float32)).dtype == np.float32
    assert sigmoid(np.array(0.0)) == 0.5
    assert np.isnan(sigmoid(np.array([np.nan]))).all()
