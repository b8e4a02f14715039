"""The functions that stand in for a learner's after lesson 06, against torch and central differences."""

from __future__ import annotations

import copy

import numpy as np
import pytest
from torch import nn

from helpers.nn.bptt import relative_error
from helpers.nn.gru import gru_backward, gru_forward, gru_step, gru_step_backward, gru_step_reset_after
from tests.nn.recurrent_layers import (
    DIFFERENT,
    SIZES,
    Arrays,
    central_differences,
    equal,
    layer,
    torch_layer,
)

GRADIENTS = ("dx", "dh0", "dW_xh", "dW_hh", "db_xh", "db_hh")


def gru(sizes: tuple[int, int, int, int]) -> tuple[Arrays, np.ndarray]:
    """Random arguments of gru_forward, and a gradient at its states."""
    N, T, _, H = sizes
    return layer(sizes, 3, ("h0",), ("b_xh", "b_hh")), np.random.default_rng(5).normal(size=(N, T, H))


def backward(arguments: Arrays, dh: np.ndarray) -> Arrays:
    """The gradients of gru_backward by name."""
    x, h0, W_xh, W_hh, _, b_hh = arguments.values()
    gradients = gru_backward(dh, x, h0, *gru_forward(**arguments), W_xh, W_hh, b_hh)
    return dict(zip(GRADIENTS, gradients, strict=True))


@pytest.mark.parametrize("sizes", SIZES)
def test_states_and_gradients_are_those_of_torch(sizes: tuple[int, int, int, int]) -> None:
    """Are the states and all six gradients those of torch.nn.GRU with the same weights, to 1e-10?"""
    arguments, dh = gru(sizes)
    h, _, gradients = torch_layer(nn.GRU, arguments, ("h0",), dh, {})
    assert equal(gru_forward(**arguments)[0], h)
    ours = backward(arguments, dh)
    assert ours.keys() == gradients.keys()
    assert [name for name in ours if not equal(ours[name], gradients[name])] == []


@pytest.mark.parametrize("sizes", DIFFERENT)
def test_gradients_are_those_of_central_differences(sizes: tuple[int, int, int, int]) -> None:
    """Does moving each number by 1e-5 change the loss as the gradients say, to a relative error below 1e-7?"""
    arguments, dh = gru(sizes)
    ours = backward(arguments, dh)
    for name in arguments:
        numerical = central_differences(lambda **moved: (dh * gru_forward(**moved)[0]).sum(), arguments, name)
        assert relative_error(ours[f"d{name}"], numerical) < 1e-7, name


@pytest.mark.parametrize("sizes", [(3, 5, 2, 4), (1, 2, 1, 1)])
def test_forward_is_a_chain_of_steps(sizes: tuple[int, int, int, int]) -> None:
    """Are states and gates of the whole sequence those of one step with the reset gate behind after the other?"""
    arguments, _ = gru(sizes)
    x, h, *weights = arguments.values()
    for t, (h_t, gates_t) in enumerate(zip(*(a.swapaxes(0, 1) for a in gru_forward(**arguments)), strict=True)):
        h, gates = gru_step_reset_after(x[:, t], h, *weights)
        assert equal(h, h_t)
        assert equal(gates, gates_t)


@pytest.mark.parametrize("sizes", [(3, 1, 2, 4), (1, 1, 1, 1), (2, 1, 5, 3)])
def test_one_step_back(sizes: tuple[int, int, int, int]) -> None:
    """Are the gradients of one step those of central differences, and those of a sequence of one?"""
    arguments, dh = gru(sizes)
    x, h0, W_xh, W_hh, b_xh, b_hh = arguments.values()
    step = {"x": x[:, 0], "h": h0, "W_xh": W_xh, "W_hh": W_hh, "b_xh": b_xh, "b_hh": b_hh}
    _, gates = gru_step_reset_after(**step)
    ours = gru_step_backward(dh[:, 0], x[:, 0], h0, gates, W_xh, W_hh, b_hh)
    for name, gradient in zip(step, ours, strict=True):
        numerical = central_differences(lambda **m: (dh[:, 0] * gru_step_reset_after(**m)[0]).sum(), step, name)
        assert relative_error(gradient, numerical) < 1e-7, name
    whole = backward(arguments, dh)
    assert equal(ours[0], whole["dx"][:, 0])
    assert all(equal(gradient, whole[name]) for gradient, name in zip(ours[1:], GRADIENTS[1:], strict=True))


