"""The published backward pass: is it wrong in the ways that the lesson names, and does it learn?"""

from __future__ import annotations

import numpy as np

from helpers.nn.experiments import wrong_backward
from helpers.nn.lstm import lstm_backward, lstm_forward


def test_texts_are_words_of_as_and_bs() -> None:
    """Is the target the next letter, and is every word as many b's as a's?"""
    x, targets = wrong_backward.letters(seed=2)
    assert np.array_equal(x[:, 1:].argmax(axis=2), targets[:, :-1])
    for row in x.argmax(axis=2):
        word = "".join("ab"[letter] for letter in row)
        first = word[: word.index("ba") + 1]
        assert first.count("a") == first.count("b") == len(first) // 2


def test_it_points_the_same_way_and_is_wrong() -> None:
    """Over five seeds: a cosine over 0.9, an array that is off by more than 0.5, and an output layer that is right?"""
    for seed in range(5):
        weights, (x, targets) = wrong_backward.first_weights(seed), wrong_backward.letters(seed)
        _, right = wrong_backward.loss_and_gradients(lstm_forward, lstm_backward, weights, x, targets)
        _, wrong = wrong_backward.loss_and_gradients(
            lstm_forward, wrong_backward.published_backward, weights, x, targets
        )
        apart = wrong_backward.distances(right, wrong)
        assert apart["all together"].cosine > 0.9
        assert max(one.relative_error for one in apart.values()) > 0.5
        assert apart["W_hy"].relative_error == apart["b_y"].relative_error == 0.0


def test_its_loss_falls_less() -> None:
    """Does it learn, and does the right one learn more?"""
    by_right = wrong_backward.train(lstm_forward, lstm_backward, seed=1)
    by_wrong = wrong_backward.train(lstm_forward, wrong_backward.published_backward, seed=1)
    assert np.mean(by_right[-20:]) < np.mean(by_wrong[-20:]) - 0.1
    assert np.mean(by_wrong[-20:]) < np.mean(by_wrong[:20]) - 0.05
