"""Lesson 03_bptt: what its checks expect, against torch's autograd, torch's optimiser and numbers worked by hand."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from helpers.checks.drivers.functions import made
from helpers.checks.drivers.sampling import GRID
from helpers.checks.specification import Case
from helpers.nn import bptt
from tests.lessons.cases import side_of, titled
from tests.nn.judges import agree

LESSON = "03_bptt"
Arrays = dict[str, np.ndarray]

torch.set_num_threads(1)


def torch_gradient(f: dict[str, Any], x: np.ndarray) -> np.ndarray:
    """torch's gradient of the function that a case describes."""
    point = torch.tensor(np.asarray(x, dtype=np.float64), requires_grad=True)
    c = torch.from_numpy(f["c"])
    value = {
        "cubes": lambda: (c * point**3).sum(),
        "linear": lambda: (c * point).sum(),
        "squashed": lambda: (c * torch.tanh(point @ torch.from_numpy(f["A"]))).sum() if "A" in f else None,
    }[f["function"]]()
    (gradient,) = torch.autograd.grad(value, point)
    return gradient.numpy()


def numerical_gradient(f: dict[str, Any], x: np.ndarray, step: float = 1e-5) -> np.ndarray:
    """(3.3) with exact integrals of the derivative: the mean of the slope between x - step and x + step."""
    x = np.asarray(x, dtype=np.float64)
    if f["function"] == "cubes":
        return f["c"] * (3 * x**2 + step**2)
    function = made(f, x.shape)
    places = np.eye(x.size).reshape(-1, *x.shape)
    nodes, weights = np.polynomial.legendre.leggauss(24)
    slopes = [
        sum(w / 2 * np.sum(torch_gradient(f, x + node * step * place) * place) for node, w in zip(nodes, weights))
        for place in places
    ]
    assert np.isfinite(function(x))
    return np.array(slopes).reshape(x.shape)


def gradient_check(f: dict[str, Any], x: np.ndarray, gradient: np.ndarray) -> float:
    """(3.4) against torch's gradient."""
    b = torch_gradient(f, x)
    difference, total = np.linalg.norm(gradient - b), np.linalg.norm(gradient + b)
    return 0.0 if difference == 0 else np.inf if total == 0 else difference / total


def truncated_bptt(
    dh: np.ndarray, x: np.ndarray, h0: np.ndarray, h: np.ndarray, W_xh: np.ndarray, W_hh: np.ndarray, k: int
) -> tuple[np.ndarray, ...]:
    """torch's gradients, the state detached between two windows.

    A constant is added inside each tanh, so that the states are the rounded ones of the case to the last digit.
    """
    leaves = [torch.tensor(array, requires_grad=True) for array in (x, h0, W_xh, W_hh, np.zeros(len(W_hh)))]
    inputs, first, W, U, b = leaves
    state, loss = first, torch.zeros((), dtype=torch.float64)
    for t in range(x.shape[1]):
        if t > 0 and t % k == 0:
            state = state.detach()
        a = inputs[:, t] @ W + state @ U + b
        state = torch.tanh(a + (torch.atanh(torch.from_numpy(h[:, t])) - a).detach())
        loss = loss + (torch.from_numpy(dh[:, t]) * state).sum()
    return tuple(gradient.numpy() for gradient in torch.autograd.grad(loss, leaves))


def rnn_backward(**arguments: np.ndarray) -> tuple[np.ndarray, ...]:
    """torch's gradients through all steps."""
    return truncated_bptt(**arguments, k=10**6)


def rnn_step_backward(
    dh: np.ndarray, x: np.ndarray, h_prev: np.ndarray, h: np.ndarray, W_xh: np.ndarray, W_hh: np.ndarray
) -> tuple[np.ndarray, ...]:
    """torch's gradients of one step."""
    dx, *rest = rnn_backward(dh=dh[:, None], x=x[:, None], h0=h_prev, h=h[:, None], W_xh=W_xh, W_hh=W_hh)
    return (dx[:, 0], *rest)


def embed_backward(dx: np.ndarray, tokens: np.ndarray, V: int) -> np.ndarray:
    """torch's gradient of its embedding layer."""
    E = torch.zeros((V, dx.shape[2]), dtype=torch.float64, requires_grad=True)
    (torch.nn.functional.embedding(torch.from_numpy(tokens), E) * torch.from_numpy(dx)).sum().backward()
    assert E.grad is not None
    return E.grad.numpy()


def sgd_step(parameters: Arrays, gradients: Arrays, learning_rate: float) -> Arrays:
    """torch's optimiser."""
    leaves = {name: torch.nn.Parameter(torch.from_numpy(value.copy())) for name, value in parameters.items()}
    for name, leaf in leaves.items():
        leaf.grad = torch.from_numpy(gradients[name])
    torch.optim.SGD(leaves.values(), lr=learning_rate).step()
    return {name: leaf.detach().numpy() for name, leaf in leaves.items()}


def sample(token: np.ndarray, h: np.ndarray, parameters: Arrays, length: int) -> tuple[str, str, np.ndarray]:
    """The exact probability of every continuation, by torch's cell and softmax."""
    p = {name: torch.from_numpy(value) for name, value in parameters.items()}
    V = len(parameters["E"])
    share = np.zeros((len(token), *[V] * length))
    for n, continuation in itertools.product(range(len(token)), itertools.product(range(V), repeat=length)):
        state, read, probability = torch.from_numpy(h[n]), int(token[n]), 1.0
        for word in continuation:
            state = torch.tanh(p["E"][read] @ p["W_xh"] + state @ p["W_hh"] + p["b_h"])
            probability *= torch.softmax(state @ p["W_hy"] + p["b_y"], dim=0)[word].item()
            read = word
        share[(n, *continuation)] = probability
    assert np.abs(share * GRID - np.round(share * GRID)).max() < 1e-3, "a share between two eighths would be luck"
    certain = bool((share.reshape(len(token), -1).max(axis=1) > 0.999).all())
    return ("all alike" if certain else "drawn one by one", "all alike" if certain else "differ", share)


