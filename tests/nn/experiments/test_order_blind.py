"""The rivals that are blind to order: they are no straw men, and blind they are."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.data.minimal_pairs import labelled, minimal_pairs, vocabulary
from helpers.nn.bag_of_words import bag_of_words
from helpers.nn.experiments.order_blind import MODELS


@pytest.mark.parametrize("name", sorted(MODELS))
def test_model_learns_what_can_be_learnt(name: str) -> None:
    """Does each find out which word decides, where one does?"""
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 2, size=300)
    bags = rng.integers(0, 2, size=(300, 8))
    bags[:, 3] = 2 * labels
    answer = MODELS[name](bags[:200], labels[:200])
    assert np.mean([answer(bag) == label for bag, label in zip(bags[200:], labels[200:], strict=True)]) > 0.9


@pytest.mark.parametrize("name", sorted(MODELS))
@pytest.mark.parametrize("seed", range(3))
def test_exactly_one_half_on_minimal_pairs(name: str, seed: int) -> None:
    """Is each right on one sentence of every pair, whatever the seed?"""
    words = {word: number for number, word in enumerate(vocabulary())}
    sentences, labels = labelled(minimal_pairs(100, seed=seed))
    tests, opinions = labelled(minimal_pairs(100, seed=seed + 100, unseen=True))
    answer = MODELS[name](np.stack([bag_of_words(s, words) for s in sentences]), labels)
    right = [answer(bag_of_words(s, words)) == opinion for s, opinion in zip(tests, opinions, strict=True)]
    assert np.mean(right) == 0.5
