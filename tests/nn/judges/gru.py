"""Other people's code as judges of lesson 06_gru: torch's own layers and autograd, or the definition in words."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import nn

from tests.nn.recurrent_layers import torch_layer

LESSON = "06_gru"

Arrays = tuple[np.ndarray, ...]


def gru_step(
    x: np.ndarray, h: np.ndarray, W_xh: np.ndarray, W_hh: np.ndarray, b_xh: np.ndarray, b_hh: np.ndarray
) -> Arrays:
    """The definition, number by number: torch has no cell with the reset gate before the product."""
    (N, H), D = h.shape, x.shape[1]
    new, gates = np.empty((N, H)), np.empty((N, 3 * H))

    def sum_inside(n: int, column: int, seen: list[float]) -> float:
        read = [x[n, d] * W_xh[d, column] for d in range(D)]
        held = [seen[k] * W_hh[k, column] for k in range(H)]
        return math.fsum([*read, *held, b_xh[column], b_hh[column]])

    for n in range(N):
        r = [1 / (1 + math.exp(-sum_inside(n, k, list(h[n])))) for k in range(H)]
        z = [1 / (1 + math.exp(-sum_inside(n, H + k, list(h[n])))) for k in range(H)]
        kept = [share * old for share, old in zip(r, h[n], strict=True)]
        candidate = [math.tanh(sum_inside(n, 2 * H + k, kept)) for k in range(H)]
        gates[n] = [*r, *z, *candidate]
        new[n] = [(1 - z[k]) * candidate[k] + z[k] * h[n, k] for k in range(H)]
    return new, gates


def _cell(W_xh: np.ndarray, W_hh: np.ndarray, b_xh: np.ndarray, b_hh: np.ndarray) -> nn.GRUCell:
    cell = nn.GRUCell(len(W_xh), len(W_hh)).double()
    with torch.no_grad():
        for weight, value in zip(cell.parameters(), (W_xh.T, W_hh.T, b_xh, b_hh), strict=True):
            weight.copy_(torch.from_numpy(value))
    return cell


def gru_step_reset_after(
    x: np.ndarray, h: np.ndarray, W_xh: np.ndarray, W_hh: np.ndarray, b_xh: np.ndarray, b_hh: np.ndarray
) -> Arrays:
    """torch's cell; each gate is read off from what the cell does when the state's units are told apart.

    From h_new = n + z (h - n) follow n and z: torch's cell with the columns of z moved by 50 gives h_new = n, and r
    comes from a cell whose update gate has r's weights and whose candidate is 0, where h_new = r h.
    """
    H = h.shape[1]
    x_, h_ = torch.from_numpy(x), torch.from_numpy(h)

    def by_torch(W_xh: np.ndarray, W_hh: np.ndarray, b_xh: np.ndarray, b_hh: np.ndarray) -> np.ndarray:
        with torch.no_grad():
            return _cell(W_xh, W_hh, b_xh, b_hh)(x_, h_).numpy()

    all_new = b_xh.copy()
    all_new[H : 2 * H] = -200.0
    n = by_torch(W_xh, W_hh, all_new, b_hh)

    def share_kept(columns: slice) -> np.ndarray:
        weights = []
        for array in (W_xh, W_hh, b_xh, b_hh):
            alone = np.zeros_like(array)
            alone[..., H : 2 * H] = array[..., columns]
            weights.append(alone)
        return by_torch(*weights) / h

    gates = np.concatenate([share_kept(slice(0, H)), share_kept(slice(H, 2 * H)), n], axis=1)
    return by_torch(W_xh, W_hh, b_xh, b_hh), gates


def swap_update_gate(W_xh: np.ndarray, W_hh: np.ndarray, b_xh: np.ndarray, b_hh: np.ndarray) -> Arrays:
    """The definition in words: of the three thirds of the last axis the one in the middle changes its sign."""
    return tuple(
        np.concatenate([part if place != 1 else -part for place, part in enumerate(np.split(w, 3, axis=-1))], axis=-1)
        for w in (W_xh, W_hh, b_xh, b_hh)
    )


def gru_forward(
    x: np.ndarray, h0: np.ndarray, W_xh: np.ndarray, W_hh: np.ndarray, b_xh: np.ndarray, b_hh: np.ndarray
) -> Arrays:
    """torch's layer for the states; the gates by torch's cell, between its states."""
    arguments = {"x": x, "h0": h0, "W_xh": W_xh, "W_hh": W_hh, "b_xh": b_xh, "b_hh": b_hh}
    h, _, _ = torch_layer(nn.GRU, arguments, ("h0",), np.zeros((*x.shape[:2], h0.shape[1])), {})
    before = np.concatenate([h0[:, None], h[:, :-1]], axis=1)
    gates = [
        gru_step_reset_after(x[:, t], _nowhere_zero(before[:, t]), W_xh, W_hh, b_xh, b_hh)[1] for t in range(x.shape[1])
    ]
    return h, np.stack(gates, axis=1)


def _nowhere_zero(h: np.ndarray) -> np.ndarray:
    return np.where(h == 0, 1e-300, h)


def _bias(x: np.ndarray, h: np.ndarray, gates: np.ndarray, W_xh: np.ndarray, W_hh: np.ndarray, b_hh: np.ndarray):
    """b_xh with which a step of one sequence gave these gates: the sums in front of them, less all other terms."""
    H = len(W_hh)
    shares = np.clip(gates[: 2 * H], 1e-30, 1 - 2**-53)  # 1.0 is the last number below it, to all digits that matter
    u = h @ W_hh + b_hh
    before_n = np.arctanh(gates[2 * H :]) - gates[:H] * u[2 * H :]
    return np.concatenate([np.log(shares / (1 - shares)) - u[: 2 * H], before_n]) - x @ W_xh


def gru_step_backward(
    dh: np.ndarray,
    x: np.ndarray,
    h_prev: np.ndarray,
    gates: np.ndarray,
    W_xh: np.ndarray,
    W_hh: np.ndarray,
    b_hh: np.ndarray,
) -> Arrays:
    """torch's cell and autograd, a sequence at a time, each with the b_xh that gave its gates."""
    rows, sums = [], [np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros_like(b_hh), np.zeros_like(b_hh)]
    for n in range(len(x)):
        cell = _cell(W_xh, W_hh, _bias(x[n], h_prev[n], gates[n], W_xh, W_hh, b_hh), b_hh)
        read, state = (torch.from_numpy(value[n]).clone().requires_grad_() for value in (x, h_prev))
        (torch.from_numpy(dh[n]) * cell(read[None], state[None])[0]).sum().backward()
        rows.append((read.grad.numpy(), state.grad.numpy()))
        for place, weight in enumerate(cell.parameters()):
            sums[place] = sums[place] + weight.grad.numpy().T
    dx, dh_prev = (np.stack(part) for part in zip(*rows, strict=True))
    return dx, dh_prev, *sums


