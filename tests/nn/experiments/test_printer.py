"""Asia, the printer and the ticket: what the lesson says of the trainings."""

from __future__ import annotations

import pytest

from helpers.data.records import recorded
from helpers.nn.experiments import printer


def test_record_holds_for_all_seeds() -> None:
    """Does the network fail at 25 steps from the usual start only, with every seed?"""
    record = recorded("printer")
    assert record.verdict() == "holds for all 5 seeds"
    assert max(record.values("25 steps, uniform start")) < 0.3


def test_short_sentences_are_learnt_and_long_ones_are_not() -> None:
    """Is it the distance that makes the difference?"""
    assert printer.train("uniform", seed=1, short=True).accuracy[-1] > 0.95
    assert printer.train("uniform", seed=1).accuracy[-1] < 0.4


def test_an_unknown_start_is_refused() -> None:
    """Is a start that does not exist named together with those that do?"""
    with pytest.raises(ValueError, match="no start called 'zeros': uniform, orthogonal"):
        printer.Reader("zeros")
