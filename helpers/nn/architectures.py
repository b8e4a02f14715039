"""What the learner has written in the lesson on architectures, as torch modules, for the lessons after it."""

from __future__ import annotations

import torch
from torch import nn

LESSON = "07_architectures"


def unroll(
    cell: nn.Module, x: torch.Tensor, mask: torch.Tensor | None = None, h: torch.Tensor | None = None
) -> torch.Tensor:
    """All states of a cell that reads a batch of sequences from left to right.

    cell  gives the next state (N, H) from an input (N, D) and a state (N, H); it has its size as `cell.H`
    x (N, T, D); mask (N, T), True at real tokens: where it is False, the state is handed on as it was
    h (N, H)  the first state; zeros if it is left out
    returns (N, T, H)
    """
    if h is None:
        h = x.new_zeros(len(x), cell.H)
    states = []
    for t in range(x.shape[1]):
        new = cell(x[:, t], h)
        h = new if mask is None else torch.where(mask[:, t, None], new, h)
        states.append(h)
    return torch.stack(states, dim=1)


class RNNCell(nn.Module):
    """One step, tanh(x W_xh + h W_hh + b_h): x (N, D), h (N, H), returns (N, H).

    parameters  W_xh (D, H), W_hh (H, H), b_h (H,), uniform between -1/sqrt(H) and 1/sqrt(H) at the start
    """

    def __init__(self, D: int, H: int) -> None:
        super().__init__()
        self.H = H
        limit = H**-0.5
        self.W_xh = nn.Parameter(torch.empty(D, H).uniform_(-limit, limit))
        self.W_hh = nn.Parameter(torch.empty(H, H).uniform_(-limit, limit))
        self.b_h = nn.Parameter(torch.empty(H).uniform_(-limit, limit))

    def forward(self, x: torch.Tensor, h: torch.Tensor) -> torch.Tensor:
        return torch.tanh(x @ self.W_xh + h @ self.W_hh + self.b_h)


def pack_batch(x: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """The real tokens of a padded batch, step after step, the longest sequence first in each step.

    x (N, T, D), mask (N, T), True at real tokens, which stand before the padding; each sequence has at least one
    returns
      data         (number of real tokens, D)
      batch_sizes  (length of the longest,)  how many sequences still go on at each step
      order        (N,)  which sequence stands where; equally long ones keep the order that they had
    """
    order = torch.argsort(mask.sum(dim=1), descending=True, stable=True)
    data = x[order].transpose(0, 1)[mask[order].T]
    batch_sizes = mask.sum(dim=0)
    return data, batch_sizes[batch_sizes > 0], order


class SequenceClassifier(nn.Module):
    """Many to one: tokens (N, T) and mask (N, T) to logits (N, C), from the state at the last real token.

    parameters  E (V, D), those of `cell`, an RNNCell(D, H), W_hy (H, C), b_y (C,)
    """

    def __init__(self, V: int, D: int, H: int, C: int) -> None:
        super().__init__()
        self.E = nn.Parameter(torch.randn(V, D))
        self.cell = RNNCell(D, H)
        self.W_hy = nn.Parameter(nn.init.xavier_uniform_(torch.empty(H, C)))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        states = unroll(self.cell, self.E[tokens], mask)
        return states[:, -1] @ self.W_hy + self.b_y


class Bidirectional(nn.Module):
    """Two cells, one from left to right and one from right to left: x (N, T, D), mask (N, T) to (N, T, 2H).

    At a real token the states of both stand side by side, the first cell's on the left; at padding there are zeros.

    parameters  those of `forward_cell` and `backward_cell`, each an RNNCell(D, H)
    """

    def __init__(self, D: int, H: int) -> None:
        super().__init__()
        self.forward_cell = RNNCell(D, H)
        self.backward_cell = RNNCell(D, H)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        ahead = unroll(self.forward_cell, x, mask)
        back = unroll(self.backward_cell, x.flip(1), mask.flip(1)).flip(1)
        return torch.cat([ahead, back], dim=2) * mask[:, :, None]


class StackedRNN(nn.Module):
    """Layers of cells, each of which reads the states of the one below.

    parameters  those of `cells`: L of them, an RNNCell(D, H) and above it RNNCell(H, H)
    dropout     the share of a layer's states that is dropped, in training, before the next layer reads them
    """

    def __init__(self, D: int, H: int, L: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.cells = nn.ModuleList([RNNCell(D if layer == 0 else H, H) for layer in range(L)])
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: torch.Tensor, mask: torch.Tensor, h0: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """x (N, T, D), mask (N, T), h0 (L, N, H) to the top layer's states (N, T, H) and the last of all (L, N, H)."""
        last = []
        for layer, cell in enumerate(self.cells):
            read = x if layer == 0 else self.dropout(x)
            x = unroll(cell, read, mask, h0[layer])
            last.append(x[:, -1])
        return x, torch.stack(last)


class Tagger(nn.Module):
    """Many to many, step by step: tokens (N, T) and mask (N, T) to logits (N, T, C), zeros at padding.

    both_ways   whether `layer` is a Bidirectional(D, H), or an RNNCell(D, H), which has seen the past alone
    parameters  E (V, D), those of `layer`, W_hy (2H or H, C), b_y (C,)
    """

    def __init__(self, V: int, D: int, H: int, C: int, both_ways: bool) -> None:
        super().__init__()
        self.both_ways = both_ways
        size = 2 * H if both_ways else H
        self.E = nn.Parameter(torch.randn(V, D))
        self.layer = Bidirectional(D, H) if both_ways else RNNCell(D, H)
        self.W_hy = nn.Parameter(nn.init.xavier_uniform_(torch.empty(size, C)))
        self.b_y = nn.Parameter(torch.zeros(C))

    def forward(self, tokens: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        x = self.E[tokens]
        states = self.layer(x, mask) if self.both_ways else unroll(self.layer, x, mask)
        return (states @ self.W_hy + self.b_y) * mask[:, :, None]


class CausalConv1d(nn.Module):
    """A convolution that looks back: y_t = b + the sum over k < K of x_{t - k d} W_k, with zeros before the start.

    x (N, T, D) to (N, T, H); d is the dilation
    parameters  W (K, D, H), b (H,)
    """

    def __init__(self, D: int, H: int, K: int, dilation: int = 1) -> None:
        super().__init__()
        self.dilation = dilation
        self.W = nn.Parameter(nn.init.xavier_uniform_(torch.empty(K, D, H)))
        self.b = nn.Parameter(torch.zeros(H))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        T = x.shape[1]
        y = self.b
        for k, W_k in enumerate(self.W):
            earlier = nn.functional.pad(x, (0, 0, k * self.dilation, 0))[:, :T]
            y = y + earlier @ W_k
        return y
