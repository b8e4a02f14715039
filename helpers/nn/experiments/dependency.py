"""How many operations lie between an input and an output, one after the other: read off what autograd has noted."""

from collections.abc import Callable

import torch
from torch import nn

LESSON = "10_transformer"

Layer = Callable[[torch.Tensor], torch.Tensor]


class LoopedLSTM(nn.Module):
    """torch's LSTM cell in a loop over the steps, so that autograd notes every operation."""

    def __init__(self, D: int):
        super().__init__()
        self.D = D
        self.W_xh, self.W_hh = nn.Linear(D, 4 * D), nn.Linear(D, 4 * D, bias=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The states (N, T, D) for x (N, T, D)."""
        h = c = torch.zeros(len(x), self.D)
        states = []
        for step in x.unbind(dim=1):
            i, f, g, o = (self.W_xh(step) + self.W_hh(h)).chunk(4, dim=1)
            c = f.sigmoid() * c + i.sigmoid() * g.tanh()
            h = o.sigmoid() * c.tanh()
            states.append(h)
        return torch.stack(states, dim=1)


def longest_chain(layer: Layer, T: int, D: int) -> int:
    """The most operations that wait for each other between the first of T inputs and the layer's last output."""
    steps = [torch.randn(1, D, requires_grad=True) for _ in range(T)]
    return _chain(layer(torch.stack(steps, dim=1))[:, -1].grad_fn, steps[0])


def _chain(output, leaf: torch.Tensor) -> int:
    """The longest path from a node of autograd's graph down to a leaf; nodes are visited after those below them."""
    longest: dict[object, float] = {}
    waiting = [output]
    while waiting:
        node = waiting[-1]
        below = [other for other, _ in node.next_functions if other is not None]
        missing = [other for other in below if other not in longest]
        if missing:
            waiting += missing
            continue
        waiting.pop()
        if getattr(node, "variable", None) is leaf:
            longest[node] = 0.0
        else:
            longest[node] = 1 + max((longest[other] for other in below), default=float("-inf"))
    return int(longest[output])


def gradient_by_lag(layer: Layer, T: int, D: int, seed: int) -> torch.Tensor:
    """The norm of the gradient of one random loss at the last step, (T,): at the input 0, 1, 2, ... steps before it.

    In float64, in which the layer has to be too: the gradients of an LSTM fall below what float32 can hold.
    """
    draws = torch.Generator().manual_seed(seed)
    x = torch.randn(16, T, D, generator=draws, dtype=torch.float64, requires_grad=True)
    weights = torch.randn(16, D, generator=draws, dtype=torch.float64)
    (layer(x)[:, -1] * weights).sum().backward()
    return x.grad.norm(dim=(0, 2)).flip(0)
