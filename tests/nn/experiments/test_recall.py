"""The task of naming the first symbol, and what the recorded experiments built on it say."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.data.records import recorded
from helpers.nn.experiments import cures, how_far_back, recall


def test_sequences_begin_with_what_is_asked_for() -> None:
    """Is the first token of each sequence its symbol, and every later one noise?"""
    x, symbols = recall.sequences(np.random.default_rng(0), 200, 7)
    tokens = x.argmax(dim=2)
    assert x.shape == (200, 8, recall.SYMBOLS + recall.NOISES)
    assert (x.sum(dim=2) == 1).all()
    assert (tokens[:, 0] == symbols).all()
    assert (tokens[:, 1:] >= recall.SYMBOLS).all()
    assert set(symbols.tolist()) == set(range(recall.SYMBOLS))


def test_short_lags_are_learnt() -> None:
    """Does a network solve five steps within two hundred updates, from each start?"""
    for start in recall.STARTS:
        assert recall.train(5, start, "Adam", seed=0, updates=200).solved, start


def test_a_window_cuts_the_gradient() -> None:
    """Does the input weights' gradient of an early step vanish exactly where the window leaves it out?"""
    import torch

    network = recall.Network("uniform")
    x = recall.sequences(np.random.default_rng(1), 4, 9)[0].requires_grad_()
    recall._logits(network, x, 4).sum().backward()
    assert x.grad is not None
    reached = x.grad.abs().sum(dim=(0, 2)) > 0
    assert reached.tolist() == [False] * 6 + [True] * 4
    whole = recall._logits(network, x, None)
    assert torch.allclose(recall._logits(network, x, 4), whole, atol=1e-6), "truncation leaves the forward pass alone"


def test_an_unknown_start_is_refused() -> None:
    """Is a start that does not exist named together with those that do?"""
    with pytest.raises(ValueError, match="no start called 'zeros': uniform, orthogonal"):
        recall.Network("zeros")


def solved(start: str, optimiser: str, lag: int) -> int:
    """For how many of the recorded seeds the lesson counts a lag as solved."""
    return sum(share > 0.95 for share in recorded("how_far_back").values(how_far_back.name(start, optimiser, lag)))


def test_record_says_what_the_lesson_says_of_the_lags() -> None:
    """Do most seeds stop at 5 and 20 from the usual start, and reach 40 where the lesson says so?"""
    record = recorded("how_far_back")
    assert record.names() == [how_far_back.name(*way, lag) for way in how_far_back.WAYS for lag in how_far_back.LAGS]
    assert record.verdict() == "holds for none of 5 seeds"
    farthest = {
        way: max(lag for lag in how_far_back.LAGS if solved(*way, lag) > len(record.numbers) / 2)
        for way in how_far_back.WAYS
    }
    assert farthest[("uniform", "SGD")] == farthest[("identity and ReLU", "SGD")] == 5
    assert farthest[("uniform", "Adam")] == 20
    assert farthest[("orthogonal", "SGD")] == 40
    assert farthest[("orthogonal", "Adam")] == farthest[("identity and ReLU", "Adam")] == 80
    assert all(solved("uniform", optimiser, 40) == 0 for optimiser in ("Adam", "SGD"))


def test_record_says_that_the_cures_cure_nothing() -> None:
    """Does none of the three cures help for any seed, and the other start for all but one?"""
    record = recorded("cures")
    assert record.verdict() == f"holds for none of {len(record.numbers)} seeds"
    for cure in cures.EXPERIMENT.expected:
        assert max(record.values(cure)) < 0.5, cure
    assert sorted(share > 0.95 for share in record.values("an orthogonal start")) == [False, True, True, True, True]
