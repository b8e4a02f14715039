"""What a longer text costs: time and memory of one step of training, for an LSTM and for attention in two forms.

All three are one layer of 64 columns with a causal order: the LSTM by torch's own layer; attention as one writes it,
with the table of weights in memory; and attention by torch's fused function, which never holds the whole table.
"""

import time
from collections.abc import Callable, Sequence
from statistics import median

import torch
from torch import nn

from helpers.nn.experiments.experiment import Experiment

LESSON = "10_transformer"

D, HEADS = 64, 2
LENGTHS = (32, 64, 128, 256, 512, 1024, 2048, 4096)
MEGABYTE = 1e6

torch.set_num_threads(1)

Layer = Callable[[torch.Tensor], torch.Tensor]


class FusedAttention(nn.Module):
    """Causal self-attention in heads by torch's own function, for comparison."""

    def __init__(self) -> None:
        super().__init__()
        self.W_q, self.W_k, self.W_v, self.W_o = (nn.Linear(D, D) for _ in range(4))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(N, T, D) for x (N, T, D)."""
        N, T, _ = x.shape
        q, k, v = (W(x).reshape(N, T, HEADS, -1).transpose(1, 2) for W in (self.W_q, self.W_k, self.W_v))
        y = nn.functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        return self.W_o(y.transpose(1, 2).reshape(N, T, D))


class Recurrent(nn.Module):
    """torch's LSTM with as many columns."""

    def __init__(self) -> None:
        super().__init__()
        self.lstm = nn.LSTM(D, D, batch_first=True)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(N, T, D) for x (N, T, D)."""
        return self.lstm(x)[0]


class Causal(nn.Module):
    """An attention of the lesson, MultiHeadAttention(D, heads), with a causal mask."""

    def __init__(self, attention: nn.Module):
        super().__init__()
        self.attention = attention

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(N, T, D) for x (N, T, D)."""
        T = x.shape[1]
        return self.attention(x, torch.ones(T, T, dtype=torch.bool, device=x.device).tril())[0]


def milliseconds(layer: Layer, T: int, device: str = "cpu", rounds: int = 3) -> float:
    """The median time of a pass forward and backward over one text of T steps, after one that does not count.

    On a processor it is the time of one core; on a GPU the clock on the wall, stopped when the GPU is done.
    """
    on_gpu = device != "cpu"
    x = torch.randn(1, T, D, device=device, requires_grad=True)
    clock = time.perf_counter if on_gpu else time.process_time
    taken = []
    for number in range(rounds + 1):
        x.grad = None
        if on_gpu:
            torch.cuda.synchronize()
        begun = clock()
        layer(x).sum().backward()
        if on_gpu:
            torch.cuda.synchronize()
        if number:
            taken.append(1000 * (clock() - begun))
    return median(taken)


def megabytes_kept(layer: Layer, T: int, device: str = "cpu") -> float:
    """What the forward pass over one text of T steps keeps in memory for the backward pass, counted exactly.

    torch hands out every tensor that it keeps; each piece of memory counts once, the layer's own weights too.
    """
    sizes: dict[int, int] = {}
    held = []

    def keep(tensor: torch.Tensor) -> torch.Tensor:
        sizes[tensor.untyped_storage().data_ptr()] = tensor.untyped_storage().nbytes()
        held.append(tensor)  # so that no address is given out twice
        return tensor

    x = torch.randn(1, T, D, device=device, requires_grad=True)
    with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        layer(x)
    return sum(sizes.values()) / MEGABYTE


def layers(attention: nn.Module, device: str = "cpu") -> dict[str, nn.Module]:
    """The three by name, with a MultiHeadAttention(64, 2) of the lesson as the one that is written out."""
    made: dict[str, nn.Module] = {
        "LSTM": Recurrent(),
        "attention, written out": Causal(attention),
        "attention, fused": FusedAttention(),
    }
    return {name: layer.to(device) for name, layer in made.items()}


def measured(attention: nn.Module, lengths: Sequence[int], device: str = "cpu") -> dict[str, float]:
    """Milliseconds and megabytes of the three at each length, by names such as "ms, LSTM, 32"."""
    numbers: dict[str, float] = {}
    for name, layer in layers(attention, device).items():
        for T in lengths:
            numbers[f"ms, {name}, {T}"] = milliseconds(layer, T, device)
            numbers[f"MB, {name}, {T}"] = megabytes_kept(layer, T, device)
    return numbers


def measure(seed: int, device: str = "cpu") -> dict[str, float]:
    """All lengths from 32 to 4096, and how the time grows from 1024 to 4096 steps."""
    from helpers.nn.transformer import MultiHeadAttention

    torch.manual_seed(seed)
    numbers = measured(MultiHeadAttention(D, HEADS), LENGTHS, device)
    for name in ("LSTM", "attention, written out", "attention, fused"):
        numbers[f"{name}: 4096 steps / 1024 steps"] = numbers[f"ms, {name}, 4096"] / numbers[f"ms, {name}, 1024"]
    numbers["LSTM / fused attention at 4096 steps"] = numbers["ms, LSTM, 4096"] / numbers["ms, attention, fused, 4096"]
    return numbers


EXPERIMENT = Experiment(
    claim="On one core of a processor attention is not faster at length: from 1024 to 4096 steps the LSTM's time "
    "grows with the length, that of attention nearly with its square, and at 4096 steps the LSTM takes less than "
    "torch's fused attention.",
    setup=f"one text, one layer of {D} columns, {HEADS} heads, float32, one pass forward and backward, one thread; "
    "processor time, the median of 3; memory is what the forward pass keeps for the backward pass; a seed is "
    "another start of the same measurement",
    measure=measure,
    expected={
        "LSTM: 4096 steps / 1024 steps": (None, 5.5),
        "attention, fused: 4096 steps / 1024 steps": (6.0, None),
        "attention, written out: 4096 steps / 1024 steps": (8.0, None),
        "LSTM / fused attention at 4096 steps": (None, 1.0),
    },
)