def gru_backward(
    dh: np.ndarray,
    x: np.ndarray,
    h0: np.ndarray,
    h: np.ndarray,
    gates: np.ndarray,
    W_xh: np.ndarray,
    W_hh: np.ndarray,
    b_hh: np.ndarray,
) -> Arrays:
    """torch's cell and autograd, step by step from the last; central differences of the whole are another test."""
    states = np.concatenate([h0[:, None], h], axis=1)
    dx, arriving, sums = np.empty_like(x), np.zeros_like(h0), None
    for t in range(x.shape[1] - 1, -1, -1):
        dx[:, t], arriving, *weights = gru_step_backward(
            dh[:, t] + arriving, x[:, t], states[:, t], gates[:, t], W_xh, W_hh, b_hh
        )
        sums = weights if sums is None else [a + b for a, b in zip(sums, weights, strict=True)]
    assert sums is not None
    return dx, arriving, *sums


def count_parameters(cell: str, D: int, H: int) -> int:
    """torch's layers, less the second bias where it only adds to the first."""
    kind = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}[cell]
    layer = kind(D, H)
    total = sum(weight.numel() for weight in layer.parameters())
    return total if cell == "gru" else total - layer.bias_hh_l0.numel()


JUDGES: dict[str, Callable[..., Any]] = {
    judge.__name__: judge
    for judge in (
        gru_step,
        gru_step_reset_after,
        swap_update_gate,
        gru_forward,
        gru_step_backward,
        gru_backward,
        count_parameters,
    )
}
