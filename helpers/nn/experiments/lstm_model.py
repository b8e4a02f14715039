"""The LSTM that stands beside the transformer: an embedding, torch's layer, and scores for the next token."""

import torch
from torch import nn

LESSON = "10_transformer"

torch.set_num_threads(1)


class LSTMModel(nn.Module):
    """Scores (N, T, V) for the token that comes next, from ids (N, T), by one layer of torch.nn.LSTM."""

    def __init__(self, V: int, D: int, H: int, remembers: float | None = None):
        """remembers: the steps for which the first biases make it remember, formula (5.6); None for torch's own."""
        super().__init__()
        self.embedding = nn.Embedding(V, D)
        self.lstm = nn.LSTM(D, H, batch_first=True)
        self.output = nn.Linear(H, V)
        if remembers is not None:
            first = torch.log(torch.tensor(remembers - 1.0))
            with torch.no_grad():
                self.lstm.bias_ih_l0.zero_()
                self.lstm.bias_hh_l0.zero_()
                self.lstm.bias_ih_l0[:H] = -first
                self.lstm.bias_ih_l0[H : 2 * H] = first

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """The scores at every position."""
        return self.output(self.lstm(self.embedding(ids))[0])


def parameters_of(model: nn.Module) -> int:
    """How many numbers a model learns."""
    return sum(parameter.numel() for parameter in model.parameters())
