"""A symbol to be remembered across noise: shown at the first step, asked for after the last."""

import numpy as np
import torch
from torch import nn

from helpers.nn.experiments.experiment import Experiment
from helpers.nn.experiments.reader import Reader
from helpers.nn.experiments.until_solved import Training, train_until_solved

LESSON = "05_lstm"

SYMBOLS = 4
H = 32
LEARNING_RATE = 1e-2
CLIP = 1.0  # the largest norm of a gradient
SEQUENCES_PER_BATCH = 32
TEST_SEQUENCES = 200
UPDATES_BETWEEN_TESTS = 20
SOLVED = 0.99  # share of right answers


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


def train(kind: str, T: int, seed: int, updates: int, b_h: np.ndarray | None = None) -> Training[Reader]:
    """Train an "RNN" or "LSTM" on fresh sequences until it is solved or out of updates.

    b_h  the biases to begin with, (4H,) of an LSTM; None for torch's own beginning
    The results are shares of right answers on test sequences.
    """
    torch.manual_seed(seed)
    network = Reader(kind, D=SYMBOLS + 1, H=H, outputs=SYMBOLS, b_h=b_h)

    def loss(number: int) -> torch.Tensor:
        x, symbols = symbol_then_noise(SEQUENCES_PER_BATCH, T, seed=(seed + 1) * 10_000_000 + number)
        return nn.functional.cross_entropy(network(torch.from_numpy(x).float()), torch.from_numpy(symbols))

    test_x, test_symbols = map(torch.from_numpy, symbol_then_noise(TEST_SEQUENCES, T, seed=1_000_000 + seed))
    return train_until_solved(
        network,
        loss,
        lambda: (network(test_x.float()).argmax(dim=1) == test_symbols).double().mean().item(),
        lambda share: share >= SOLVED,
        updates=updates,
        between_tests=UPDATES_BETWEEN_TESTS,
        learning_rate=LEARNING_RATE,
        clip=CLIP,
        label=f"training the {kind}, {T} steps",
    )


RECORDED_T = 1000
RECORDED_UPDATES = 800


def measure(seed: int) -> dict[str, float]:
    """Two LSTMs that begin with other biases; the second gets as many updates as the first has needed."""
    from helpers.nn.lstm import forget_bias_init

    numbers = {}
    updates = RECORDED_UPDATES
    beginnings = {
        "forget_bias_init": forget_bias_init(H, RECORDED_T),
        "forget bias 1": np.repeat([0.0, 1.0, 0.0, 0.0], H),
    }
    for name, b_h in beginnings.items():
        training = train("LSTM", RECORDED_T, seed, updates, b_h)
        updates = training.updates[-1]
        numbers[f"{name}, right"] = training.results[-1]
        numbers[f"{name}, updates"] = updates
        numbers[f"{name}, seconds"] = training.seconds[-1]
    return numbers


EXPERIMENT = Experiment(
    claim="An LSTM learns to carry a symbol across 1000 steps in under 30 seconds, if its first forget bias is ln "
    "999 and its first input bias -ln 999; with a forget bias of 1, in as many updates, it does not.",
    setup=f"one of {SYMBOLS} symbols, then 999 steps of noise; H = {H}, Adam {LEARNING_RATE}, clipping at {CLIP:g}, "
    f"{SEQUENCES_PER_BATCH} fresh sequences an update, up to {RECORDED_UPDATES} updates, for the second as many as the "
    "first has needed; processor time of the updates, one thread; guessing is right in 25 %",
    measure=measure,
    expected={
        "forget_bias_init, right": (SOLVED, None),
        "forget_bias_init, seconds": (None, 30.0),
        "forget bias 1, right": (None, 0.5),
    },
)
