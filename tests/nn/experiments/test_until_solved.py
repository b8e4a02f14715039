"""When a training ends, and what is kept of it."""

from __future__ import annotations

import torch
from torch import nn

from helpers.nn.experiments.until_solved import train_until_solved


def falling(updates: int, goal: float):
    """A training of the one number w, from 1, on the loss w^2, tested every 3 updates; the updates that were made."""
    network = nn.Linear(1, 1, bias=False)
    nn.init.constant_(network.weight, 1.0)
    made: list[int] = []

    def loss(number: int) -> torch.Tensor:
        made.append(number)
        return (network.weight**2).sum()

    def test() -> float:
        assert not torch.is_grad_enabled()
        return network.weight.item()

    training = train_until_solved(
        network,
        loss,
        test,
        lambda result: result < goal,
        updates=updates,
        between_tests=3,
        learning_rate=0.1,
        clip=1.0,
        label="falling",
    )
    return training, made


def test_training_ends_with_the_first_test_that_is_passed() -> None:
    """Is no update made after a result that is good enough, and is every test kept with its updates?"""
    training, made = falling(updates=30, goal=0.5)
    assert training.solved
    assert training.results[-1] < 0.5 <= training.results[-2]
    assert training.results[0] == 1.0
    assert training.updates == list(range(0, 3 * len(training.results), 3))
    assert made == list(range(training.updates[-1]))
    assert training.seconds == sorted(training.seconds)
    assert len(training.seconds) == len(training.results)


def test_training_ends_when_the_updates_run_out() -> None:
    """Is it said that the task is not solved?"""
    training, made = falling(updates=6, goal=-100.0)
    assert not training.solved
    assert training.updates == [0, 3, 6]
    assert made == list(range(6))


def test_what_is_solved_at_the_beginning_is_left_alone() -> None:
    """Does a network that passes the first test keep its weights?"""
    training, made = falling(updates=6, goal=2.0)
    assert training.solved
    assert (made, training.results, training.updates, training.seconds) == ([], [1.0], [0], [0.0])
    assert training.network.weight.item() == 1.0
