"""Training on fresh sequences until a test says that the task is solved, or the updates run out."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import torch
from torch import nn

from helpers.nn.experiments.progress import progress

LESSON = "05_lstm"

AnyNetwork = TypeVar("AnyNetwork", bound=nn.Module)


@dataclass(frozen=True)
class Training(Generic[AnyNetwork]):
    """How a training went, an entry for each test; the first test is made before the first update.

    results  what each test gave: an error, or a share of right answers
    updates  the number of updates before each test
    seconds  the processor time of those updates; the tests' own is left out
    """

    network: AnyNetwork = field(repr=False)
    results: list[float]
    updates: list[int]
    seconds: list[float]
    solved: bool


def train_until_solved(
    network: AnyNetwork,
    loss: Callable[[int], torch.Tensor],
    test: Callable[[], float],
    solved: Callable[[float], bool],
    *,
    updates: int,
    between_tests: int,
    learning_rate: float,
    clip: float,
    label: str,
) -> Training[AnyNetwork]:
    """Train by Adam, with gradients clipped at the norm `clip`, until a test is passed or the updates are made.

    loss           number of the update, from 0 -> the network's loss on that update's batch
    test           what the network achieves on the test sequences; called without gradients
    solved         whether a result of the test is good enough to end
    between_tests  the number of updates from one test to the next
    """

    def tested() -> float:
        with torch.no_grad():
            return test()

    optimizer = torch.optim.Adam(network.parameters(), lr=learning_rate)
    results, numbers, seconds, spent = [tested()], [0], [0.0], 0.0
    for number in progress(range(updates), label):
        if solved(results[-1]):
            continue
        begun = time.process_time()
        error = loss(number)
        optimizer.zero_grad()
        error.backward()
        nn.utils.clip_grad_norm_(network.parameters(), clip)
        optimizer.step()
        spent += time.process_time() - begun
        if (number + 1) % between_tests == 0:
            results.append(tested())
            numbers.append(number + 1)
            seconds.append(spent)
    return Training(network, results, numbers, seconds, solved(results[-1]))
