"""Lesson 05_lstm: what its checks expect, against judges that are not ours."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from helpers.nn import lstm
from helpers.nn.bptt import relative_error
from tests.lessons.cases import titled
from tests.lessons.ready_made import is_refused_though_right
from tests.nn.judges import agree
from tests.nn.recurrent_layers import central_differences

LESSON = "05_lstm"
Arrays = dict[str, np.ndarray]


def torch_lstm(W_xh: np.ndarray, W_hh: np.ndarray, b_h: np.ndarray) -> nn.LSTM:
    """torch's layer with these weights, its second bias zero."""
    layer = nn.LSTM(len(W_xh), len(W_hh), batch_first=True).double()
    with torch.no_grad():
        for weight, value in zip(layer.parameters(), (W_xh.T, W_hh.T, b_h, 0 * b_h), strict=True):
            weight.copy_(torch.from_numpy(np.ascontiguousarray(value)))
    return layer


def gates_by_definition(x: np.ndarray, h: np.ndarray, W_xh: np.ndarray, W_hh: np.ndarray, b_h: np.ndarray):
    """The activated gates, number by number from the definition, with Python's own functions."""
    H = len(W_hh)
    gates = np.empty((len(x), 4 * H))
    for n, k in np.ndindex(*gates.shape):
        a = math.fsum([*(x[n] * W_xh[:, k]), *(h[n] * W_hh[:, k]), b_h[k]])
        gates[n, k] = math.tanh(a) if k // H == 2 else torch.special.expit(torch.tensor(a, dtype=torch.float64)).item()
    return gates


def sigmoid(x: np.ndarray) -> np.ndarray:
    """torch's sigmoid."""
    return torch.sigmoid(torch.as_tensor(x, dtype=torch.float64)).numpy()


def lstm_step(x: np.ndarray, h: np.ndarray, c: np.ndarray, W_xh: np.ndarray, W_hh: np.ndarray, b_h: np.ndarray):
    """torch's layer on one step."""
    with torch.no_grad():
        _, (h_new, c_new) = torch_lstm(W_xh, W_hh, b_h)(
            torch.from_numpy(x)[:, None], (torch.from_numpy(h)[None], torch.from_numpy(c)[None])
        )
    return h_new[0].numpy(), c_new[0].numpy(), gates_by_definition(x, h, W_xh, W_hh, b_h)


def lstm_forward(x: np.ndarray, h0: np.ndarray, c0: np.ndarray, W_xh: np.ndarray, W_hh: np.ndarray, b_h: np.ndarray):
    """torch's layer, once for each length, since it gives the last cell state only."""
    layer = torch_lstm(W_xh, W_hh, b_h)
    first = torch.from_numpy(h0)[None], torch.from_numpy(c0)[None]
    cells = []
    with torch.no_grad():
        for length in range(1, x.shape[1] + 1):
            h, (_, c) = layer(torch.from_numpy(x[:, :length]), first)
            cells.append(c[0].numpy())
    before = np.concatenate([h0[:, None], h.numpy()[:, :-1]], axis=1)
    gates = [gates_by_definition(x[:, t], before[:, t], W_xh, W_hh, b_h) for t in range(x.shape[1])]
    return h.numpy(), np.stack(cells, axis=1), np.stack(gates, axis=1)


def forget_bias_init(H: int, T: float) -> np.ndarray:
    """The two statements of the lesson: the gate that keeps 1 - 1/T, and the input gate open by 1/T."""
    keeps = torch.logit(torch.tensor(1 - 1 / T, dtype=torch.float64)).item()
    lets_in = torch.logit(torch.tensor(1 / T, dtype=torch.float64)).item()
    return np.array([lets_in] * H + [keeps] * H + [0.0] * 2 * H)


def biases_behind(gates: np.ndarray, x: np.ndarray, h: np.ndarray, W_xh: np.ndarray, W_hh: np.ndarray) -> np.ndarray:
    """The biases with which x and h give these gates, read off the first sequence."""
    i, f, g, o = np.split(gates[0], 4)
    sums = np.concatenate([np.log(i / (1 - i)), np.log(f / (1 - f)), np.arctanh(g), np.log(o / (1 - o))])
    return sums - x[0] @ W_xh - h[0] @ W_hh


