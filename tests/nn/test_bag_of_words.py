"""The functions that stand in for a learner's after lesson 01."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.nn import bag_of_words as lesson


def test_decks_vectors() -> None:
    """Do they give the two vectors of deck 5, and one vector for its pair of sentences?"""
    words = lesson.tokenize("I like to sleep and I like to eat")
    vocabulary = lesson.build_vocabulary([words])
    counts = dict(zip(vocabulary, lesson.bag_of_words(words, vocabulary).tolist(), strict=True))
    assert counts == {"i": 2, "like": 2, "to": 2, "sleep": 1, "and": 1, "eat": 1}
    assert list(vocabulary) == ["i", "like", "to", "sleep", "and", "eat"]

    deck = ["the", "movie", "song", "was", "is", "not", "long", "but", "interesting"]
    ids = {word: number for number, word in enumerate(deck)}
    one, other = (
        lesson.bag_of_words(lesson.tokenize(text), ids)
        for text in ("The movie was not long but interesting.", "The movie was long but not interesting.")
    )
    assert one.tolist() == [1, 1, 0, 1, 0, 1, 1, 1, 1] == other.tolist()


def test_bag_is_the_sum_of_one_hot_vectors() -> None:
    """Does formula (1.3) hold?"""
    tokens = np.random.default_rng(0).integers(0, 6, size=(3, 9))
    names = {str(number): number for number in range(6)}
    for row, table in zip(tokens, lesson.one_hot(tokens, 6), strict=True):
        assert np.array_equal(table.sum(axis=0), lesson.bag_of_words([str(token) for token in row], names))


def test_an_empty_bag_has_whole_numbers() -> None:
    """Is a text without known words a vector like any other?"""
    empty = lesson.bag_of_words([], {"a": 0, "b": 1})
    assert empty.tolist() == [0, 0]
    assert empty.dtype.kind == "i"


def test_gradient_against_differences() -> None:
    """Is the gradient that of the loss, by central differences?"""
    rng = np.random.default_rng(1)
    logits, targets = rng.normal(size=(4, 3)), np.array([2, 0, 0, 1])
    measured = np.zeros_like(logits)
    for place in np.ndindex(*logits.shape):
        step = np.zeros_like(logits)
        step[place] = 1e-5
        up, down = lesson.cross_entropy(logits + step, targets), lesson.cross_entropy(logits - step, targets)
        measured[place] = (up - down) / 2e-5
    assert lesson.cross_entropy_gradient(logits, targets) == pytest.approx(measured, abs=1e-9)
