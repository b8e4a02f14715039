"""Lesson 02_vanilla_rnn: a step worked by hand, and what its cases have to show."""

from __future__ import annotations

import numpy as np
import pytest

from tests.lessons.cases import titled
from tests.lessons.ready_made import is_refused_though_right

LESSON = "02_vanilla_rnn"


def test_second_step_by_hand(cases) -> None:
    """Is the second state of the worked example tanh of the sum that a pencil gives?"""
    case = titled(cases["rnn_forward"], "worked by hand")
    h, h_T = case.expected["value"]
    first = np.tanh([0.5, -0.1])
    inside = [0.2 + 0.4 * first[0] + 0.1 * first[1] - 0.1, -0.1 + 0.2 * first[0] + 0.5 * first[1] + 0.2]
    np.testing.assert_allclose(h, [[first, np.tanh(inside)]] * 2, rtol=1e-12)
    np.testing.assert_allclose(h_T, [np.tanh(inside)] * 2, rtol=1e-12)


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
    assert is_refused_though_right(private_side, "language_model_loss", source)
