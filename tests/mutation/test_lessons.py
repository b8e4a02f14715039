"""A sample of the mutants of every lesson; `python3 -m helpers mutate` tries all of them."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from helpers import paths
from helpers.mutation.bench import Bench
from helpers.mutation.examination import examine
from helpers.mutation.mutant import Mutant
from helpers.mutation.originals import Original, references, side_from_texts
from helpers.mutation.table import survivor

MUTANTS_OF_AN_EXERCISE = 10


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    """One process for all lessons."""
    with Bench() as bench:
        yield bench


@pytest.mark.parametrize("lesson", paths.lesson_names())
def test_a_sample_of_mutants_is_killed(lesson: str, bench: Bench) -> None:
    """Do the checks notice some of each reference's mutants, and none of those that are declared equivalent?"""
    side = side_from_texts(lesson)
    for original in references(side):
        declared = side.exercises[original.exercise].equivalents
        done = examine(bench, side, original, choice=lambda produced: _sample(original, produced, declared))  # noqa: B023
        assert not done.survivors, "\n".join(survivor(done, trial) for trial in done.survivors)


def _sample(original: Original, produced: list[Mutant], declared: dict[tuple[str, str], str]) -> list[Mutant]:
    """Some mutants, others when the source changes, and all that are declared equivalent."""
    count = min(MUTANTS_OF_AN_EXERCISE, len(produced))
    chosen = random.Random(original.source).sample(produced, count)
    return chosen + [mutant for mutant in produced if mutant.change in declared and mutant not in chosen]
