"""torch's own layers as judges of lesson 07_architectures, in float64, with a case's weights carried over to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.func import functional_call
from torch.nn import functional
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

LESSON = "07_architectures"

Tensors = dict[str, torch.Tensor]
Arguments = dict[str, Any]


def _judged(arguments: Arguments, outputs_of: Callable[..., Sequence[torch.Tensor]]) -> dict[str, Any]:
    """Outputs by name, and gradients of inputs and parameters where an output has weights."""
    leaves = {
        name: torch.from_numpy(value.copy()).requires_grad_(value.dtype.kind == "f")
        for name, value in (arguments["inputs"] | arguments["parameters"]).items()
    }
    inputs = {name: leaves[name] for name in arguments["inputs"]}
    parameters = {name: leaves[name] for name in arguments["parameters"]}
    results = outputs_of(parameters, **inputs)
    seen: dict[str, Any] = {
        name: result.detach().numpy() for name, result in zip(arguments["outputs"], results, strict=True)
    }
    terms = [
        (result * torch.from_numpy(weights)).sum()
        for result, weights in zip(results, arguments["outputs"].values(), strict=True)
        if weights is not None
    ]
    if terms:
        torch.stack(terms).sum().backward()
        for name, leaf in leaves.items():
            if leaf.requires_grad:
                gradient = torch.zeros_like(leaf) if leaf.grad is None else leaf.grad
                seen[f"gradient of {name}"] = gradient.numpy()
    return seen


def _starts(shapes: dict[str, tuple[int, ...]]) -> dict[str, str]:
    """What there is to say of new parameters of these shapes: matrices are random, and a bias is small."""
    words = {1: "small numbers"}
    return {
        name: f"{shape}, {words.get(len(shape), 'random numbers around 0')}" for name, shape in sorted(shapes.items())
    }


def _cell(D: int, H: int, prefix: str = "") -> dict[str, tuple[int, ...]]:
    return {f"{prefix}W_xh": (D, H), f"{prefix}W_hh": (H, H), f"{prefix}b_h": (H,)}


def _weights(parameters: Tensors, prefix: str, suffix: str) -> Tensors:
    """Our cell's parameters as a layer of torch.nn.RNN has them; it has a second bias."""
    b_h = parameters[f"{prefix}b_h"]
    return {
        f"weight_ih{suffix}": parameters[f"{prefix}W_xh"].T,
        f"weight_hh{suffix}": parameters[f"{prefix}W_hh"].T,
        f"bias_ih{suffix}": b_h,
        f"bias_hh{suffix}": torch.zeros_like(b_h),
    }


def _read(
    rnn: nn.RNN, weights: Tensors, x: torch.Tensor, mask: torch.Tensor, h0: torch.Tensor | None = None
) -> tuple[torch.Tensor, torch.Tensor]:
    """torch's states of a packed batch, zeros at padding, and the last ones."""
    packed = pack_padded_sequence(x, mask.sum(dim=1), batch_first=True, enforce_sorted=False)
    states, last = functional_call(rnn.double(), weights, (packed,) if h0 is None else (packed, h0))
    return pad_packed_sequence(states, batch_first=True, total_length=x.shape[1])[0], last


def rnn_cell(**arguments: Any) -> dict[str, Any]:
    """torch.nn.RNNCell."""
    D, H = arguments["sizes"].values()
    if "inputs" not in arguments:
        return _starts(_cell(D, H))

    def outputs(parameters: Tensors, x: torch.Tensor, h: torch.Tensor) -> list[torch.Tensor]:
        return [functional_call(nn.RNNCell(D, H).double(), _weights(parameters, "", ""), (x, h))]

    return _judged(arguments, outputs)


def pack_batch(x: np.ndarray, mask: np.ndarray) -> tuple[np.ndarray, ...]:
    """torch.nn.utils.rnn.pack_padded_sequence; on a CPU its sorting keeps equal lengths in order."""
    packed = pack_padded_sequence(
        torch.from_numpy(x), torch.from_numpy(mask.sum(axis=1)), batch_first=True, enforce_sorted=False
    )
    return packed.data.numpy(), packed.batch_sizes.numpy(), packed.sorted_indices.numpy()


def sequence_classifier(**arguments: Any) -> dict[str, Any]:
    """torch's embedding, RNN over a packed batch, and linear layer."""
    V, D, H, C = arguments["sizes"].values()
    if "inputs" not in arguments:
        return _starts({"E": (V, D), "W_hy": (H, C), "b_y": (C,)} | _cell(D, H, "cell."))

    def outputs(p: Tensors, tokens: torch.Tensor, mask: torch.Tensor) -> list[torch.Tensor]:
        rnn = nn.RNN(D, H, batch_first=True)
        _, last = _read(rnn, _weights(p, "cell.", "_l0"), functional.embedding(tokens, p["E"]), mask)
        return [functional.linear(last[0], p["W_hy"].T, p["b_y"])]

    return _judged(arguments, outputs)