def lstm_backward(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh):
    """torch's autograd through torch's layer."""
    first_gates = gates[:, 0]
    b_h = biases_behind(first_gates, x[:, 0], h0, W_xh, W_hh)
    layer = torch_lstm(W_xh, W_hh, b_h)
    x, h0, c0 = (torch.from_numpy(array).clone().requires_grad_() for array in (x, h0, c0))
    states, (_, last_c) = layer(x, (h0[None], c0[None]))
    ((torch.from_numpy(dh) * states).sum() + (torch.from_numpy(dc_T) * last_c[0]).sum()).backward()
    dW_xh, dW_hh, db_h, _ = (weight.grad for weight in layer.parameters())
    return tuple(gradient.numpy() for gradient in (x.grad, h0.grad, c0.grad, dW_xh.T, dW_hh.T, db_h))


def one_step_by_torch(dh, dc, x, h_prev, c_prev, gates, W_xh, W_hh) -> tuple:
    """torch's autograd through one step of torch's layer, with the biases that lead to these gates."""
    dx, *rest = lstm_backward(
        dh[:, None], dc, x[:, None], h_prev, c_prev, dh[:, None], dh[:, None], gates[:, None], W_xh, W_hh
    )
    return dx[:, 0], *rest


JUDGES: dict[str, Callable[..., Any]] = {
    function.__name__: function for function in (sigmoid, lstm_step, lstm_forward, forget_bias_init, lstm_backward)
}


def test_every_exercise_has_a_judge(private_side) -> None:
    """Is no exercise expected to be right by our own word alone?"""
    assert set(private_side.exercises) == {*JUDGES, "lstm_step_backward"}


@pytest.mark.parametrize("name", sorted(JUDGES))
def test_expected_values_are_the_judges(name: str, cases) -> None:
    """Does the reference give, in every case, what an independent judge gives?

    To ten digits; to about four where the inputs of visible cases, rounded as learners hold them, are what a forward
    pass gave, so that torch, which computes that pass again, begins with slightly other numbers.
    """
    for case in cases[name]:
        assert case.expected["outcome"] == "returned"
        judged = JUDGES[name](**copy.deepcopy(case.arguments))
        if name == "lstm_backward":
            # Each step brings its own rounding to five digits, and such errors add up like the root of their number:
            # one step comes to 4e-5, nine steps to 2e-4.
            most = 1e-4 * math.sqrt(case.arguments["x"].shape[1])
            for value, other in zip(case.expected["value"], judged, strict=True):
                assert value.shape == other.shape, case.title
                assert relative_error(value, other) < most, case.title
        else:
            assert agree(case.expected["value"], judged), case.title


def consistent(case) -> bool:
    """Whether the gates of a step's case are those of one bias vector, and c what they make of c_prev."""
    i, f, g, _ = np.split(case.arguments["gates"], 4, axis=1)
    c = f * case.arguments["c_prev"] + i * g
    return bool(np.allclose(c, case.arguments["c"], atol=1e-4))


def test_one_step_backward_is_autograds(cases) -> None:
    """Does the reference give the gradients of torch's autograd, in every case that a forward step leads to?"""
    tried = 0
    for case in filter(consistent, cases["lstm_step_backward"]):
        arguments = {key: value for key, value in case.arguments.items() if key != "c"}
        judged = one_step_by_torch(**copy.deepcopy(arguments))
        # the case with another h_prev keeps the gates of the first one, so that no single bias leads to them
        if np.allclose(
            gates_by_definition(
                arguments["x"],
                arguments["h_prev"],
                arguments["W_xh"],
                arguments["W_hh"],
                biases_behind(
                    arguments["gates"], arguments["x"], arguments["h_prev"], arguments["W_xh"], arguments["W_hh"]
                ),
            ),
            arguments["gates"],
            atol=1e-4,
        ):
            tried += 1
            for value, other in zip(case.expected["value"], judged, strict=True):
                # gradients of opposite sign may cancel, so that rounding shows against the whole, not the sum
                assert np.abs(value - other).max() < 2e-3 * max(1.0, np.abs(other).max()), case.title
    assert tried > 20


@pytest.fixture
def sequence() -> Arrays:
    """A random point: T = 6, all sizes different, nothing zero."""
    rng = np.random.default_rng(12)
    N, T, D, H = 2, 6, 3, 4
    return {
        "x": rng.normal(size=(N, T, D)),
        "h0": rng.normal(size=(N, H)),
        "c0": rng.normal(size=(N, H)),
        "W_xh": rng.normal(size=(D, 4 * H)),
        "W_hh": rng.normal(size=(H, 4 * H)),
        "b_h": rng.normal(size=4 * H),
    }


