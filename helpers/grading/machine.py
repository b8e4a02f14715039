"""Where submissions are judged: on this machine's cores, or on those of a Dask cluster."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from helpers import Refusal
from helpers.grading.engine import JudgesNotebooks
from helpers.grading.lesson_bench import bench_for
from helpers.grading.reporting.terminal import Reporter
from helpers.grading.sandbox.pieces import refuse_unless_sandboxed


class Machine(Protocol):
    """What grading needs to know of the place where submissions are judged."""

    def refuse_unless_fit(self, lesson: str) -> None:
        """Raise Refusal unless submissions of the lesson can be judged there."""

    def jobs(self) -> int:
        """How many submissions to have under way there, now."""

    def bench_for(self, lesson: str) -> AbstractContextManager[JudgesNotebooks]:
        """A bench there, to be opened."""

    def launched(self, lesson: str, count: int) -> Sequence[AbstractContextManager[JudgesNotebooks]]:
        """Up to so many benches there that are being started already."""


class ThisMachine:
    """The cores that this process may use."""

    def __init__(self, sandboxed: bool) -> None:
        self._sandboxed = sandboxed

    def refuse_unless_fit(self, lesson: str) -> None:
        """Raise Refusal unless a sandbox can be made here, or none is wanted."""
        if self._sandboxed:
            refuse_unless_sandboxed()

    def jobs(self) -> int:
        """One for each core."""
        return len(os.sched_getaffinity(0))

    def bench_for(self, lesson: str) -> AbstractContextManager[JudgesNotebooks]:
        """A bench in processes of its own."""
        return bench_for(lesson, sandboxed=self._sandboxed)

    def launched(self, lesson: str, count: int) -> Sequence[AbstractContextManager[JudgesNotebooks]]:
        """So many benches whose processes load while others get ready."""
        benches = [bench_for(lesson, sandboxed=self._sandboxed) for _ in range(count)]
        for bench in benches:
            bench.launch()
        return benches


@contextmanager
def opened_machine(scheduler: str, *, sandboxed: bool, report: Reporter) -> Iterator[Machine]:
    """The cluster whose Dask scheduler has that address, or this machine where the address is empty.

    Raises Refusal when the cluster cannot be reached, or the package that it takes is not installed.
    """
    if not scheduler:
        yield ThisMachine(sandboxed)
        return
    if importlib.util.find_spec("distributed") is None:
        raise Refusal(
            "--scheduler needs the package distributed, which is not installed: run "
            f"`{sys.executable} -m pip install -c constraints.txt -e '.[cluster]'` in the course's folder."
        )
    from helpers.grading.cluster.connection import opened_cluster

    with opened_cluster(scheduler, sandboxed=sandboxed, report=report) as cluster:
        yield cluster
