"""The adding problem with the RNN, the GRU and the LSTM, at about as many parameters."""

import math
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import nn

from helpers.nn.experiments.adding_problem import BASELINE, SOLVED, marked_numbers
from helpers.nn.experiments.experiment import Experiment
from helpers.nn.experiments.progress import progress
from helpers.nn.experiments.three_cells import KINDS, Network, parameters, units

LESSON = "06_gru"

MOST_PARAMETERS = parameters("LSTM", 2, 32)
SEQUENCES_PER_BATCH = 64
TEST_SEQUENCES = 1000
UPDATES_BETWEEN_TESTS = 50
LEARNING_RATE = 3e-3
CLIP = 1.0  # the largest norm of a gradient
RECORDED_STEPS = 100
RECORDED_UPDATES = 2500


@dataclass(frozen=True)
class Training:
    """How a training went: the mean squared error on test sequences, and the processor seconds, at each test."""

    error: list[float]
    seconds: list[float]

    @property
    def updates(self) -> list[int]:
        """The number of updates before each test."""
        return [UPDATES_BETWEEN_TESTS * place for place in range(len(self.error))]

    @property
    def solved(self) -> bool:
        """Whether the error came below the limit; training ended there."""
        return self.error[-1] < SOLVED


@lru_cache
def train(kind: str, T: int, seed: int, updates: int) -> Training:
    """Train one of the three cells on fresh sequences until it is solved or out of updates."""
    torch.manual_seed(seed)
    network = Network(kind, 2, units(kind, 2, MOST_PARAMETERS), outputs=1)
    optimizer = torch.optim.Adam(network.parameters(), lr=LEARNING_RATE)
    test_x, test_sums = marked_numbers(TEST_SEQUENCES, T, seed=1_000_000 + seed)
    test = torch.from_numpy(test_x).float(), torch.from_numpy(test_sums).float()

    def error(x: torch.Tensor, sums: torch.Tensor) -> torch.Tensor:
        return nn.functional.mse_loss(network(x)[:, -1, 0], sums)

    def test_error() -> float:
        with torch.no_grad():
            return error(*test).item()

    errors, seconds, spent = [test_error()], [0.0], 0.0
    rounds: Iterable[int] = progress(range(updates // UPDATES_BETWEEN_TESTS), f"training the {kind}, {T} steps")
    for number in rounds:
        if errors[-1] < SOLVED:
            continue
        begun = time.process_time()
        for update in range(number * UPDATES_BETWEEN_TESTS, (number + 1) * UPDATES_BETWEEN_TESTS):
            x, sums = marked_numbers(SEQUENCES_PER_BATCH, T, seed=(seed + 1) * 10_000_000 + update)
            loss = error(torch.from_numpy(x).float(), torch.from_numpy(sums).float())
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), CLIP)
            optimizer.step()
        spent += time.process_time() - begun
        errors.append(test_error())
        seconds.append(spent)
    return Training(errors, seconds)


def measure(seed: int) -> dict[str, float]:
    """Final error, and updates and processor seconds until it was solved, of each cell."""
    numbers = {}
    for kind in KINDS:
        training = train(kind, RECORDED_STEPS, seed, RECORDED_UPDATES)
        numbers[f"error, {kind}"] = training.error[-1]
        numbers[f"updates, {kind}"] = float(training.updates[-1]) if training.solved else math.inf
        numbers[f"seconds, {kind}"] = training.seconds[-1] if training.solved else math.inf
    return numbers


EXPERIMENT = Experiment(
    claim="At T = 100 the GRU and the LSTM solve the adding problem, and an RNN of as many parameters stays at the "
    "baseline of 1/6.",
    setup="adding problem, T = 100, fresh batches of 64, Adam 0.003, gradients clipped at norm 1, torch's "
    "initialisation; RNN with 65 units, GRU with 36, LSTM with 32, all below 4,480 parameters; at most 2,500 updates, "
    "solved below an error of 0.01",
    measure=measure,
    expected={
        "error, RNN": (0.9 * BASELINE, None),
        "error, GRU": (None, SOLVED),
        "error, LSTM": (None, SOLVED),
    },
)
