"""A language model of the minimal pairs' sentences, and the counts it has to beat."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
from torch import nn

from helpers.data.minimal_pairs import END, START, encode, labelled, minimal_pairs, vocabulary
from helpers.nn.experiments.network import VanillaRNN, Weights
from helpers.nn.experiments.progress import progress

LESSON = "02_vanilla_rnn"

EPOCHS = 8
TRAINING_PAIRS = 1000
TEST_PAIRS = 500
SENTENCES_PER_BATCH = 50
LEARNING_RATE = 3e-3
D, H = 16, 64
TEST_SEED = 1_000_000  # the same test sentences for every training
BIGRAM_PSEUDOCOUNT = 0.1  # the best of 1, 0.1, 0.01 and 0.001 on the test sentences: the rival has its best chance


@dataclass(frozen=True)
class Training:
    """How a training went: the mean loss per token on test sentences after 0, 1, ..., EPOCHS rounds."""

    loss: list[float]
    weights: Weights


def next_word_batch(pairs: int, *, seed: int, unseen: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Sentences as a task of the next word: tokens, targets and mask, each (N, T).

    Tokens begin with <start>, targets end with <end>: targets[n, t] is the word that follows tokens[n, t].
    """
    sentences, _ = labelled(minimal_pairs(pairs, seed=seed, unseen=unseen))
    whole, mask = encode([[START, *sentence, END] for sentence in sentences], vocabulary())
    return whole[:, :-1], whole[:, 1:], mask[:, 1:]


def held_out() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The test sentences as tokens, targets and mask; their pairs of polar words are in no training sentence."""
    return next_word_batch(TEST_PAIRS, seed=TEST_SEED, unseen=True)


@lru_cache
def train(seed: int) -> Training:
    """Train the model; the same seed gives the same weights on the same machine."""
    torch.manual_seed(seed)
    V = len(vocabulary())
    network = VanillaRNN(V, D, H, outputs=V)
    tokens, targets, mask = map(torch.from_numpy, next_word_batch(TRAINING_PAIRS, seed=seed, unseen=False))
    test = tuple(map(torch.from_numpy, held_out()))
    optimizer = torch.optim.Adam(network.parameters(), lr=LEARNING_RATE)

    def loss_on(tokens: torch.Tensor, targets: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        logits = network.output(network.states(tokens))
        return nn.functional.cross_entropy(logits[mask], targets[mask])

    def test_loss() -> float:
        with torch.no_grad():
            return loss_on(*test).item()

    measured = [test_loss()]
    for _ in progress(range(EPOCHS), "training the language model"):
        for batch in torch.randperm(len(tokens)).split(SENTENCES_PER_BATCH):
            loss = loss_on(tokens[batch], targets[batch], mask[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        measured.append(test_loss())
    return Training(measured, network.weights())


def next_word_by_pairs(seed: int) -> np.ndarray:
    """The probability (V, V) of each next word, the column, after each word, the row, from counts of neighbours."""
    V = len(vocabulary())
    tokens, targets, mask = next_word_batch(TRAINING_PAIRS, seed=seed, unseen=False)
    counts = np.full((V, V), BIGRAM_PSEUDOCOUNT)
    np.add.at(counts, (tokens[mask], targets[mask]), 1)
    return counts / counts.sum(axis=1, keepdims=True)


def losses_of_counts(seed: int) -> dict[str, float]:
    """The mean loss per token, on the test sentences, of models that count the training sentences of that seed."""
    V = len(vocabulary())
    _, targets, mask = next_word_batch(TRAINING_PAIRS, seed=seed, unseen=False)
    test_tokens, test_targets, test_mask = held_out()
    single = np.bincount(targets[mask], minlength=V) + 1.0
    single /= single.sum()
    double = next_word_by_pairs(seed)
    before, after = test_tokens[test_mask], test_targets[test_mask]
    return {
        "every word alike": float(np.log(V)),
        "counts of words": float(-np.log(single[after]).mean()),
        "counts of word pairs": float(-np.log(double[before, after]).mean()),
    }
