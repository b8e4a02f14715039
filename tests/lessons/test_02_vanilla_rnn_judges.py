"""Lesson 02_vanilla_rnn: numbers worked by hand, and what its cases have to show."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.checks.observe import observe
from helpers.checks.verdict import judge
from helpers.exercises.reference import remember_source
from tests.nn.judges import agree

LESSON = "02_vanilla_rnn"


@pytest.mark.parametrize(
    ("name", "title", "expected"),
    [
        ("rnn_step", "worked by hand", [[0.46211715726, -0.09966799462]] * 2),
        ("count_parameters", "counted by hand above", 48),
        ("language_model_loss", "worked by hand: two words", (0.40760596444 + 1.09861228867) / 2),
        ("language_model_loss", "every logit alike", 1.38629436112),
        ("language_model_loss", "a target that was thought impossible", 500 + 0.31326168752 / 2),
        ("last_valid_state", "two sentences", [[3.0, 30.0], [6.0, 60.0]]),
        ("embed", "worked by hand", [[[0.5, 0.6], [0.1, 0.2], [0.5, 0.6]]]),
    ],
)
def test_numbers_worked_by_hand(name: str, title: str, expected, cases) -> None:
    """Are the numbers that the lesson works out with a pencil those that the check expects?"""
    (case,) = [case for case in cases[name] if title in case.title]
    np.testing.assert_allclose(case.expected["value"], expected, rtol=1e-9)


def test_second_step_by_hand(cases) -> None:
    """Is the second state of the worked example tanh of the sum that a pencil gives?"""
    (case,) = [case for case in cases["rnn_forward"] if "worked by hand" in case.title]
    h, h_T = case.expected["value"]
    first = np.tanh([0.5, -0.1])
    inside = [0.2 + 0.4 * first[0] + 0.1 * first[1] - 0.1, -0.1 + 0.2 * first[0] + 0.5 * first[1] + 0.2]
    np.testing.assert_allclose(h, [[first, np.tanh(inside)]] * 2, rtol=1e-12)
    np.testing.assert_allclose(h_T, [np.tanh(inside)] * 2, rtol=1e-12)


@pytest.mark.parametrize("name", ["rnn_step", "rnn_forward", "output_layer", "language_model_loss"])
def test_some_case_has_only_different_sizes(name: str, cases) -> None:
    """Is there a case in which no two axes can be exchanged without being noticed?"""

    def sizes(case) -> list[int]:
        arrays = [value for key, value in case.arguments.items() if key in ("x", "h", "h0", "W_hy", "logits")]
        return sorted({size for array in arrays for size in array.shape})

    wanted = {"rnn_step": 3, "rnn_forward": 4, "output_layer": 4, "language_model_loss": 3}[name]
    assert any(len(sizes(case)) == wanted for case in cases[name])


def _sizes(case) -> list:
    """The shapes of the arrays among a case's arguments; of count_parameters, which has none, the number of steps."""
    sizes = [(key, value.shape) for key, value in case.arguments.items() if isinstance(value, np.ndarray)]
    return sizes or [("T", case.arguments["T"])]


def test_every_part_has_neighbouring_cases(private_side) -> None:
    """Does each part try the same sizes with other values, so that what is kept from an earlier call shows?"""
    for name, exercise in private_side.exercises.items():
        for part in exercise.parts:
            cases = private_side.visible_cases(name, part)
            pairs = [(a, b) for a in cases for b in cases if a is not b and _sizes(a) == _sizes(b)]
            assert any(not agree(a.expected["value"], b.expected["value"]) for a, b in pairs), (name, part)


@pytest.mark.parametrize("changed", [{"h0"}, {"mask"}, {"W_xh", "W_hh", "b_h"}])
def test_rnn_forward_is_tried_with_one_thing_changed(changed: set[str], private_side) -> None:
    """Are there two cases that differ in h0 alone, in the mask alone, and in the weights alone?"""
    cases = [case for part in ("values", "mask") for case in private_side.visible_cases("rnn_forward", part)]

    def differing(a, b) -> set[str]:
        both = {"mask": None} | a.arguments, {"mask": None} | b.arguments
        return {key for key in both[0] if not np.array_equal(both[0][key], both[1][key])}

    assert any(differing(a, b) == changed for a in cases for b in cases)


@pytest.mark.parametrize(
    "expression",
    [
        "torch.nn.functional.log_softmax(y, 1)",
        "torch.log_softmax(y, 1)",
        "torch.special.log_softmax(y, 1)",
        "y.log_softmax(1)",
        "torch.tensor(logits).flatten(0, 1).log_softmax(1)",
        "y - torch.logsumexp(y, 1, keepdim=True)",
        "y - y.logsumexp(1, keepdim=True)",
        "y - torch.logcumsumexp(y, 1)[:, -1:]",
        "torch.distributions.Categorical(logits=y).logits",
    ],
)
def test_a_ready_made_log_softmax_is_refused(expression: str, private_side) -> None:
    """Is what language_model_loss is to program refused under each of its names?"""
    source = (
        "def language_model_loss(logits, targets, mask):\n    import torch\n"
        f"    y = torch.tensor(logits).flatten(0, 1)\n    log_p = {expression}\n"
        "    losses = -log_p[torch.arange(targets.size), targets.ravel()].numpy().reshape(mask.shape)\n"
        "    return losses[mask].mean() if mask.any() else 0.0\n"
    )
    filename = f"<{expression}>"
    remember_source(filename, source)
    namespace = dict(private_side.namespace)
    exec(compile(source, filename, "exec"), namespace)
    exercise = private_side.exercises["language_model_loss"].specification
    (case, *_) = private_side.visible_cases("language_model_loss", "values")
    seen = observe(exercise, case, namespace)
    assert agree(seen["value"], case.expected["value"])
    assert "which you are asked to program yourself" in judge(exercise, case, seen).sentence