def test_reset_gate_before_the_product_by_hand() -> None:
    """Is it the state that is reset, and not what comes of it? Worked with two units whose weights cross."""
    crossed = np.array([[0.0, 1.0], [1.0, 0.0]])
    W_xh, W_hh = np.zeros((1, 6)), np.hstack([np.zeros((2, 4)), crossed])
    b_xh = np.array([np.log(3), -np.log(3), 0.0, 0.0, 0.0, 0.0])  # r = 3/4 and 1/4, z = 1/2 and 1/2
    x, h, b_hh = np.zeros((1, 1)), np.array([[0.4, -0.8]]), np.zeros(6)
    before, gates = gru_step(x, h, W_xh, W_hh, b_xh, b_hh)
    n = np.tanh([[0.25 * -0.8, 0.75 * 0.4]])
    assert equal(gates, np.array([[0.75, 0.25, 0.5, 0.5, *n[0]]]))
    assert equal(before, 0.5 * n + 0.5 * h)
    after, gates = gru_step_reset_after(x, h, W_xh, W_hh, b_xh, b_hh)
    n = np.tanh([[0.75 * -0.8, 0.25 * 0.4]])
    assert equal(gates, np.array([[0.75, 0.25, 0.5, 0.5, *n[0]]]))
    assert equal(after, 0.5 * n + 0.5 * h)


def test_both_places_of_the_reset_gate_agree_where_it_makes_no_difference() -> None:
    """With a diagonal W_hn and no b_hn, do the product and the reset gate change places exactly? Not otherwise?"""
    arguments, _ = gru((3, 1, 2, 4))
    x, h, W_xh, W_hh, b_xh, b_hh = arguments.values()
    assert not equal(
        gru_step(x[:, 0], h, W_xh, W_hh, b_xh, b_hh)[0], gru_step_reset_after(x[:, 0], h, W_xh, W_hh, b_xh, b_hh)[0]
    )
    W_hh[:, 8:] = np.diag([0.5, -1.0, 2.0, 0.1])
    b_hh[8:] = 0
    before = gru_step(x[:, 0], h, W_xh, W_hh, b_xh, b_hh)
    after = gru_step_reset_after(x[:, 0], h, W_xh, W_hh, b_xh, b_hh)
    assert all(equal(a, b) for a, b in zip(before, after, strict=True))


def test_no_step_changes_nothing() -> None:
    """Does an empty sequence have no states and no gradient?"""
    arguments, dh = gru((2, 0, 3, 4))
    assert [values.shape for values in gru_forward(**arguments)] == [(2, 0, 4), (2, 0, 12)]
    for name, gradient in backward(arguments, dh).items():
        assert gradient.shape == arguments[name[1:]].shape
        assert not gradient.any()


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_arguments_stay_and_results_are_the_callers(dtype: type) -> None:
    """Are the arguments left alone, is the result of their precision, and does it share no memory with them?"""
    arguments, dh = gru((3, 5, 2, 4))
    arguments = {name: value.astype(dtype) for name, value in arguments.items()}
    before = copy.deepcopy(arguments)
    forward = gru_forward(**arguments)
    assert all(np.array_equal(before[name], arguments[name]) for name in arguments)
    x, h0, W_xh, W_hh, _, b_hh = arguments.values()
    handed = [dh.astype(dtype), x, h0, *forward, W_xh, W_hh, b_hh]
    before_back = copy.deepcopy(handed)
    gradients = gru_backward(*handed)
    assert all(np.array_equal(a, b) for a, b in zip(before_back, handed, strict=True))
    for results, given in ((forward, list(arguments.values())), (gradients, handed)):
        assert {result.dtype for result in results} == {np.dtype(dtype)}
        assert not any(np.shares_memory(result, value) for result in results for value in given)
