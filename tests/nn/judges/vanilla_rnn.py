"""Other people's code as judges of lesson 02_vanilla_rnn: torch's own layers, or the definition in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import nn


def embed(tokens: np.ndarray, E: np.ndarray) -> np.ndarray:
    """torch's embedding layer."""
    return nn.functional.embedding(torch.from_numpy(tokens), torch.from_numpy(E)).numpy()


def rnn_step(x: np.ndarray, h: np.ndarray, W_xh: np.ndarray, W_hh: np.ndarray, b_h: np.ndarray) -> np.ndarray:
    """torch's cell, with the weights carried over and its second bias zero."""
    cell = nn.RNNCell(*W_xh.shape).double()
    with torch.no_grad():
        for weight, value in zip(cell.parameters(), (W_xh.T, W_hh.T, b_h, 0 * b_h), strict=True):
            weight.copy_(torch.from_numpy(value))
        return cell(torch.from_numpy(x), torch.from_numpy(h)).numpy()


def rnn_forward(
    x: np.ndarray, h0: np.ndarray, W_xh: np.ndarray, W_hh: np.ndarray, b_h: np.ndarray, mask: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """torch's layer, run for each sequence on its real tokens alone; the padding repeats the state before it."""
    rnn = nn.RNN(*W_xh.shape, batch_first=True).double()
    with torch.no_grad():
        for weight, value in zip(rnn.parameters(), (W_xh.T, W_hh.T, b_h, 0 * b_h), strict=True):
            weight.copy_(torch.from_numpy(value))
        if mask is None:
            h, h_T = rnn(torch.from_numpy(x), torch.from_numpy(h0)[None])
            return h.numpy(), h_T[0].numpy()
        rows = []
        for n in range(len(x)):
            states = [torch.from_numpy(h0[n])]
            if mask[n].any():
                states += rnn(torch.from_numpy(x[n, mask[n]]), torch.from_numpy(h0[n])[None])[0]
            rows.append(torch.stack([states[read] for read in np.cumsum(mask[n])]).numpy())
    return np.stack(rows), np.stack(rows)[:, -1]


def last_valid_state(h: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """The definition in words: of the states at real tokens, the last; zeros if there is none."""
    return np.array([[*np.zeros((1, h.shape[2])), *h[n][mask[n]]][-1] for n in range(len(h))])


def output_layer(h: np.ndarray, W_hy: np.ndarray, b_y: np.ndarray) -> np.ndarray:
    """torch's linear map."""
    return nn.functional.linear(*map(torch.from_numpy, (h, W_hy.T.copy(), b_y))).numpy()


def language_model_loss(logits: np.ndarray, targets: np.ndarray, mask: np.ndarray) -> float:
    """torch's cross-entropy, which leaves out the targets -100."""
    if not mask.any():
        return 0.0
    marked = torch.from_numpy(np.where(mask, targets, -100))
    return nn.functional.cross_entropy(
        torch.from_numpy(logits).flatten(0, 1), marked.flatten(), ignore_index=-100
    ).item()


def count_parameters(V: int, D: int, H: int, T: int) -> int:
    """The parameters of torch's layers, less the second bias of nn.RNN, which only adds to the first."""
    layers = (nn.Embedding(V, D), nn.RNN(D, H), nn.Linear(H, V))
    return sum(weight.numel() for layer in layers for weight in layer.parameters()) - H


LESSON = "02_vanilla_rnn"
JUDGES: dict[str, Callable[..., Any]] = {
    judge.__name__: judge
    for judge in (
        embed,
        rnn_step,
        rnn_forward,
        last_valid_state,
        output_layer,
        language_model_loss,
        count_parameters,
    )
}
