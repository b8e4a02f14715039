"""Lesson 06_gru: what its checks expect, against judges that are not ours."""

from __future__ import annotations

import copy

import numpy as np
import pytest

from helpers.nn import gru
from helpers.nn.bptt import relative_error
from tests.lessons.cases import titled
from tests.nn.judges import agree
from tests.nn.recurrent_layers import central_differences

LESSON = "06_gru"
STAND_INS = ("gru_step", "gru_step_reset_after", "gru_forward", "gru_step_backward", "gru_backward")


@pytest.mark.parametrize("name", STAND_INS)
def test_stand_ins_are_right_too(name: str, cases) -> None:
    """Does the function that later lessons use give the same, and leave its arguments alone?"""
    for case in cases[name]:
        before = copy.deepcopy(case.arguments)
        value = getattr(gru, name)(**case.arguments)
        assert agree(value, case.expected["value"]), case.title
        assert all(np.array_equal(before[key], case.arguments[key]) for key in before), case.title


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("gru_step", [[0.7904, -0.1373]] * 2),
        ("gru_step_reset_after", [[0.7791, -0.2300]] * 2),
        ("gru_step_backward", [[1.432]]),
    ],
)
def test_numbers_worked_by_hand(name: str, expected, cases) -> None:
    """Are the numbers that the lesson works out with a pencil those that the check expects first?"""
    case = titled(cases[name], "worked by hand")
    np.testing.assert_allclose(case.expected["value"][0], expected, atol=1e-4)


def test_the_step_backwards_by_hand(cases) -> None:
    """Are all six gradients of one of everything those that a pencil gives?"""
    case = titled(cases["gru_step_backward"], "worked by hand")
    dx, dh_prev, dW_xh, dW_hh, db_xh, db_hh = case.expected["value"]
    np.testing.assert_allclose([dx[0, 0], dh_prev[0, 0]], [1.432, 0.676], rtol=1e-9)
    np.testing.assert_allclose([dW_xh[0], db_xh], [[0.192, -0.6, 0.32]] * 2, rtol=1e-9)
    np.testing.assert_allclose([-dW_hh[0], db_hh], [[0.192, -0.6, 0.16]] * 2, rtol=1e-9)


@pytest.fixture(scope="module")
def point() -> dict[str, np.ndarray]:
    """A random point with T of five, all dimensions different, and nothing zero."""
    rng = np.random.default_rng(0)
    N, T, D, H = 3, 5, 2, 4
    shapes = {"x": (N, T, D), "h0": (N, H), "W_xh": (D, 3 * H), "W_hh": (H, 3 * H), "b_xh": 3 * H, "b_hh": 3 * H}
    return {name: rng.normal(size=shape) for name, shape in shapes.items()}


def test_references_against_central_differences(point, private_side) -> None:
    """Is every gradient of the reference within 1e-7 of central differences of its own forward pass?"""
    forward, backward = (private_side.namespace[name] for name in ("gru_forward", "gru_backward"))
    dh = np.random.default_rng(1).normal(size=(3, 5, 4))
    h, gates = forward(**point)
    gradients = backward(dh, point["x"], point["h0"], h, gates, point["W_xh"], point["W_hh"], point["b_hh"])

    def loss(**arguments: np.ndarray) -> float:
        return float((dh * forward(**arguments)[0]).sum())

    for name, gradient in zip(point, gradients, strict=True):
        assert relative_error(gradient, central_differences(loss, point, name)) < 1e-7, name


def test_a_missing_factor_is_not_within_the_tolerance(point, private_side) -> None:
    """Would the comparison above notice the factor r that is forgotten most often?"""
    forward, backward = (private_side.namespace[name] for name in ("gru_forward", "gru_backward"))
    dh = np.random.default_rng(1).normal(size=(3, 5, 4))
    h, gates = forward(**point)
    forgotten = gates.copy()
    forgotten[..., :4] = 1.0
    arguments = point["W_xh"], point["W_hh"], point["b_hh"]
    wrong = backward(dh, point["x"], point["h0"], h, forgotten, *arguments)
    right = backward(dh, point["x"], point["h0"], h, gates, *arguments)
    assert all(relative_error(a, b) > 1e-3 for a, b in zip(wrong, right, strict=True))


def test_two_conventions_are_one_network(point, private_side) -> None:
    """Does a step by the other formula, with the swapped weights, give the same states, to 1e-10?"""
    step, swap = (private_side.namespace[name] for name in ("gru_step", "swap_update_gate"))
    weights = [point[name] for name in ("W_xh", "W_hh", "b_xh", "b_hh")]
    one = other = point["h0"]
    for t in range(5):
        one, _ = step(point["x"][:, t], one, *weights)
        _, gates = step(point["x"][:, t], other, *swap(*weights))
        z, n = gates[:, 4:8], gates[:, 8:]
        other = (1 - z) * other + z * n
        np.testing.assert_allclose(one, other, atol=1e-10)


@pytest.mark.parametrize("way", ["r alike", "W_hn diagonal", "r fixed, weights converted"])
def test_two_places_of_the_reset_gate_where_they_agree(way: str, point, private_side) -> None:
    """Do the two forms agree to 1e-10 in the cases for which the lesson proves it?"""
    before, after = (private_side.namespace[name] for name in ("gru_step", "gru_step_reset_after"))
    W_xh, W_hh, b_xh, b_hh = (point[name].copy() for name in ("W_xh", "W_hh", "b_xh", "b_hh"))
    b_xh[8:] += b_hh[8:]
    b_hh[8:] = 0.0
    converted = W_hh.copy()
    if way == "r alike":
        W_xh[:, :4], W_hh[:, :4], b_xh[:4], b_hh[:4] = W_xh[:, :1], W_hh[:, :1], b_xh[0], b_hh[0]
        converted = W_hh
    elif way == "W_hn diagonal":
        W_hh[:, 8:] *= np.eye(4)
        converted = W_hh
    else:
        W_xh[:, :4] = W_hh[:, :4] = converted[:, :4] = 0.0
        r = 1 / (1 + np.exp(-(b_xh[:4] + b_hh[:4])))
        converted[:, 8:] *= r[:, None] / r
    one = other = point["h0"]
    for t in range(5):
        one, _ = before(point["x"][:, t], one, W_xh, W_hh, b_xh, b_hh)
        other, _ = after(point["x"][:, t], other, W_xh, converted, b_xh, b_hh)
        np.testing.assert_allclose(one, other, atol=1e-10)


def test_two_places_of_the_reset_gate_in_general(point, private_side) -> None:
    """Are they different cells where nothing is special?"""
    before, after = (private_side.namespace[name] for name in ("gru_step", "gru_step_reset_after"))
    arguments = [point[name] for name in ("W_xh", "W_hh", "b_xh", "b_hh")]
    one, _ = before(point["x"][:, 0], point["h0"], *arguments)
    other, _ = after(point["x"][:, 0], point["h0"], *arguments)
    assert np.abs(one - other).max() > 0.01
