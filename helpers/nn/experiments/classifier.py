"""Two classifiers for the minimal pairs: one that reads in order, one that counts words."""

import time
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import nn

from helpers.data.minimal_pairs import encode, labelled, minimal_pairs, vocabulary
from helpers.nn.experiments.network import VanillaRNN, Weights
from helpers.nn.experiments.progress import progress

LESSON = "02_vanilla_rnn"

EPOCHS = 6
TRAINING_PAIRS = 1500
TEST_PAIRS = 500
SENTENCES_PER_BATCH = 50
LEARNING_RATE = 3e-3
D, H = 16, 32


@dataclass(frozen=True)
class Training:
    """How a training went: the share of right answers on unseen pairs after 0, 1, ..., EPOCHS rounds, and its time."""

    accuracy: list[float]
    seconds: float
    weights: Weights | None  # of the recurrent network; the word counter has none that a lesson uses


class WordCounter(nn.Module):
    """A network with a hidden layer on the bag of words; it never learns where a word stood."""

    def __init__(self, V: int, H: int):
        super().__init__()
        self.V = V
        self.layers = nn.Sequential(nn.Linear(V, H), nn.ReLU(), nn.Linear(H, 2))

    def forward(self, tokens: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Logits (N, 2) of tokens (N, T)."""
        counts = (nn.functional.one_hot(tokens, self.V) * mask[:, :, None]).sum(dim=1)
        return self.layers(counts.float())


class Reader(VanillaRNN):
    """A recurrent network that answers from its state at the last real word."""

    def forward(self, tokens: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Logits (N, 2) of tokens (N, T) whose padding stands at the end."""
        return self.output(self.states(tokens)[torch.arange(len(tokens)), mask.sum(dim=1) - 1])


@lru_cache
def train_reader(seed: int) -> Training:
    """Train the recurrent network; the same seed gives the same weights on the same machine."""
    torch.manual_seed(seed)
    network = Reader(len(vocabulary()), D, H, outputs=2)
    return Training(*_train(network, seed, "training the recurrent network"), network.weights())


@lru_cache
def train_word_counter(seed: int) -> Training:
    """Train the network on bags of words, on the same sentences for as many rounds."""
    torch.manual_seed(seed)
    return Training(*_train(WordCounter(len(vocabulary()), H), seed, "training the word counter"), None)


def _train(network: nn.Module, seed: int, label: str) -> tuple[list[float], float]:
    tokens, mask, labels = _sentences(TRAINING_PAIRS, seed, unseen=False)
    test_tokens, test_mask, test_labels = _sentences(TEST_PAIRS, seed + 1_000_000, unseen=True)
    optimizer = torch.optim.Adam(network.parameters(), lr=LEARNING_RATE)

    def accuracy() -> float:
        with torch.no_grad():
            return (network(test_tokens, test_mask).argmax(dim=1) == test_labels).double().mean().item()

    measured = [accuracy()]
    begun = time.perf_counter()
    for _ in progress(range(EPOCHS), label):
        for batch in torch.randperm(len(tokens)).split(SENTENCES_PER_BATCH):
            loss = nn.functional.cross_entropy(network(tokens[batch], mask[batch]), labels[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        measured.append(accuracy())
    return measured, time.perf_counter() - begun


def _sentences(pairs: int, seed: int, unseen: bool) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    sentences, labels = labelled(minimal_pairs(pairs, seed=seed, unseen=unseen))
    tokens, mask = encode(sentences, vocabulary())
    return torch.from_numpy(tokens), torch.from_numpy(mask), torch.from_numpy(labels)