def _both_ways(p: Tensors, prefix: str, D: int, H: int, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    rnn = nn.RNN(D, H, batch_first=True, bidirectional=True)
    weights = _weights(p, f"{prefix}forward_cell.", "_l0") | _weights(p, f"{prefix}backward_cell.", "_l0_reverse")
    return _read(rnn, weights, x, mask)[0]


def bidirectional(**arguments: Any) -> dict[str, Any]:
    """torch.nn.RNN(bidirectional=True) over a packed batch."""
    D, H = arguments["sizes"].values()
    return _judged(arguments, lambda p, x, mask: [_both_ways(p, "", D, H, x, mask)])


def stacked_rnn(**arguments: Any) -> dict[str, Any]:
    """torch.nn.RNN of several layers; where it has zeros at padding, ours has the last state."""
    sizes = arguments["sizes"]
    D, H, L, dropout = sizes["D"], sizes["H"], sizes["L"], sizes.get("dropout", 0.0)

    def outputs(p: Tensors, x: torch.Tensor, mask: torch.Tensor, h0: torch.Tensor) -> list[torch.Tensor]:
        rnn = nn.RNN(D, H, num_layers=L, batch_first=True)
        rnn.dropout = dropout  # which torch's constructor warns of where there is one layer
        rnn.train(arguments.get("training", False))
        weights: Tensors = {}
        for layer in range(L):
            weights |= _weights(p, f"cells.{layer}.", f"_l{layer}")
        states, last = _read(rnn, weights, x, mask, h0)
        return [torch.where(mask[:, :, None], states, last[-1][:, None]), last]

    if "draws" in arguments:
        drawn = [_judged(arguments, outputs) for _ in range(arguments["draws"])]
        return {name: np.unique(np.round([seen[name] for seen in drawn], 6)) for name in drawn[0]}
    return _judged(arguments, outputs)


def tagger(**arguments: Any) -> dict[str, Any]:
    """torch's embedding, RNN in one direction or in both, and linear layer."""
    V, D, H, C, both_ways = arguments["sizes"].values()
    if "inputs" not in arguments:
        cells = _cell(D, H, "layer.forward_cell.") | _cell(D, H, "layer.backward_cell.")
        assert both_ways
        return _starts({"E": (V, D), "W_hy": (2 * H, C), "b_y": (C,)} | cells)

    def outputs(p: Tensors, tokens: torch.Tensor, mask: torch.Tensor) -> list[torch.Tensor]:
        x = functional.embedding(tokens, p["E"])
        if both_ways:
            states = _both_ways(p, "layer.", D, H, x, mask)
        else:
            states, _ = _read(nn.RNN(D, H, batch_first=True), _weights(p, "layer.", "_l0"), x, mask)
        logits = functional.linear(states, p["W_hy"].T, p["b_y"])
        return [logits.masked_fill(~mask[:, :, None], 0.0)]

    return _judged(arguments, outputs)


def causal_conv1d(**arguments: Any) -> dict[str, Any]:
    """torch.nn.Conv1d of a sequence with zeros on its left; its filters run from the oldest step to the newest."""
    sizes = arguments["sizes"]
    D, H, K, dilation = sizes["D"], sizes["H"], sizes["K"], sizes.get("dilation", 1)
    if "inputs" not in arguments:
        return _starts({"W": (K, D, H), "b": (H,)})

    def outputs(p: Tensors, x: torch.Tensor) -> list[torch.Tensor]:
        convolution = nn.Conv1d(D, H, K, dilation=dilation).double()
        longer = functional.pad(x.transpose(1, 2), ((K - 1) * dilation, 0))
        weights = {"weight": p["W"].flip(0).permute(2, 1, 0), "bias": p["b"]}
        return [functional_call(convolution, weights, (longer,)).transpose(1, 2)]

    return _judged(arguments, outputs)


JUDGES: dict[str, Callable[..., Any]] = {
    "RNNCell": rnn_cell,
    "pack_batch": pack_batch,
    "SequenceClassifier": sequence_classifier,
    "Bidirectional": bidirectional,
    "Tagger": tagger,
    "StackedRNN": stacked_rnn,
    "CausalConv1d": causal_conv1d,
}
