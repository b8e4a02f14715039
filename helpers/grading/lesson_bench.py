"""The bench for a lesson: its learners' modules, and nothing that holds an answer."""

from __future__ import annotations

from helpers.bundle.contents import modules_of_nn
from helpers.grading.judging.bench import Bench
from helpers.grading.sandbox.limits import Limits


def bench_for(lesson: str, limits: Limits | None = None, *, sandboxed: bool = True) -> Bench:
    """A bench, not started yet, on which submissions of the lesson are judged."""
    return Bench(lesson, modules_of_nn(lesson), limits, sandboxed=sandboxed)
