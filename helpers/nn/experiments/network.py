"""The vanilla recurrent network in torch, for training, and its weights as the lesson writes them."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

LESSON = "02_vanilla_rnn"

torch.set_num_threads(1)


@dataclass(frozen=True)
class Weights:
    """The weights of a vanilla recurrent network in the course's notation, as NumPy arrays of float64."""

    E: np.ndarray  # (V, D)
    W_xh: np.ndarray  # (D, H)
    W_hh: np.ndarray  # (H, H)
    b_h: np.ndarray  # (H,)
    W_hy: np.ndarray  # (H, number of outputs)
    b_y: np.ndarray  # (number of outputs,)


class VanillaRNN(nn.Module):
    """Embedding, torch.nn.RNN and a linear layer."""

    def __init__(self, V: int, D: int, H: int, outputs: int):
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.rnn = nn.RNN(D, H, batch_first=True)
        self.output = nn.Linear(H, outputs)

    def states(self, tokens: torch.Tensor) -> torch.Tensor:
        """All hidden states (N, T, H) of tokens (N, T)."""
        return self.rnn(self.embedding(tokens))[0]

    def weights(self) -> Weights:
        """A copy of what was learnt. torch keeps two biases that are only ever added; here they are one."""
        rnn, output = self.rnn, self.output
        torch_weights = (
            self.embedding.weight,
            rnn.weight_ih_l0.T,
            rnn.weight_hh_l0.T,
            rnn.bias_ih_l0 + rnn.bias_hh_l0,
            output.weight.T,
            output.bias,
        )
        return Weights(*(weight.detach().numpy().astype(np.float64) for weight in torch_weights))
