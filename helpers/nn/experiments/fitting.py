"""Train a torch module on examples with labels, and count how many it gets right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import nn

from helpers.nn.experiments.progress import progress

LESSON = "07_architectures"

Batch = tuple[Any, ...]


def fit(
    network: nn.Module,
    batch_of: Callable[[Sequence[int]], tuple[Batch, torch.Tensor]],
    count: int,
    *,
    epochs: int,
    seed: int,
    learning_rate: float = 3e-3,
    batch_size: int = 50,
    label: str = "training",
) -> list[float]:
    """Train with Adam on the cross-entropy; the mean loss of each round.

    Gradients are clipped to a norm of 1, and the learning rate falls along a line to a twentieth.

    batch_of  from the places of some examples to what the network is called with, and the labels: (N,), or (N, T)
              with -1 where there is none
    count     how many examples there are; each round goes through all of them in a new order
    """
    order = torch.Generator().manual_seed(seed)
    optimizer = torch.optim.Adam(network.parameters(), lr=learning_rate)
    falling = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.05, total_iters=epochs)
    losses = []
    network.train()
    for _ in progress(range(epochs), label):
        total = 0.0
        for places in torch.randperm(count, generator=order).split(batch_size):
            inputs, labels = batch_of(places.tolist())
            logits = network(*inputs)
            loss = nn.functional.cross_entropy(logits.flatten(0, -2), labels.flatten(), ignore_index=-1)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            total += loss.item() * len(places)
        losses.append(total / count)
        falling.step()
    network.eval()
    return losses


def share_right(
    network: nn.Module,
    batch_of: Callable[[Sequence[int]], tuple[Batch, torch.Tensor]],
    places: Sequence[int],
    batch_size: int = 200,
) -> float:
    """The share of labels, those of -1 left out, for which the network's largest logit is the right one."""
    network.eval()
    right = counted = 0
    with torch.no_grad():
        for start in range(0, len(places), batch_size):
            inputs, labels = batch_of(places[start : start + batch_size])
            answers = network(*inputs).argmax(dim=-1)
            right += int(((answers == labels) & (labels >= 0)).sum())
            counted += int((labels >= 0).sum())
    return right / counted