@pytest.mark.parametrize("seen", ["h alone", "c alone", "both"])
def test_gradients_are_those_of_central_differences(seen: str, sequence: Arrays, private_side) -> None:
    """Is each gradient of the references within 1e-7 of central differences in float64, and 1e-10 of autograd?"""
    forward, backward = private_side.namespace["lstm_forward"], private_side.namespace["lstm_backward"]
    rng = np.random.default_rng(13)
    dh = rng.normal(size=(2, 6, 4)) * (seen != "c alone")
    dc_T = rng.normal(size=(2, 4)) * (seen != "h alone")
    h, c, gates = forward(**sequence)
    given = (sequence[name] for name in ("x", "h0", "c0"))
    weights = sequence["W_xh"], sequence["W_hh"]
    gradients = dict(zip(sequence, backward(dh, dc_T, *given, h, c, gates, *weights), strict=True))

    def loss(**arguments) -> float:
        states, cells, _ = forward(**arguments)
        return float((dh * states).sum() + (dc_T * cells[:, -1]).sum())

    judged = lstm_backward(dh, dc_T, *(sequence[name] for name in ("x", "h0", "c0")), h, c, gates, *weights)
    for (name, gradient), by_torch in zip(gradients.items(), judged, strict=True):
        assert relative_error(gradient, central_differences(loss, sequence, name)) < 1e-7, name
        assert relative_error(gradient, by_torch) < 1e-10, name


@pytest.mark.parametrize("name", ["sigmoid", "lstm_step", "lstm_forward", "forget_bias_init", "lstm_step_backward"])
def test_stand_ins_are_right_too(name: str, cases) -> None:
    """Does the function that later lessons use give the same, and leave its arguments alone?"""
    for case in cases[name]:
        before = copy.deepcopy(case.arguments)
        assert agree(getattr(lstm, name)(**case.arguments), case.expected["value"]), case.title
        assert all(np.array_equal(before[key], case.arguments[key]) for key in before)


def test_the_backward_stand_in_is_right_too(cases) -> None:
    """Does the backward pass that later lessons use give the same over whole sequences?"""
    for case in cases["lstm_backward"]:
        assert agree(lstm.lstm_backward(**case.arguments), case.expected["value"]), case.title


@pytest.mark.parametrize(
    ("name", "title", "place", "expected"),
    [
        ("sigmoid", "worked by hand", None, [0.5, 0.75, 0.25, 0.9]),
        ("lstm_step", "worked by hand", 1, [[1.5 + 0.75 * math.tanh(0.5)]] * 2),
        ("lstm_step", "worked by hand", 2, [[0.75, 0.75, math.tanh(0.5), 0.5]] * 2),
        ("lstm_step_backward", "worked by hand", 2, [[0.75]] * 2),
        ("forget_bias_init", "H = 2, T = 4", None, [-math.log(3)] * 2 + [math.log(3)] * 2 + [0.0] * 4),
    ],
)
def test_numbers_worked_by_hand(name: str, title: str, place: int | None, expected, cases) -> None:
    """Are the numbers that the lesson works out with a pencil those that the check expects?"""
    case = titled(cases[name], title)
    value = case.expected["value"] if place is None else case.expected["value"][place]
    np.testing.assert_allclose(value, expected, rtol=2e-5)


@pytest.mark.parametrize(
    ("name", "expression"),
    [
        ("sigmoid", "torch.sigmoid(torch.tensor(x, dtype=float)).numpy()"),
        ("sigmoid", "torch.tensor(x, dtype=float).sigmoid().numpy()"),
        ("sigmoid", "torch.special.expit(torch.tensor(x, dtype=float)).numpy()"),
        ("sigmoid", "torch.nn.functional.sigmoid(torch.tensor(x, dtype=float)).numpy()"),
    ],
)
def test_what_is_ready_made_is_refused(name: str, expression: str, private_side) -> None:
    """Is a ready-made sigmoid refused under each of its names?"""
    source = f"def {name}(x):\n    import torch\n    return {expression}\n"
    assert is_refused_though_right(private_side, name, source)
