"""Recognise a mistake that people really make: the observations equal those of its wrong implementation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from helpers.checks.specification import Mistake, Observation
from helpers.checks.verdict import agree


def diagnose(
    observations: Sequence[Observation], mistakes: Iterable[tuple[Mistake, Sequence[Observation]]]
) -> Mistake | None:
    """The first mistake whose observations agree with the learner's in every case of the part.

    `mistakes` pairs each mistake with what it does in the same cases. A mistake does what the reference does where
    the two agree, so the cases that pass count as much as those that fail. Call it for a part that failed only.
    """
    for mistake, theirs in mistakes:
        if len(theirs) == len(observations) and all(map(agree, observations, theirs)):
            return mistake
    return None
