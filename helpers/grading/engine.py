"""Judges many submissions at once: a bench for each job, each with one submission after the other."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Protocol

from helpers.grading.at_hand import AtHand, LoadsLibraries, Task
from helpers.grading.judging.bench import BenchLost
from helpers.grading.judging.judgement import Judgement

TRIES = 2  # a bench that is lost may be the machine's fault the first time
# Submissions at hand for each job: enough to choose among while libraries are loaded or the gradebook is opened. Memory
# does not grow with their number.
WAITING = 8


Outcome = Judgement | BenchLost


class JudgesNotebooks(LoadsLibraries, Protocol):
    """What the engine needs of a bench that is open, wherever it stands."""

    def judge(self, notebook: str) -> Judgement:
        """The judgement on a notebook's text. Raises BenchLost."""


MakeBench = Callable[[], AbstractContextManager[JudgesNotebooks]]


class Benches:
    """The benches of a run, of which some are launched ahead, while their first submissions are still being read.

    `with Benches(make, ahead) as benches:`, then `benches.next()` for each one that is needed.
    """

    def __init__(self, make: MakeBench, ahead: Iterable[AbstractContextManager[JudgesNotebooks]]) -> None:
        self._make = make
        self._ahead: queue.SimpleQueue[AbstractContextManager[JudgesNotebooks]] = queue.SimpleQueue()
        for bench in ahead:
            self._ahead.put(bench)

    def next(self) -> AbstractContextManager[JudgesNotebooks]:
        """A bench that nobody has: one of those that were launched, as long as there are some."""
        try:
            return self._ahead.get_nowait()
        except queue.Empty:
            return self._make()

    def __enter__(self) -> Benches:
        return self

    def __exit__(self, *_: object) -> None:
        while not self._ahead.empty():
            self._ahead.get_nowait().__exit__(None, None, None)


def judged(
    tasks: Iterable[Task], jobs: int | Callable[[], int], next_bench: MakeBench
) -> Iterator[tuple[Task, Outcome]]:
    """Judge the tasks on so many benches; yields each with its judgement, as they come.

    tasks  is asked for the next one, in this thread, when a job will soon need it
    jobs   how many benches; a function is asked again after each outcome, and what it says may grow

    A bench that is lost is replaced, and its submission tried once more; then it comes with BenchLost: it was not
    judged, and the learner is not to blame. Raises BenchLost where no bench can be started.
    """
    waiting = AtHand()
    done: queue.SimpleQueue[tuple[Task, Outcome] | BaseException] = queue.SimpleQueue()

    def work() -> None:
        try:
            _work_through(waiting.take, done.put, next_bench)
        except BaseException as error:
            done.put(error)

    wanted = jobs if callable(jobs) else lambda: jobs
    threads: list[threading.Thread] = []
    left = iter(tasks)
    at_hand, more = 0, True
    try:
        while more or at_hand:
            while more and at_hand < wanted() * WAITING:
                task = next(left, None)
                if task is None:
                    more = False
                    break
                waiting.put(task)
                at_hand += 1
            while len(threads) < min(wanted(), at_hand):
                threads.append(threading.Thread(target=work, daemon=True))
                threads[-1].start()
            if at_hand:
                item = done.get()
                if isinstance(item, BaseException):
                    raise item
                at_hand -= 1
                yield item
    finally:
        waiting.end()  # those who work end with what they have begun
        for thread in threads:
            thread.join()


def _work_through(
    next_task: Callable[[LoadsLibraries | None], Task | None],
    hand_over: Callable[[tuple[Task, Outcome]], None],
    next_bench: MakeBench,
) -> None:
    task = next_task(None)
    failed_starts = lost_with_it = 0
    while task is not None:
        started = False
        try:
            with next_bench() as bench:
                started, failed_starts = True, 0
                while task is not None:
                    hand_over((task, bench.judge(task.notebook)))
                    task, lost_with_it = next_task(bench), 0
        except BenchLost as lost:
            if not started:
                failed_starts += 1
                if failed_starts == TRIES:
                    raise
                continue
            lost_with_it += 1
            if lost_with_it == TRIES and task is not None:
                hand_over((task, lost))
                task, lost_with_it = next_task(None), 0
