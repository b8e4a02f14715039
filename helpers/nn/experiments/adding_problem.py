"""The adding problem: of T numbers two are marked, and their sum is asked for at the end."""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
import torch
from torch import nn

from helpers.nn.experiments.experiment import Experiment
from helpers.nn.experiments.reader import Reader
from helpers.nn.experiments.until_solved import AnyNetwork, Training, train_until_solved

LESSON = "05_lstm"

H = 32
LEARNING_RATE = 3e-3
CLIP = 1.0  # the largest norm of a gradient
SEQUENCES_PER_BATCH = 64
TEST_SEQUENCES = 1000
UPDATES_BETWEEN_TESTS = 100
SOLVED = 0.01  # mean squared error
BASELINE = 1 / 6  # of the answer 1, the mean: the variance of a sum of two numbers from 0 to 1


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


def train_to_add(
    network: AnyNetwork,
    answers: Callable[[torch.Tensor], torch.Tensor],
    *,
    T: int,
    seed: int,
    updates: int,
    between_tests: int,
    label: str,
) -> Training[AnyNetwork]:
    """Train a network on fresh sequences until it is solved or out of updates.

    answers  sequences (N, T, 2) -> the network's sums (N,)
    The results are mean squared errors on test sequences.
    """

    def error(x: np.ndarray, sums: np.ndarray) -> torch.Tensor:
        return nn.functional.mse_loss(answers(torch.from_numpy(x).float()), torch.from_numpy(sums).float())

    test = marked_numbers(TEST_SEQUENCES, T, seed=1_000_000 + seed)
    return train_until_solved(
        network,
        lambda number: error(*marked_numbers(SEQUENCES_PER_BATCH, T, seed=(seed + 1) * 10_000_000 + number)),
        lambda: error(*test).item(),
        lambda result: result < SOLVED,
        updates=updates,
        between_tests=between_tests,
        learning_rate=LEARNING_RATE,
        clip=CLIP,
        label=f"training the {label}, {T} steps",
    )


@lru_cache
def train(kind: str, T: int, seed: int, updates: int) -> Training[Reader]:
    """Train an "RNN" or "LSTM" of H units to add, as torch begins it."""
    torch.manual_seed(seed)
    network = Reader(kind, D=2, H=H, outputs=1)
    return train_to_add(
        network,
        lambda x: network(x)[:, 0],
        T=T,
        seed=seed,
        updates=updates,
        between_tests=UPDATES_BETWEEN_TESTS,
        label=kind,
    )


RECORDED_T = 100
RECORDED_UPDATES = 2500


def measure(seed: int) -> dict[str, float]:
    """The error of an LSTM when it has solved the problem, and of a plain network after as many updates."""
    lstm = train("LSTM", RECORDED_T, seed, RECORDED_UPDATES)
    rnn = train("RNN", RECORDED_T, seed, lstm.updates[-1])
    return {
        "RNN, squared error": rnn.results[-1],
        "LSTM, squared error": lstm.results[-1],
        "updates of both": lstm.updates[-1],
    }


EXPERIMENT = Experiment(
    claim="Adding problem, 100 steps: an LSTM is done when a plain network is still at the baseline 0.167.",
    setup=f"H = {H}, torch's own initialisation, Adam {LEARNING_RATE}, clipping at {CLIP:g}, {SEQUENCES_PER_BATCH} "
    f"fresh sequences an update, up to {RECORDED_UPDATES} updates; done is a mean squared error below {SOLVED}",
    measure=measure,
    expected={"RNN, squared error": (0.15, None), "LSTM, squared error": (None, SOLVED)},
)
