"""A plain network or an LSTM that answers after its last step, in torch, for training; its weights as NumPy."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

LESSON = "05_lstm"

torch.set_num_threads(1)

KINDS = {"RNN": nn.RNN, "LSTM": nn.LSTM}


@dataclass(frozen=True)
class ReaderWeights:
    """The weights of a network that answers after the last step, in the course's notation, as float64.

    With an LSTM the gates i, f, g, o stand side by side, and what is written here as H is 4H in W_xh, W_hh and b_h.
    """

    W_xh: np.ndarray  # (D, H)
    W_hh: np.ndarray  # (H, H)
    b_h: np.ndarray  # (H,)
    W_hy: np.ndarray  # (H, number of outputs)
    b_y: np.ndarray  # (number of outputs,)


class Reader(nn.Module):
    """torch.nn.RNN or LSTM, and a linear layer on the state after the last step."""

    def __init__(self, kind: str, D: int, H: int, outputs: int, b_h: np.ndarray | None = None):
        """kind is one of KINDS. b_h, if given, are the biases to begin with; torch's second bias is then zero."""
        super().__init__()
        self.network = KINDS[kind](D, H, batch_first=True)
        self.output = nn.Linear(H, outputs)
        if b_h is not None:
            with torch.no_grad():
                self.network.bias_ih_l0.copy_(torch.as_tensor(b_h))
                self.network.bias_hh_l0.zero_()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The answers (N, outputs) to sequences (N, T, D)."""
        return self.output(self.network(x)[0][:, -1])

    def weights(self) -> ReaderWeights:
        """A copy of what was learnt. torch keeps two biases that are only ever added; here they are one."""
        network, output = self.network, self.output
        arrays = (
            network.weight_ih_l0.T,
            network.weight_hh_l0.T,
            network.bias_ih_l0 + network.bias_hh_l0,
            output.weight.T,
            output.bias,
        )
        return ReaderWeights(*(array.detach().numpy().astype(np.float64) for array in arrays))
