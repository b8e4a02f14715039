"""One wide layer, two or three narrower ones: as many parameters, on the same task."""

from __future__ import annotations

import time

import torch

from helpers.nn.experiments.experiment import Experiment
from helpers.nn.experiments.surnames_by_letters import ReadsLetters, names_of, train

LESSON = "07_architectures"

SIZES = {1: 96, 2: 58, 3: 45}  # layers -> H, for 35,000 parameters in the recurrent part


def measure(seed: int) -> dict[str, float]:
    """The share right and the seconds of processor time, for each number of layers."""
    torch.set_num_threads(1)
    names = names_of(seed)
    measured = {}
    for layers, H in SIZES.items():
        torch.manual_seed(seed)
        begun = time.process_time()
        right = train(ReadsLetters(names.size, H, layers), names, seed, f"{layers} layers")
        measured[f"share right, {layers} x {H}"] = right
        measured[f"seconds, {layers} x {H}"] = time.process_time() - begun
    return measured


EXPERIMENT = Experiment(
    claim="At equal parameters, on a task of this size, deep and wide lie within two points of one another.",
    setup="The task, data and training of 'surnames by letters'; GRUs of one layer (H = 96), two (58) and three (45), "
    "35,136, 35,148 and 34,425 parameters in the recurrent part.",
    measure=measure,
    expected={f"share right, {layers} x {H}": (0.79, 0.83) for layers, H in SIZES.items()},
)
