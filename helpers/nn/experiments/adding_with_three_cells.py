"""The adding problem with the RNN, the GRU and the LSTM, at about as many parameters."""

import math
from functools import lru_cache

import torch

from helpers.nn.experiments.adding_problem import BASELINE, SOLVED, train_to_add
from helpers.nn.experiments.experiment import Experiment
from helpers.nn.experiments.three_cells import KINDS, Network, parameters, units
from helpers.nn.experiments.until_solved import Training

LESSON = "06_gru"

MOST_PARAMETERS = parameters("LSTM", 2, 32)
UPDATES_BETWEEN_TESTS = 50
RECORDED_STEPS = 100
RECORDED_UPDATES = 2500


@lru_cache
def train(kind: str, T: int, seed: int, updates: int) -> Training[Network]:
    """Train one of the three cells to add, with as many units as MOST_PARAMETERS allow."""
    torch.manual_seed(seed)
    network = Network(kind, 2, units(kind, 2, MOST_PARAMETERS), outputs=1)
    return train_to_add(
        network,
        lambda x: network(x)[:, -1, 0],
        T=T,
        seed=seed,
        updates=updates,
        between_tests=UPDATES_BETWEEN_TESTS,
        label=kind,
    )


def measure(seed: int) -> dict[str, float]:
    """Final error, and updates and processor seconds until it was solved, of each cell."""
    numbers = {}
    for kind in KINDS:
        training = train(kind, RECORDED_STEPS, seed, RECORDED_UPDATES)
        numbers[f"error, {kind}"] = training.results[-1]
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