JUDGES: dict[str, Callable[..., Any]] = {
    judge.__name__: judge
    for judge in (
        numerical_gradient,
        gradient_check,
        rnn_step_backward,
        rnn_backward,
        embed_backward,
        truncated_bptt,
        sgd_step,
        sample,
    )
}
TOLERANCE = {"numerical_gradient": 1e-6, "gradient_check": 1e-6, "sample": 1e-3}


def test_every_exercise_has_a_judge(cases: dict[str, list[Case]]) -> None:
    """Is no exercise expected to be right by our own word alone?"""
    assert set(cases) == set(JUDGES)


@pytest.mark.parametrize("name", sorted(JUDGES))
def test_expected_values_are_the_judges(name: str, cases: dict[str, list[Case]]) -> None:
    """Does the reference give, in every case, what an independent judge gives?"""
    for case in cases[name]:
        if case.expected["outcome"] == "raised":
            assert name == "gradient_check"
            assert np.shape(case.arguments["x"]) != np.shape(case.arguments["gradient"])
            continue
        judged = JUDGES[name](**copy.deepcopy(case.arguments))
        assert agree(case.expected["value"], judged, TOLERANCE.get(name, 1e-9)), case.title


@pytest.mark.parametrize("name", ["rnn_step_backward", "rnn_backward", "embed_backward", "truncated_bptt", "sgd_step"])
def test_stand_ins_are_right_too(name: str, cases: dict[str, list[Case]]) -> None:
    """Does the function that later lessons use give the same, and leave its arguments alone?"""
    for case in cases[name]:
        arguments = copy.deepcopy(case.arguments)
        value = getattr(bptt, name)(**arguments)
        assert agree(value, JUDGES[name](**copy.deepcopy(case.arguments)), 1e-9), case.title
        assert agree(arguments, case.arguments, 0.0)


def test_the_stand_in_samples_as_the_network_says() -> None:
    """Does the function that later lessons use draw each continuation as often as it is probable?"""
    side = side_of(LESSON)
    for part in side.exercises["sample"].parts:
        trials = side.visible_cases("sample", part)
        seen = side.observations("sample", bptt.sample, trials)
        for case, observation in zip(trials, seen, strict=True):
            assert agree(observation["value"], case.expected["value"], 1e-9), case.title


@pytest.mark.parametrize(
    ("name", "title", "expected"),
    [
        ("numerical_gradient", "worked by hand", [12.25]),
        ("gradient_check", "worked by hand", 0.25),
        ("gradient_check", "twice the right gradient", 1 / 3),
        ("gradient_check", "half of the right gradient", 3.0),
        ("rnn_step_backward", "worked by hand", ([[0.192]], [[0.256]], [[1.28]], [[0.32]], [0.64])),
        ("embed_backward", "the same token twice", [[3, 4], [0, 0], [6, 8], [0, 0]]),
        ("sgd_step", "worked by hand", {"w": [1.4]}),
    ],
)
def test_numbers_worked_by_hand(name: str, title: str, expected: Any, cases: dict[str, list[Case]]) -> None:
    """Are the numbers that the lesson works out with a pencil those that the check expects?"""
    case = titled(cases[name], title)
    assert agree(case.expected["value"], expected, 1e-4)  # inputs are rounded to five digits


@pytest.mark.parametrize("name", ["rnn_step_backward", "rnn_backward", "truncated_bptt"])
def test_gradients_against_central_differences(name: str, cases: dict[str, list[Case]]) -> None:
    """Is the relative error of each weight's gradient below 1e-7, in float64, with steps of 1e-5?"""
    whole = "rnn_backward" if name == "truncated_bptt" else name
    rng = np.random.default_rng(5)
    N, T, D, H = (3, 1, 2, 4) if whole == "rnn_step_backward" else (3, 6, 2, 4)
    x, h0 = rng.normal(size=(N, T, D)), rng.normal(size=(N, H))
    W_xh, W_hh, b_h = rng.normal(size=(D, H)), rng.normal(size=(H, H)), rng.normal(size=H)
    dh = rng.normal(size=(N, T, H))

    def states(W_xh: np.ndarray = W_xh, W_hh: np.ndarray = W_hh, x: np.ndarray = x, h0: np.ndarray = h0) -> np.ndarray:
        found = [h0]
        for t in range(T):
            found.append(np.tanh(x[:, t] @ W_xh + found[-1] @ W_hh + b_h))
        return np.stack(found[1:], axis=1)

    reference = side_of(LESSON).namespace
    if name == "rnn_step_backward":
        dx, dh0, dW_xh, dW_hh, _ = reference[name](dh[:, 0], x[:, 0], h0, states()[:, 0], W_xh, W_hh)
        dx = dx[:, None]
    else:
        more = (T,) if name == "truncated_bptt" else ()
        dx, dh0, dW_xh, dW_hh, _ = reference[name](dh, x, h0, states(), W_xh, W_hh, *more)
    for argument, value, gradient in (
        ("x", x, dx),
        ("h0", h0, dh0),
        ("W_xh", W_xh, dW_xh),
        ("W_hh", W_hh, dW_hh),
    ):
        error = reference["gradient_check"](
            lambda moved, argument=argument: float(np.sum(dh * states(**{argument: moved}))), value, gradient
        )
        assert error < 1e-7, argument
