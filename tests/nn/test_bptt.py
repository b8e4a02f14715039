"""The functions that stand in for a learner's after lesson 03, against torch and central differences."""

from __future__ import annotations

import copy

import numpy as np
import pytest
import torch
from torch import nn

from helpers.nn.bptt import (
    embed_backward,
    gradient_check,
    numerical_gradient,
    relative_error,
    rnn_backward,
    rnn_step_backward,
    sgd_step,
)
from helpers.nn.vanilla_rnn import embed, rnn_forward, rnn_step
from tests.nn.recurrent_layers import DIFFERENT, SIZES, central_differences, equal, layer, torch_layer

GRADIENTS = ("dx", "dh0", "dW_xh", "dW_hh", "db_h")


def rnn(sizes: tuple[int, int, int, int]) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Random arguments of rnn_forward, and a gradient at its states."""
    N, T, _, H = sizes
    return layer(sizes, 1, ("h0",), ("b_h",)), np.random.default_rng(5).normal(size=(N, T, H))


def backward(arguments: dict[str, np.ndarray], dh: np.ndarray) -> dict[str, np.ndarray]:
    """The gradients of rnn_backward by name."""
    h, _ = rnn_forward(**arguments)
    x, h0, W_xh, W_hh, _ = arguments.values()
    return dict(zip(GRADIENTS, rnn_backward(dh, x, h0, h, W_xh, W_hh), strict=True))


@pytest.mark.parametrize("sizes", SIZES)
def test_states_and_gradients_are_those_of_torch(sizes: tuple[int, int, int, int]) -> None:
    """Are the states and all five gradients those of torch.nn.RNN with the same weights, to 1e-10?"""
    arguments, dh = rnn(sizes)
    h, _, gradients = torch_layer(nn.RNN, arguments, ("h0",), dh, {})
    assert equal(rnn_forward(**arguments)[0], h)
    ours = backward(arguments, dh)
    assert ours.keys() == gradients.keys()
    assert [name for name in ours if not equal(ours[name], gradients[name])] == []


@pytest.mark.parametrize("sizes", DIFFERENT)
def test_gradients_are_those_of_central_differences(sizes: tuple[int, int, int, int]) -> None:
    """Does moving each number by 1e-5 change the loss as the gradients say, to a relative error below 1e-7?"""
    arguments, dh = rnn(sizes)
    ours = backward(arguments, dh)
    for name in arguments:
        numerical = central_differences(lambda **moved: (dh * rnn_forward(**moved)[0]).sum(), arguments, name)
        assert relative_error(ours[f"d{name}"], numerical) < 1e-7, name


@pytest.mark.parametrize("sizes", [(3, 1, 2, 4), (1, 1, 1, 1), (2, 1, 5, 3)])
def test_one_step_back(sizes: tuple[int, int, int, int]) -> None:
    """Are the gradients of one step those of central differences, and those of a sequence of one?"""
    arguments, dh = rnn(sizes)
    x, h0, W_xh, W_hh, b_h = arguments.values()
    h = rnn_step(x[:, 0], h0, W_xh, W_hh, b_h)
    ours = rnn_step_backward(dh[:, 0], x[:, 0], h0, h, W_xh, W_hh)
    step = {"x": x[:, 0], "h": h0, "W_xh": W_xh, "W_hh": W_hh, "b_h": b_h}
    for name, gradient in zip(step, ours, strict=True):
        numerical = central_differences(lambda **moved: (dh[:, 0] * rnn_step(**moved)).sum(), step, name)
        assert relative_error(gradient, numerical) < 1e-7, name
    whole = backward(arguments, dh)
    assert equal(ours[0], whole["dx"][:, 0])
    assert all(equal(gradient, whole[name]) for gradient, name in zip(ours[1:], GRADIENTS[1:], strict=True))


def test_no_step_has_no_gradient() -> None:
    """Is the gradient of an empty sequence zero everywhere?"""
    arguments, dh = rnn((2, 0, 3, 4))
    for name, gradient in backward(arguments, dh).items():
        assert gradient.shape == arguments.get(name[1:], gradient).shape
        assert not gradient.any()


def test_arguments_stay_and_results_are_the_callers() -> None:
    """Are the arguments left alone, in float32 too, is the result of float32, and does it share no memory with them?"""
    arguments, dh = rnn((3, 5, 2, 4))
    h, _ = rnn_forward(**arguments)
    given = {
        "dh": dh,
        "x": arguments["x"],
        "h0": arguments["h0"],
        "h": h,
        "W": arguments["W_xh"],
        "U": arguments["W_hh"],
    }
    for dtype in (np.float64, np.float32):
        handed = {name: value.astype(dtype) for name, value in given.items()}
        before = copy.deepcopy(handed)
        gradients = rnn_backward(*handed.values())
        assert all(np.array_equal(before[name], handed[name]) for name in handed)
        assert {gradient.dtype for gradient in gradients} == {np.dtype(dtype)}
        assert not any(np.shares_memory(gradient, value) for gradient in gradients for value in handed.values())


def test_embedding_rows_add_up() -> None:
    """Is the gradient of the embedding that of torch, with tokens that come often, once and never?"""
    rng = np.random.default_rng(2)
    tokens, E, dx = np.array([[1, 1, 4, 1], [0, 4, 1, 1]]), rng.normal(size=(6, 3)), rng.normal(size=(2, 4, 3))
    weight = torch.from_numpy(E).requires_grad_()
    nn.functional.embedding(torch.from_numpy(tokens), weight).backward(torch.from_numpy(dx))
    assert equal(embed_backward(dx, tokens, 6), weight.grad.numpy())
    numerical = central_differences(lambda E: (dx * embed(tokens, E)).sum(), {"E": E}, "E")
    assert relative_error(embed_backward(dx, tokens, 6), numerical) < 1e-7
    assert embed_backward(dx.astype(np.float32), tokens, 6).dtype == np.float32


@pytest.mark.parametrize("shape", [(), (4,), (2, 3), (2, 1, 3)])
def test_numerical_gradient_of_a_cubic(shape: tuple[int, ...]) -> None:
    """Is the gradient of sum(w x^3) its formula 3 w x^2, for any shape, and is x left as it was?"""
    rng = np.random.default_rng(3)
    x, w = rng.normal(size=shape), rng.normal(size=shape)
    before = x.copy()
    assert np.allclose(numerical_gradient(lambda x: (w * x**3).sum(), x), 3 * w * x**2, rtol=1e-8, atol=1e-8)
    assert np.array_equal(x, before)


def test_error_of_the_step_is_its_square() -> None:
    """Is the difference taken on both sides: for x^3 the error is step^2, for a one-sided one it would be 3 x step?"""
    x = np.array([2.0])
    assert numerical_gradient(lambda x: (x**3).sum(), x, step=0.1) == pytest.approx([12.01], abs=1e-9)


def test_whole_numbers_are_moved_as_numbers() -> None:
    """Is an array of integers not moved by 0?"""
    assert numerical_gradient(lambda x: (x**2).sum(), np.array([3, 4])) == pytest.approx([6, 8], rel=1e-8)


def test_relative_error_by_hand() -> None:
    """Is it ||a - b|| / ||a + b||, 0 for two zeros, 1 for vectors with nothing in common, infinite for opposites?"""
    assert relative_error(np.array([3.0, 0.0]), np.array([1.0, 0.0])) == 0.5
    assert relative_error(np.zeros(2), np.zeros(2)) == 0.0
    assert relative_error(np.array([1.0, 0.0]), np.array([0.0, 1.0])) == 1.0
    assert relative_error(np.array([1.0, 2.0]), np.array([-1.0, -2.0])) == float("inf")


def test_relative_error_of_a_gradient() -> None:
    """Is it small for the right gradient, 1/3 for one that is twice too long, and defined where both are zero?"""
    x = np.random.default_rng(4).normal(size=(3, 2))
    assert gradient_check(lambda x: (x**3).sum(), x, 3 * x**2) < 1e-9
    assert gradient_check(lambda x: (x**3).sum(), x, 6 * x**2) == pytest.approx(1 / 3, rel=1e-8)
    assert gradient_check(lambda x: 7.0, x, 0 * x) == 0.0
    assert gradient_check(lambda x: x.sum(), np.zeros(2), -np.ones(2)) == float("inf")
    assert np.isnan(gradient_check(lambda x: x.sum(), x, np.full((3, 2), np.nan)))
    with pytest.raises(ValueError, match=r"shape \(2, 3\), and x has \(3, 2\)"):
        gradient_check(lambda x: x.sum(), x, np.ones((2, 3)))


def test_descent_goes_against_the_gradient() -> None:
    """Are new arrays returned, each moved by minus the rate times its gradient, with the old ones left?"""
    parameters = {"W": np.array([[1.0, 2.0]], np.float32), "b": np.array([3.0])}
    gradients = {"b": np.array([10.0]), "W": np.array([[0.5, -1.0]], np.float32)}
    moved = sgd_step(parameters, gradients, 0.1)
    assert list(moved) == ["W", "b"]
    assert moved["W"].dtype == np.float32
    assert np.allclose(moved["W"], [[0.95, 2.1]])
    assert np.allclose(moved["b"], [2.0])
    assert np.array_equal(parameters["b"], [3.0])
    with pytest.raises(KeyError):
        sgd_step(parameters, {"W": gradients["W"]}, 0.1)
