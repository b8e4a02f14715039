"""What the lesson says of the adding problem, with room for other machines."""

from __future__ import annotations

import numpy as np

from helpers.nn.experiments import adding_problem


def test_two_numbers_are_marked_and_added() -> None:
    """Is one number marked in each half, and is the answer their sum?"""
    x, sums = adding_problem.marked_numbers(50, 11, seed=3)
    assert x.shape == (50, 11, 2)
    assert np.array_equal(x[:, :5, 1].sum(axis=1), np.ones(50))
    assert np.array_equal(x[:, 5:, 1].sum(axis=1), np.ones(50))
    np.testing.assert_allclose((x[:, :, 0] * x[:, :, 1]).sum(axis=1), sums)


def test_the_baseline_is_that_of_the_mean() -> None:
    """Has the answer 1 the mean squared error that the lesson names?"""
    _, sums = adding_problem.marked_numbers(100_000, 4, seed=0)
    assert abs(np.mean((sums - 1) ** 2) - adding_problem.BASELINE) < 0.003


def test_lstm_learns_short_sums() -> None:
    """Does the LSTM solve ten steps? Four seeds took 500 to 700 updates."""
    training = adding_problem.train("LSTM", T=10, seed=0, updates=1500)
    assert training.results[-1] < adding_problem.SOLVED
    assert training.network.weights().W_hh.shape == (adding_problem.H, 4 * adding_problem.H)
    assert len(training.updates) == len(training.results)
