"""Is the first word a person's name? One network has read what follows it, the other has not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from helpers.data.tagged_sentences import encoded, tagged_sentences, vocabulary
from helpers.nn.experiments.experiment import Experiment
from helpers.nn.experiments.fitting import fit, share_right

LESSON = "07_architectures"

TRAINING, TEST = 1500, 1000
D, H = 16, 24
EPOCHS = 12


@dataclass(frozen=True)
class Tagged:
    """The shares right on sentences that were not trained on: of all words, and of each sentence's first word."""

    all_words: float
    first_word: float


def train(network: nn.Module, seed: int, label: str) -> Tagged:
    """Train a tagger, called with tokens (N, T) and mask (N, T), and try it on new sentences."""
    sentences = tagged_sentences(np.random.default_rng(seed), TRAINING)
    test = tagged_sentences(np.random.default_rng(seed + 1_000_000), TEST)
    known = {tuple(sentence.words) for sentence in sentences}
    test = [sentence for sentence in test if tuple(sentence.words) not in known]
    arrays = [tuple(map(torch.from_numpy, encoded(part, vocabulary()))) for part in (sentences, test)]

    def batch_from(part: int, first_alone: bool = False):
        tokens, names, mask = arrays[part]
        labels = torch.where(mask, names, -1)
        if first_alone:
            labels[:, 1:] = -1

        def batch_of(places: Sequence[int]):
            rows = list(places)
            return (tokens[rows], mask[rows]), labels[rows]

        return batch_of

    fit(network, batch_from(0), TRAINING, epochs=EPOCHS, seed=seed, learning_rate=6e-3, label=label)
    places = range(len(test))
    return Tagged(share_right(network, batch_from(1), places), share_right(network, batch_from(1, True), places))


def measure(seed: int) -> dict[str, float]:
    """The shares right of one direction and of both."""
    from helpers.nn.architectures import Tagger

    torch.set_num_threads(1)
    measured = {}
    for both_ways, name in ((False, "one direction"), (True, "both directions")):
        torch.manual_seed(seed)
        tagged = train(Tagger(len(vocabulary()), D, H, 2, both_ways), seed, name)
        measured[f"first word, {name}"] = tagged.first_word
        measured[f"all words, {name}"] = tagged.all_words
    return measured


EXPERIMENT = Experiment(
    claim="Whether the first word is a name stands behind it: one direction guesses, both directions know.",
    setup=f"{TRAINING} sentences of the grammar to train on, about {TEST} others to test with, which were not among "
    f"them; the lesson's Tagger with D = {D}, H = {H}; {EPOCHS} rounds of Adam at 0.006 that falls to a twentieth, "
    f"batches of 50. Each first word is a name in half of its sentences.",
    measure=measure,
    expected={"first word, one direction": (0.4, 0.6), "first word, both directions": (0.99, None)},
)
