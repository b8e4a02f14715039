"""The adding problem: of T numbers two are marked, and their sum is asked for at the end."""

import time
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
from torch import nn

from helpers.nn.experiments.experiment import Experiment
from helpers.nn.experiments.progress import progress
from helpers.nn.experiments.reader import Reader, ReaderWeights

LESSON = "05_lstm"

H = 32
LEARNING_RATE = 3e-3
CLIP = 1.0  # the largest norm of a gradient
SEQUENCES_PER_BATCH = 64
TEST_SEQUENCES = 1000
UPDATES_BETWEEN_TESTS = 100
SOLVED = 0.01  # mean squared error
BASELINE = 1 / 6  # of the answer 1, the mean: the variance of a sum of two numbers from 0 to 1


@dataclass(frozen=True)
class Training:
    """How a training went: the mean squared error on test sequences every UPDATES_BETWEEN_TESTS updates."""

    error: list[float]
    seconds: float
    weights: ReaderWeights | None  # of an RNN or LSTM

    @property
    def updates(self) -> list[int]:
        """The number of updates before each entry of `error`."""
        return [UPDATES_BETWEEN_TESTS * place for place in range(len(self.error))]


def marked_numbers(N: int, T: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """N sequences (N, T, 2) of numbers from 0 to 1, each with its mark, 0 or 1, and the sums (N,) of the marked two.

    One number of the first half is marked, and one of the second.
    """
    rng = np.random.default_rng(seed)
    x = np.zeros((N, T, 2))
    x[:, :, 0] = rng.uniform(size=(N, T))
    first, second = rng.integers(0, T // 2, size=N), rng.integers(T // 2, T, size=N)
    rows = np.arange(N)
    x[rows, first, 1] = x[rows, second, 1] = 1.0
    return x, x[rows, first, 0] + x[rows, second, 0]


@lru_cache
def train(kind: str, T: int, seed: int, updates: int) -> Training:
    """Train an "RNN", "LSTM" or "GRU" as torch begins it, on fresh sequences, until it is solved or out of updates."""
    torch.manual_seed(seed)
    network = Reader(kind, D=2, H=H, outputs=1)
    optimizer = torch.optim.Adam(network.parameters(), lr=LEARNING_RATE)
    test_x, test_sums = map(torch.from_numpy, marked_numbers(TEST_SEQUENCES, T, seed=1_000_000 + seed))

    def error(x: torch.Tensor, sums: torch.Tensor) -> torch.Tensor:
        return nn.functional.mse_loss(network(x.float())[:, 0], sums.float())

    def test_error() -> float:
        with torch.no_grad():
            return error(test_x, test_sums).item()

    measured = [test_error()]
    begun = time.perf_counter()
    for number in progress(range(updates), f"training the {kind}, {T} steps"):
        if measured[-1] < SOLVED:
            continue
        x, sums = marked_numbers(SEQUENCES_PER_BATCH, T, seed=(seed + 1) * 10_000_000 + number)
        loss = error(torch.from_numpy(x), torch.from_numpy(sums))
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), CLIP)
        optimizer.step()
        if (number + 1) % UPDATES_BETWEEN_TESTS == 0:
            measured.append(test_error())
    return Training(measured, time.perf_counter() - begun, None if kind == "GRU" else network.weights())


RECORDED_T = 100
RECORDED_UPDATES = 2500


def measure(seed: int) -> dict[str, float]:
    """The error of an LSTM when it has solved the problem, and of a plain network after as many updates."""
    lstm = train("LSTM", RECORDED_T, seed, RECORDED_UPDATES)
    rnn = train("RNN", RECORDED_T, seed, lstm.updates[-1])
    return {
        "RNN, squared error": rnn.error[-1],
        "LSTM, squared error": lstm.error[-1],
        "updates of both": lstm.updates[-1],
    }


EXPERIMENT = Experiment(
    claim="Adding problem, 100 steps: an LSTM is done when a plain network is still at the baseline 0.167.",
    setup=f"H = {H}, torch's own initialisation, Adam {LEARNING_RATE}, clipping at {CLIP:g}, {SEQUENCES_PER_BATCH} "
    f"fresh sequences an update, up to {RECORDED_UPDATES} updates; done is a mean squared error below {SOLVED}",
    measure=measure,
    expected={"RNN, squared error": (0.15, None), "LSTM, squared error": (None, SOLVED)},
)
