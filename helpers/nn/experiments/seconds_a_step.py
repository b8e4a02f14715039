"""Processor time of the three cells, forward and backward, measured in turn so that all see the same machine."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from statistics import median

import torch

from helpers.nn.experiments.three_cells import KINDS

LESSON = "06_gru"

N, T, D, H = 32, 100, 64, 128
WARM_UP = 2  # rounds that are not counted

Work = Callable[[], object]


def in_turn(works: Mapping[str, Work], rounds: int) -> dict[str, float]:
    """The median processor time of each work in milliseconds; in a round each is done once."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for number in range(-WARM_UP, rounds):
        for name, work in works.items():
            begun = time.process_time()
            work()
            if number >= 0:
                taken[name].append(1000 * (time.process_time() - begun))
    return {name: median(times) for name, times in taken.items()}


@contextmanager
def using_one_dnn(use: bool) -> Iterator[None]:
    """torch with or without oneDNN inside. (torch's own `flags` sets another switch as well, and warns of it.)"""
    before = torch.backends.mkldnn.enabled
    torch.backends.mkldnn.enabled = use
    try:
        yield
    finally:
        torch.backends.mkldnn.enabled = before


def torchs(kind: str, seed: int, one_dnn: bool = True) -> Work:
    """One pass of torch's layer forward and backward, in float32, with or without oneDNN's layers."""
    torch.manual_seed(seed)
    layer = KINDS[kind](D, H, batch_first=True)
    x, dh = torch.randn(N, T, D, requires_grad=True), torch.randn(N, T, H)

    def work() -> None:
        with using_one_dnn(one_dnn):
            layer.zero_grad()
            x.grad = None
            layer(x)[0].backward(dh)

    return work


def in_torch(seed: int, rounds: int) -> dict[str, float]:
    """Milliseconds of each layer as torch comes, and without oneDNN."""
    works = {kind: torchs(kind, seed) for kind in KINDS}
    return in_turn(works | {f"{kind} without oneDNN": torchs(kind, seed, one_dnn=False) for kind in KINDS}, rounds)
