"""A symbol to be remembered across noise: shown at the first step, asked for after the last."""

import time
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from helpers.nn.experiments.progress import progress
from helpers.nn.experiments.reader import Reader

LESSON = "05_lstm"

SYMBOLS = 4
H = 32
LEARNING_RATE = 1e-2
CLIP = 1.0  # the largest norm of a gradient
SEQUENCES_PER_BATCH = 32
TEST_SEQUENCES = 200
UPDATES_BETWEEN_TESTS = 20
SOLVED = 0.99  # share of right answers


@dataclass(frozen=True)
class Training:
    """How a training went: the share of right answers on test sequences every UPDATES_BETWEEN_TESTS updates."""

    accuracy: list[float]
    seconds: float

    @property
    def updates(self) -> list[int]:
        """The number of updates before each entry of `accuracy`."""
        return [UPDATES_BETWEEN_TESTS * place for place in range(len(self.accuracy))]


def symbol_then_noise(N: int, T: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """N sequences (N, T, SYMBOLS + 1) and the symbols (N,) that they begin with.

    The first step is a one-hot symbol; every other step has noise from -1 to 1 in the last place and nothing else.
    """
    rng = np.random.default_rng(seed)
    symbols = rng.integers(0, SYMBOLS, size=N)
    x = np.zeros((N, T, SYMBOLS + 1))
    x[np.arange(N), 0, symbols] = 1.0
    x[:, 1:, SYMBOLS] = rng.uniform(-1, 1, size=(N, T - 1))
    return x, symbols


def train(kind: str, T: int, seed: int, updates: int, b_h: np.ndarray | None = None) -> Training:
    """Train an "RNN" or an "LSTM" on fresh sequences until it is solved or out of updates.

    b_h  (4H,) of an LSTM to begin with; None for torch's own beginning
    """
    torch.manual_seed(seed)
    network = Reader(kind, D=SYMBOLS + 1, H=H, outputs=SYMBOLS, b_h=b_h)
    optimizer = torch.optim.Adam(network.parameters(), lr=LEARNING_RATE)
    test_x, test_symbols = map(torch.from_numpy, symbol_then_noise(TEST_SEQUENCES, T, seed=1_000_000 + seed))

    def accuracy() -> float:
        with torch.no_grad():
            return (network(test_x.float()).argmax(dim=1) == test_symbols).double().mean().item()

    measured = [accuracy()]
    begun = time.perf_counter()
    for number in progress(range(updates), f"training the {kind}, {T} steps"):
        if measured[-1] >= SOLVED:
            continue
        x, symbols = symbol_then_noise(SEQUENCES_PER_BATCH, T, seed=(seed + 1) * 10_000_000 + number)
        loss = nn.functional.cross_entropy(network(torch.from_numpy(x).float()), torch.from_numpy(symbols))
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), CLIP)
        optimizer.step()
        if (number + 1) % UPDATES_BETWEEN_TESTS == 0:
            measured.append(accuracy())
    return Training(measured, time.perf_counter() - begun)
