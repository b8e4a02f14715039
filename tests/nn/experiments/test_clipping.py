"""The training that overflows without clipping."""

from __future__ import annotations

import pytest

from helpers.data.records import recorded
from helpers.nn.experiments import clipping


@pytest.mark.parametrize("seed", [0, 1])
def test_only_clipping_saves_the_run(seed: int) -> None:
    """Is the loss above a million within twenty updates without clipping, and never above ten with it?"""
    assert clipping.train(None, seed).lasted() < 20  # five seeds: 6 to 9
    clipped = clipping.train(1.0, seed)
    assert clipped.lasted() == clipping.UPDATES
    assert max(clipped.loss) < 10  # five seeds: 1.9 to 2.7


def test_both_runs_begin_alike() -> None:
    """Is the threshold all that differs?"""
    free, clipped = clipping.train(None, 0), clipping.train(1.0, 0)
    assert (free.loss[0], free.norm[0]) == (clipped.loss[0], clipped.norm[0])
    assert free.loss[1] != clipped.loss[1]


def test_record_holds_for_all_seeds() -> None:
    """Is the recorded verdict what the lesson says?"""
    record = recorded("clipping")
    assert record.verdict() == "holds for all 5 seeds"
    assert min(record.values("loss at the end with threshold 1")) > clipping.BASELINE, "it is saved, and has not learnt"
