"""A training that overflows unless its gradients are clipped: the adding problem with large recurrent weights."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
from torch import nn

from helpers.nn.experiments.experiment import Experiment
from helpers.nn.experiments.progress import progress

LESSON = "04_gradients"

H, T, N = 64, 50, 32
SPREAD = 2.0  # the entries of W_hh have the standard deviation SPREAD / sqrt(H), and so about this spectral radius
LEARNING_RATE = 0.05
UPDATES = 200
MILLION = 1e6
BASELINE = 1 / 6  # the loss of always answering 1: the variance of a sum of two numbers from 0 to 1

torch.set_num_threads(1)


@dataclass(frozen=True)
class Training:
    """The loss before each update, and the norm that the gradient had before it was clipped."""

    loss: list[float]
    norm: list[float]

    def settled(self) -> float:
        """The mean loss of the last 20 updates."""
        return float(np.mean(self.loss[-20:]))

    def lasted(self) -> int:
        """For how many updates the loss stayed a number below a million."""
        return next((update for update, loss in enumerate(self.loss) if not loss < MILLION), len(self.loss))


@lru_cache
def train(threshold: float | None, seed: int) -> Training:
    """Train with plain SGD, gradients clipped to the norm `threshold`, None for no clipping.

    The task: numbers from 0 to 1 come one a step, two of them are marked, and their sum is asked for at the end.
    """
    torch.manual_seed(seed)
    rnn, output = nn.RNN(2, H, batch_first=True), nn.Linear(H, 1)
    with torch.no_grad():
        rnn.weight_hh_l0.copy_(SPREAD / H**0.5 * torch.randn(H, H))
    parameters = [*rnn.parameters(), *output.parameters()]
    step = torch.optim.SGD(parameters, lr=LEARNING_RATE)
    loss, norm = [], []
    label = "training without clipping" if threshold is None else f"training with threshold {threshold}"
    for _ in progress(range(UPDATES), label):
        x, target = _sums()
        error = nn.functional.mse_loss(output(rnn(x)[0][:, -1])[:, 0], target)
        step.zero_grad()
        error.backward()
        if threshold is None:
            norm.append(nn.utils.get_total_norm([p.grad for p in parameters if p.grad is not None]).item())
        else:
            norm.append(nn.utils.clip_grad_norm_(parameters, threshold).item())
        loss.append(error.item())
        step.step()
    return Training(loss, norm)


def _sums() -> tuple[torch.Tensor, torch.Tensor]:
    """Sequences (N, T, 2) of numbers and marks, one mark in each half, and the sums (N,) of the marked numbers."""
    numbers, marks = torch.rand(N, T), torch.zeros(N, T)
    rows = torch.arange(N)
    marks[rows, torch.randint(T // 2, (N,))] = 1.0
    marks[rows, T // 2 + torch.randint(T - T // 2, (N,))] = 1.0
    return torch.stack([numbers, marks], dim=2), (numbers * marks).sum(dim=1)


def measure(seed: int) -> Mapping[str, float]:
    """How long the loss stays below a million, and how large it gets, without clipping and with it."""
    free, clipped = train(None, seed), train(1.0, seed)
    return {
        "updates below a million, without clipping": free.lasted(),
        "updates below a million, with threshold 1": clipped.lasted(),
        "largest loss without clipping": float(np.nanmax(free.loss)),
        "largest loss with threshold 1": float(np.max(clipped.loss)),
        "loss at the end with threshold 1": clipped.settled(),
        "largest norm of a gradient before it was clipped": float(np.max(clipped.norm)),
    }


EXPERIMENT = Experiment(
    claim="Clipping saves a training that overflows without it.",
    setup=f"The adding problem, T = {T}; always answering 1 has the loss 0.167. torch.nn.RNN, H = {H}, W_hh with "
    f"standard deviation {SPREAD:g}/sqrt(H), SGD ({LEARNING_RATE}), {UPDATES} updates.",
    measure=measure,
    expected={
        "updates below a million, without clipping": (None, 50),
        "updates below a million, with threshold 1": (UPDATES, None),
    },
)
