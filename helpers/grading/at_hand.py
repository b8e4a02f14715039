"""The submissions that wait for a bench, and which of them a bench takes next."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Protocol

from helpers.grading.worker.libraries import FEW

SECONDS_TO_LOAD = 2.0  # PyTorch and matplotlib, about


@dataclass(frozen=True)
class Task:
    """A submission to be judged: whose it is, its rebuilt notebook as text, what intake put right, its digest, and
    which libraries it needs.
    """

    student: str
    notebook: str
    repairs: tuple[str, ...] = ()
    digest: str = ""
    libraries: str = FEW


class LoadsLibraries(Protocol):
    """What is asked of a bench that takes submissions."""

    def has_loaded(self, libraries: str) -> bool:
        """Whether it could begin at once with a submission that needs them."""

    def load(self, libraries: str) -> None:
        """Begin to load them, and do not wait for it."""


class AtHand:
    """Submissions that several threads take, in the order in which they came unless another one is better.

    Loading PyTorch takes as long as judging several submissions. So one bench begins with it when the first submission
    is there that needs it, and goes on with others meanwhile. Later it takes those that need it first. Other benches
    leave them to it, and load PyTorch themselves when they have had nothing else to do for about as long as that takes.
    """

    def __init__(self) -> None:
        self._tasks: list[Task] = []
        self._changed = threading.Condition()
        self._has_ended = False
        self._loads: dict[str, LoadsLibraries] = {}  # which bench was the first to load what

    def put(self, task: Task) -> None:
        """Have it taken."""
        with self._changed:
            self._tasks.append(task)
            self._changed.notify_all()

    def end(self) -> None:
        """Have nobody wait any more; what is left is dropped."""
        with self._changed:
            self._has_ended = True
            self._changed.notify_all()

    def take(self, bench: LoadsLibraries | None) -> Task | None:
        """The best one for a bench, or for one that is still to be opened, as soon as there is any; None at the end."""

        def suits(task: Task) -> bool:
            if bench is None:
                return task.libraries == FEW or task.libraries not in self._loads
            return bench.has_loaded(task.libraries) or self._loads.get(task.libraries, bench) is bench

        def is_better(task: Task) -> tuple[bool, bool]:
            is_loaded = task.libraries == FEW if bench is None else bench.has_loaded(task.libraries)
            return is_loaded, task.libraries != FEW

        with self._changed:
            while not self._has_ended:
                self._changed.wait_for(lambda: self._tasks or self._has_ended)
                if bench is not None:
                    self._load_what_nobody_has(bench)
                self._changed.wait_for(lambda: any(map(suits, self._tasks)) or self._has_ended, SECONDS_TO_LOAD)
                if self._tasks and not self._has_ended:
                    best = max(self._tasks, key=is_better)  # the first of equals
                    self._tasks.remove(best)
                    return best
        return None

    def _load_what_nobody_has(self, bench: LoadsLibraries) -> None:
        for wanted in {task.libraries for task in self._tasks} - set(self._loads):
            self._loads[wanted] = bench
            bench.load(wanted)
