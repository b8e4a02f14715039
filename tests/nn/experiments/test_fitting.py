"""Training torch modules on examples, and counting what they get right."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import torch
from torch import nn

from helpers.nn.experiments.fitting import fit, share_right

X = torch.tensor([[0.0, 1.0], [1.0, 0.0], [0.0, 2.0], [3.0, 0.0]])
Y = torch.tensor([0, 1, 0, 1])


def batch_of(places: Sequence[int]) -> tuple[tuple[torch.Tensor], torch.Tensor]:
    return (X[list(places)],), Y[list(places)]


def test_a_task_that_can_be_learnt_is_learnt() -> None:
    """Does the loss fall to almost nothing, and are all answers right, in evaluation?"""
    torch.manual_seed(0)
    network = nn.Linear(2, 2)
    losses = fit(network, batch_of, 4, epochs=200, seed=0, learning_rate=0.1, batch_size=2)
    assert losses[-1] < 0.05 < losses[0]
    assert share_right(network, batch_of, range(4), batch_size=3) == 1.0
    assert not network.training


def test_the_same_seed_trains_the_same() -> None:
    """Does the order of the examples depend on the seed alone?"""
    weights = []
    for _ in range(2):
        torch.manual_seed(0)
        network = nn.Linear(2, 2)
        fit(network, batch_of, 4, epochs=3, seed=1, batch_size=1)
        weights.append(network.weight.detach().clone())
        torch.rand(7)
    assert torch.equal(*weights)


def test_labels_of_minus_one_are_nobody_s() -> None:
    """Are places without a label left out of the loss and of the count, at each step of a sequence?"""

    class Says(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.bias = nn.Parameter(torch.tensor([1.0, 0.0]))

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return self.bias.expand(*x.shape, 2)

    def steps_of(places: Sequence[int]) -> tuple[tuple[torch.Tensor], torch.Tensor]:
        return (torch.zeros(len(places), 3),), torch.tensor([[0, 1, -1]] * len(places))

    network = Says()
    assert share_right(network, steps_of, range(2)) == 0.5
    (loss,) = fit(network, steps_of, 2, epochs=1, seed=0)
    expected = -(torch.log_softmax(torch.tensor([1.0, 0.0]), 0)).mean().item()
    assert loss == pytest.approx(expected)
