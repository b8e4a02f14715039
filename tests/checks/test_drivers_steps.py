"""The drivers for functions that decode."""

from __future__ import annotations

import copy

import numpy as np
import pytest
import torch

from helpers.checks.drivers.steps import call_with_step, loss_with_step

RECURRENT = {
    "step": "recurrent",
    "E": np.arange(8.0).reshape(4, 2) / 10,
    "W_hh": np.array([[0.5, 0.0], [0.1, -0.5]]),
    "W_hy": np.array([[1.0, 2.0, 0.0, 0.0], [0.0, 1.0, -1.0, 0.0]]),
    "b_y": np.array([0.1, 0.2, 0.3, 0.4]),
}
TREE = {"step": "tree", "next": np.array([[1, 0], [1, 1]]), "logits": np.array([[0.0, 1.0], [2.0, 3.0]])}


def test_a_recurrent_step_is_its_formula() -> None:
    """Does the step compute tanh(E[token] + h W_hh), and the logits of that?"""
    h = np.array([[0.3, -0.2]])
    logits, new = call_with_step(lambda step, h: step(torch.tensor([2]), h), {"step": RECURRENT, "h": h})
    expected = np.tanh(RECURRENT["E"][[2]] + h @ RECURRENT["W_hh"])
    np.testing.assert_allclose(new.array, expected)
    np.testing.assert_allclose(logits.array, expected @ RECURRENT["W_hy"] + RECURRENT["b_y"])


def test_a_tree_goes_from_place_to_place() -> None:
    """Does a token lead to its place, whose logits are handed out?"""
    logits, place = call_with_step(
        lambda step, h: step(torch.tensor([0, 1]), h), {"step": TREE, "h": np.array([[0], [0]])}
    )
    assert place.array.tolist() == [[1], [0]]
    assert logits.array.tolist() == [[2.0, 3.0], [0.0, 1.0]]


@pytest.mark.parametrize(
    ("tokens", "message"),
    [
        ([1], "no tensor"),
        (torch.tensor([1.0], dtype=torch.float32), "torch.float32"),
        (torch.tensor([[1]]), r"\(1, 1\)"),
        (torch.tensor([1, 2]), "2 tokens and a state of 1 rows"),
        (torch.tensor([7]), "ids from 7 to 7; V is 4"),
    ],
)
def test_tokens_that_are_none_are_refused(tokens, message: str) -> None:
    """Does a step say what is wrong with its tokens?"""
    with pytest.raises(ValueError, match=message):
        call_with_step(lambda step, h: step(tokens, h), {"step": RECURRENT, "h": np.zeros((1, 2))})


def loss(step, h, targets):
    logits, h = step(targets, h)
    return logits.sum() + (h * h).sum()


def arguments(gradients: bool) -> dict:
    h = np.array([[0.3, -0.2], [0.1, 0.4]])
    return {"step": RECURRENT, "h": h, "targets": np.array([1, 3]), "gradients": gradients}


def test_gradients_are_seen_only_where_asked_for() -> None:
    """Is there the loss alone, or the loss and the gradient of the state and of each array?"""
    assert list(loss_with_step(loss, arguments(False))) == ["loss"]
    seen = loss_with_step(loss, arguments(True))
    assert list(seen) == ["loss", *(f"gradient of {name}" for name in ("h", "E", "W_hh", "W_hy", "b_y"))]
    np.testing.assert_allclose(seen["gradient of b_y"], [2.0] * 4)
    assert not seen["gradient of E"][[0, 2]].any(), "these tokens were not read"
    assert seen["gradient of E"][[1, 3]].all()


def test_the_case_stays_as_it_was() -> None:
    """Are the arrays of a case the same afterwards?"""
    given = arguments(True)
    before = copy.deepcopy(given)
    loss_with_step(loss, given)
    np.testing.assert_array_equal(given["h"], before["h"])
    assert all(np.array_equal(given["step"][name], before["step"][name]) for name in ("E", "W_hh", "W_hy", "b_y"))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda step, h, targets: loss(step, h, targets).item(), "a tensor of one number"),
        (lambda step, h, targets: step(targets, h)[0], "a tensor of one number"),
        (lambda step, h, targets: loss(step, h, targets).detach(), "nothing could learn"),
    ],
)
def test_a_loss_without_gradients_is_refused(wrong, message: str) -> None:
    """Does the driver say why no gradient comes back?"""
    with pytest.raises(ValueError, match=message):
        loss_with_step(wrong, arguments(True))


def test_nothing_returned_is_told_as_such() -> None:
    """Is None handed on, so that the verdict can ask for a return?"""
    assert loss_with_step(lambda *_: None, arguments(True)) is None
