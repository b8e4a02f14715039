"""Recognise a mistake that people really make: the observations equal those of its wrong implementation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from helpers.checks.specification import Exercise, Mistake, Observation
from helpers.checks.verdict import agree, judge

ENOUGH = 3  # cases of one part that a mistake fails: so many are no coincidence, whatever the other parts show


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


def by_fit(
    exercise: Exercise, part: str, seen_elsewhere: Callable[[], dict[str, list[Observation]]]
) -> Iterator[tuple[Mistake, list[Observation]]]:
    """The mistakes that lose a part, with what they do in its visible cases: those first that fit in all parts.

    seen_elsewhere  called once, when the first mistake is asked for: what the learner's function does in other parts

    In a part of few cases two mistakes can come to the same by coincidence, and a sentence on the wrong one misleads.
    A mistake that other parts contradict is left to the end, and left out unless it fails enough cases of this one:
    then the function has this fault and another besides.
    """
    seen = seen_elsewhere()
    contradicted = []
    for mistake in exercise.mistakes:
        if part not in mistake.fails:
            continue
        if all(_fits(exercise, mistake, other, observations) for other, observations in seen.items()):
            yield mistake, mistake.observations[part]
        else:
            contradicted.append(mistake)
    for mistake in contradicted:
        pairs = zip(exercise.parts[part].cases, mistake.observations[part])
        if sum(not agree(case.expected, theirs) for case, theirs in pairs) >= ENOUGH:
            yield mistake, mistake.observations[part]


def _fits(exercise: Exercise, mistake: Mistake, part: str, observations: list[Observation]) -> bool:
    """Whether the learner's function does in a part what the mistake does: the same, or what is right."""
    if part in mistake.fails:
        theirs = mistake.observations[part]
        return len(theirs) == len(observations) and all(map(agree, observations, theirs))
    cases = exercise.parts[part].cases
    return len(cases) == len(observations) and all(judge(exercise, *pair).passed for pair in zip(cases, observations))
