"""How far back a plain recurrent network learns to look: the first symbol is to be named after a stretch of noise.

A sequence begins with one of four symbols. Then comes noise, `lag` other tokens of four kinds, and after the last of
them the symbol is asked for. Guessing is right in a quarter of the cases.
"""

from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

LESSON = "04_gradients"

SYMBOLS, NOISES, H, N = 4, 4, 32, 64
SOLVED = 0.99  # share of right answers at which a run counts as solved, and stops
EVERY = 50  # updates between two looks at fresh sequences
FRESH = 512
STARTS = ("uniform", "orthogonal", "identity and ReLU", "uniform and ReLU")

torch.set_num_threads(1)


@dataclass(frozen=True)
class Run:
    """How a training went: the share of right answers on fresh sequences at its end, and its number of updates."""

    accuracy: float
    updates: int

    @property
    def solved(self) -> bool:
        """Whether the run ended because the task was solved."""
        return self.accuracy >= SOLVED


def sequences(rng: np.random.Generator, number: int, lag: int) -> tuple[torch.Tensor, torch.Tensor]:
    """One-hot sequences (number, lag + 1, SYMBOLS + NOISES) and the symbols (number,) that they begin with."""
    symbols = rng.integers(SYMBOLS, size=number)
    noise = SYMBOLS + rng.integers(NOISES, size=(number, lag))
    tokens = torch.from_numpy(np.concatenate([symbols[:, None], noise], axis=1))
    return nn.functional.one_hot(tokens, SYMBOLS + NOISES).float(), torch.from_numpy(symbols)


class Network(nn.Module):
    """torch.nn.RNN and a linear layer that answers from the last state, with one of four ways to start."""

    def __init__(self, start: str):
        super().__init__()
        if start not in STARTS:
            raise ValueError(f"There is no start called {start!r}: {', '.join(STARTS)}.")
        D = SYMBOLS + NOISES
        self.rnn = nn.RNN(D, H, batch_first=True, nonlinearity="relu" if start.endswith("ReLU") else "tanh")
        self.output = nn.Linear(H, SYMBOLS)
        if start == "orthogonal":
            nn.init.orthogonal_(self.rnn.weight_hh_l0)
        elif start == "identity and ReLU":
            nn.init.normal_(self.rnn.weight_ih_l0, std=0.001)
            nn.init.eye_(self.rnn.weight_hh_l0)
            nn.init.zeros_(self.rnn.bias_ih_l0)
            nn.init.zeros_(self.rnn.bias_hh_l0)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Logits (N, SYMBOLS) of sequences x (N, T, D)."""
        return self.output(self.rnn(x)[0][:, -1])


def train(lag: int, start: str, optimiser: str, seed: int, updates: int = 1000, window: int | None = None) -> Run:
    """Train one network until it is right in 99 % of fresh sequences, for `updates` updates at most.

    start      "uniform", between -1/sqrt(H) and 1/sqrt(H) as torch has it; "orthogonal" for W_hh, the rest uniform;
               "identity and ReLU"; "uniform and ReLU", the first with another activation
    optimiser  "Adam" with learning rate 0.003, or "SGD" with learning rate 0.05 and momentum 0.9
    window     how many of the last steps gradients may pass, by truncation; None for all
    Gradients are clipped to the norm 1.
    """
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    network = Network(start)
    step = {
        "Adam": lambda: torch.optim.Adam(network.parameters(), lr=3e-3),
        "SGD": lambda: torch.optim.SGD(network.parameters(), lr=0.05, momentum=0.9),
    }[optimiser]()
    fresh = sequences(np.random.default_rng(seed + 1_000_000), FRESH, lag)
    accuracy = 0.0
    for update in range(1, updates + 1):
        x, symbols = sequences(rng, N, lag)
        loss = nn.functional.cross_entropy(_logits(network, x, window), symbols)
        step.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        step.step()
        if update % EVERY == 0:
            with torch.no_grad():
                accuracy = (network(fresh[0]).argmax(dim=1) == fresh[1]).double().mean().item()
            if accuracy >= SOLVED:
                return Run(accuracy, update)
    return Run(accuracy, updates)


def _logits(network: Network, x: torch.Tensor, window: int | None) -> torch.Tensor:
    """The network's logits; with a window, gradients end where it begins."""
    if window is None or window >= x.shape[1]:
        return network(x)
    with torch.no_grad():
        _, before = network.rnn(x[:, :-window])
    return network.output(network.rnn(x[:, -window:], before)[0][:, -1])
