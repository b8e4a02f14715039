"""Random arguments of recurrent layers, torch's own layers with the same weights, and central differences."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import torch
from torch import nn

Arrays = dict[str, np.ndarray]

# N, T, D, H: all different, then each edge and a square case
SIZES = [(3, 5, 2, 4), (1, 6, 3, 2), (4, 1, 2, 3), (1, 1, 1, 1), (2, 7, 1, 5), (3, 3, 3, 3)]
DIFFERENT = [(3, 5, 2, 4), (2, 6, 5, 3)]  # for central differences: T of at least 5


def layer(sizes: tuple[int, int, int, int], gates: int, first: tuple[str, ...], biases: tuple[str, ...]) -> Arrays:
    """Random arguments of a layer: x, the first states, W_xh, W_hh and the biases, nowhere zero."""
    rng = np.random.default_rng(sum(size * 31**place for place, size in enumerate(sizes)))
    N, T, D, H = sizes
    return {
        "x": rng.normal(size=(N, T, D)),
        **{name: rng.normal(size=(N, H)) for name in first},
        "W_xh": rng.normal(size=(D, gates * H)),
        "W_hh": rng.normal(size=(H, gates * H)),
        **{name: rng.normal(size=gates * H) for name in biases},
    }


def torch_layer(
    kind: type[nn.RNNBase], arguments: Arrays, first: tuple[str, ...], dh: np.ndarray, dlast: Arrays
) -> tuple[np.ndarray, Arrays, Arrays]:
    """torch's layer on the same weights: its states, its last states, and the gradients of its arguments.

    dh is the gradient of the loss at the states, and dlast adds gradients at torch's last states, "h" and "c".
    """
    D, H = len(arguments["W_xh"]), len(arguments["W_hh"])
    torch_layer = kind(D, H, batch_first=True).double()
    biases = [arguments["b_h"], 0 * arguments["b_h"]] if "b_h" in arguments else [arguments["b_xh"], arguments["b_hh"]]
    with torch.no_grad():
        values = [arguments["W_xh"].T, arguments["W_hh"].T, *biases]
        for weight, value in zip(torch_layer.parameters(), values, strict=True):
            weight.copy_(torch.from_numpy(value))
    x, *states = (torch.from_numpy(arguments[name]).clone().requires_grad_() for name in ("x", *first))
    h, last = torch_layer(x, tuple(s[None] for s in states) if len(first) > 1 else states[0][None])
    lasts = dict(zip("hc", last if isinstance(last, tuple) else (last,), strict=False))
    loss = (torch.from_numpy(dh) * h).sum()
    for name, gradient in dlast.items():
        loss = loss + (torch.from_numpy(gradient) * lasts[name][0]).sum()
    loss.backward()
    W_xh, W_hh, b_xh, b_hh = torch_layer.parameters()
    gradients = {"dx": x.grad, **{f"d{name}": state.grad for name, state in zip(first, states)}}
    gradients |= {"dW_xh": W_xh.grad.T, "dW_hh": W_hh.grad.T}
    gradients |= {"db_h": b_xh.grad} if "b_h" in arguments else {"db_xh": b_xh.grad, "db_hh": b_hh.grad}
    return (
        h.detach().numpy(),
        {name: value[0].detach().numpy() for name, value in lasts.items()},
        {name: value.numpy() for name, value in gradients.items()},
    )


def central_differences(loss: Callable[..., float], arguments: Mapping[str, np.ndarray], name: str) -> np.ndarray:
    """The gradient of loss(**arguments) with respect to one of the arguments, with a step of 1e-5."""
    point = arguments[name].copy()
    gradient = np.empty_like(point)
    for index in np.ndindex(point.shape):
        moved = []
        for step in (1e-5, -1e-5):
            shifted = point.copy()
            shifted[index] += step
            moved.append(loss(**{**arguments, name: shifted}))
        gradient[index] = (moved[0] - moved[1]) / 2e-5
    return gradient


def equal(a: np.ndarray, b: np.ndarray) -> bool:
    """Whether two arrays have one shape and are equal to 1e-10."""
    return a.shape == b.shape and bool(np.allclose(a, b, rtol=1e-10, atol=1e-10))
