"""A model of characters in torch, for text of any kind, trained on streams of it with its state carried along."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from helpers.nn.experiments.progress import progress

LESSON = "08_generation"

torch.set_num_threads(1)

EMBEDDING, H = 48, 192
STREAMS = 32
HIGHEST_RATE = 6e-3
LOWEST_SHARE = 0.05  # of the highest rate, at the end of training
WARM_UP = 30  # updates
LONGEST_GRADIENT = 1.0
PSEUDOCOUNT = 0.1


@dataclass(frozen=True)
class Alphabet:
    """The characters of a text; a character's place is its id."""

    characters: str

    @classmethod
    def of(cls, text: str) -> "Alphabet":
        """The characters that a text has, in the order of their codes."""
        return cls("".join(sorted(set(text))))

    def __len__(self) -> int:
        return len(self.characters)

    def ids(self, text: str) -> torch.Tensor:
        """The ids of a text's characters, (T,); characters that are not in the alphabet are left out."""
        place = {character: number for number, character in enumerate(self.characters)}
        return torch.tensor([place[character] for character in text if character in place])

    def text(self, ids: Sequence[int] | torch.Tensor) -> str:
        """The characters that ids stand for."""
        return "".join(self.characters[int(number)] for number in ids)


class Writer(nn.Module):
    """Vectors of characters, a GRU, and logits for the next character after each one read."""

    def __init__(self, V: int):
        super().__init__()
        self.embedding = nn.Embedding(V, EMBEDDING)
        self.recurrent = nn.GRU(EMBEDDING, H, batch_first=True)
        self.output = nn.Linear(H, V)

    def forward(self, ids: torch.Tensor, state: torch.Tensor | None = None) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits (N, T, V) and the state after the last step, for ids (N, T) and the state before the first one."""
        states, last = self.recurrent(self.embedding(ids), state)
        return self.output(states), last

    def states(self, ids: torch.Tensor) -> np.ndarray:
        """The state after each character, (N, T, H), read from the beginning."""
        with torch.no_grad():
            return self.recurrent(self.embedding(ids))[0].numpy()


def streams(ids: torch.Tensor, number: int) -> tuple[torch.Tensor, torch.Tensor]:
    """The text in `number` rows that go on, and the character after each: inputs and targets, (number, length)."""
    length = (len(ids) - 1) // number
    return ids[: number * length].view(number, length), ids[1 : number * length + 1].view(number, length)


def train(ids: torch.Tensor, V: int, *, seed: int, updates: int, window: int, label: str) -> Writer:
    """Train a new model by Adam on windows of a text.

    Each row of a batch goes on where its last window ended, and so does its state; no gradient flows back that far. The
    rate rises, then falls along half a cosine. Where in the text the rows begin depends on the seed.
    """
    torch.manual_seed(seed)
    model = Writer(V)
    optimizer = torch.optim.Adam(model.parameters(), betas=(0.9, 0.99))
    inputs, targets = streams(ids, STREAMS)
    state, at = None, int(np.random.default_rng(seed).integers(inputs.shape[1] - window))
    for update in progress(range(updates), label):
        if at + window > inputs.shape[1]:
            state, at = None, 0
        optimizer.param_groups[0]["lr"] = _rate(update, updates)
        logits, state = model(inputs[:, at : at + window], state)
        state = state.detach()
        loss = nn.functional.cross_entropy(logits.flatten(0, 1), targets[:, at : at + window].flatten())
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), LONGEST_GRADIENT)
        optimizer.step()
        at += window
    return model.eval()


def _rate(update: int, updates: int) -> float:
    falling = LOWEST_SHARE + (1 - LOWEST_SHARE) * 0.5 * (1 + math.cos(math.pi * update / updates))
    return HIGHEST_RATE * min(1.0, (update + 1) / WARM_UP) * falling


def bits(model: Writer, ids: torch.Tensor, lengths: torch.Tensor, rows: int = 64) -> float:
    """Bits per character on a text, read in so many rows, each from the beginning.

    lengths  (V,)  how many characters each token spells
    """
    inputs, targets = streams(ids, rows)
    with torch.no_grad():
        logits, _ = model(inputs)
        nats = nn.functional.cross_entropy(logits.flatten(0, 1), targets.flatten(), reduction="sum")
    return float(nats) / math.log(2) / int(lengths[targets].sum())


def bits_of_pairs(training: torch.Tensor, test: torch.Tensor, lengths: torch.Tensor) -> float:
    """Bits per character of a model that counts pairs of tokens."""
    pairs = torch.full((len(lengths), len(lengths)), PSEUDOCOUNT, dtype=torch.float64)
    ones = torch.ones(len(training) - 1, dtype=torch.float64)
    pairs.index_put_((training[:-1], training[1:]), ones, accumulate=True)
    pairs /= pairs.sum(dim=1, keepdim=True)
    return float(-pairs[test[:-1], test[1:]].log2().sum()) / int(lengths[test[1:]].sum())
