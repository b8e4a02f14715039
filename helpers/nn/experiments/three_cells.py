"""The three recurrent cells in torch, for comparing them: with as many units, or with about as many parameters."""

import torch
from torch import nn

LESSON = "06_gru"

torch.set_num_threads(1)

KINDS = {"RNN": nn.RNN, "GRU": nn.GRU, "LSTM": nn.LSTM}
BLOCKS = {"RNN": 1, "GRU": 3, "LSTM": 4}
BIASES = {"RNN": 1, "GRU": 2, "LSTM": 1}  # as these lessons store them; torch has two everywhere


def parameters(kind: str, D: int, H: int) -> int:
    """How many numbers a layer of H units learns from D inputs."""
    return BLOCKS[kind] * H * (D + H + BIASES[kind])


def units(kind: str, D: int, most: int) -> int:
    """The largest number of units with which a layer has at most so many parameters."""
    H = 1
    while parameters(kind, D, H + 1) <= most:
        H += 1
    return H


class Network(nn.Module):
    """A recurrent layer and a linear one on every state."""

    def __init__(self, kind: str, D: int, H: int, outputs: int):
        super().__init__()
        self.recurrent = KINDS[kind](D, H, batch_first=True)
        self.output = nn.Linear(H, outputs)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The answers (N, T, outputs) after each step of sequences (N, T, D)."""
        return self.output(self.recurrent(x)[0])
