"""Tunes that are written, and how their bars are judged."""

from __future__ import annotations

import math

import pytest
import torch

from helpers.data import wheels
from helpers.nn import generation
from helpers.nn.experiments import tune_model

HEAD = "M:6/8\nL:1/8\nK:G\n"

needs_tunes = pytest.mark.skipif(not wheels.is_there("music21"), reason="the tunes were not fetched")


def test_a_text_is_read_as_a_tune() -> None:
    """Are the three lines of the head read, and a text without them refused?"""
    tune = tune_model.as_tune(f"{HEAD}ABc def|\nG6|\n")
    assert (tune.metre, tune.unit, tune.key, tune.body) == ("6/8", "1/8", "G", "ABc def|\nG6|")
    assert tune_model.as_tune("M:6/8\nK:G\nABc") is None
    assert tune_model.as_tune("M:6/8\n") is None


def test_bars_are_counted_by_the_tune_s_own_metre() -> None:
    """Are upbeats left out, wrong lengths counted, and what is no ABC counted as wrong?"""
    right = f"{HEAD}A|ABc def|GGG G3|AB/c/d efg|d5:|"
    assert tune_model.right_bars([right]) == (3, 3)
    assert tune_model.right_bars([right], inner=False) == (3, 5)
    wrong = f"{HEAD}A|ABc de|GGG G3|A((d efg|d5:|"
    assert tune_model.right_bars([wrong]) == (1, 3)
    other = right.replace("6/8", "9/8")
    assert tune_model.right_bars([other, "no tune"]) == (0, 3)


def test_passages_that_were_read_are_told() -> None:
    """Is a tune that stands in the training told from a new one, whatever the blanks and the line ends?"""
    known = f"{HEAD}ABc def|GGG G3|AAA A3|BBB B3|ccc c3|\n$"
    assert tune_model.share_copied([known.rstrip("$")], [known]) == 1
    body = f"{HEAD}ABcdef|GGGG3|\nAAAA3|BBBB3|dddd3|"
    assert tune_model.share_copied([body], [known]) == 0.5
    assert math.isnan(tune_model.share_copied(["no tune"], [known]))


@needs_tunes
def test_real_tunes_pass() -> None:
    """Are nearly all inner bars of the tunes kept back right, so that the rule is a fair one?"""
    right, count = tune_model.right_bars(tune_model.texts(jigs=True)[1])
    assert count > 1000
    assert right / count > 0.98


@needs_tunes
def test_counts_of_pairs_are_a_model_that_writes() -> None:
    """Does it give the logarithms of how often a character follows another, to `generate` too?"""
    ids, _ = tune_model.training_and_test(jigs=True)
    pairs = tune_model.Pairs(ids, len(tune_model.alphabet()))
    logits, state = pairs(torch.tensor([[3, 5]]))
    assert state is None
    pairs_counted = float((ids[:-1] == 5).sum()) + 0.1 * len(tune_model.alphabet())
    assert math.isclose(float(logits[0, 1].exp().sum()), pairs_counted, rel_tol=1e-3)
    generator = torch.Generator().manual_seed(0)
    written = tune_model.write(
        pairs, generation.generate, lambda a: generation.sample_with_temperature(a, 1.0, generator), number=3
    )
    assert all(text.startswith(f"{tune_model.JIG}K:") for text in written)
    right, count = tune_model.right_bars(written)
    assert right <= 0.5 * count


@needs_tunes
def test_training_and_test_tunes_are_different_ones() -> None:
    """Is no tune both trained on and tested with, and each followed by the end mark?"""
    training, test = tune_model.texts(jigs=False)
    assert not set(training) & set(test)
    assert all(text.endswith(f"\n{tune_model.END}") for text in training)
