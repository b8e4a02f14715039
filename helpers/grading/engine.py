"""Judges many submissions at once: a bench for each job, each with one submission after the other."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from helpers.grading.judging.bench import BenchLost
from helpers.grading.judging.judge import Judgement

TRIES = 2  # a bench that is lost may be the machine's fault the first time
WAITING = 2  # submissions at hand for each job: enough to keep it busy, and memory does not grow with their number


@dataclass(frozen=True)
class Task:
    """A submission to be judged: whose it is, its rebuilt notebook as text, what intake put right, and its digest."""

    student: str
    notebook: str
    repairs: tuple[str, ...] = ()
    digest: str = ""


Outcome = Judgement | BenchLost


class JudgesNotebooks(Protocol):
    """What the engine needs of a bench that is open, wherever it stands."""

    def judge(self, notebook: str) -> Judgement:
        """The judgement on a notebook's text. Raises BenchLost."""


MakeBench = Callable[[], AbstractContextManager[JudgesNotebooks]]


def judged(
    tasks: Iterable[Task], jobs: int | Callable[[], int], make_bench: MakeBench
) -> Iterator[tuple[Task, Outcome]]:
    """Judge the tasks on so many benches; yields each with its judgement, as they come.

    tasks  is asked for the next one, in this thread, when a job will soon need it
    jobs   how many benches; a function is asked again after each outcome, and what it says may grow

    A bench that is lost is replaced, and its submission tried once more; then it comes with BenchLost: it was not
    judged, and the learner is not to blame. Raises what a bench raises that cannot be started.
    """
    waiting: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
    done: queue.SimpleQueue[tuple[Task, Outcome] | BaseException] = queue.SimpleQueue()

    def work() -> None:
        try:
            _work_through(waiting.get, done.put, make_bench)
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
                if len(threads) < wanted():
                    threads.append(threading.Thread(target=work, daemon=True))
                    threads[-1].start()
            if at_hand:
                item = done.get()
                if isinstance(item, BaseException):
                    raise item
                at_hand -= 1
                yield item
    finally:
        while not waiting.empty():  # so that those who work end with what they have begun
            waiting.get()
        for _ in threads:
            waiting.put(None)
        for thread in threads:
            thread.join()


def _work_through(
    next_task: Callable[[], Task | None],
    hand_over: Callable[[tuple[Task, Outcome]], None],
    make_bench: MakeBench,
) -> None:
    task, tries = next_task(), 0
    while task is not None:
        with make_bench() as bench:
            try:
                while task is not None:
                    hand_over((task, bench.judge(task.notebook)))
                    task, tries = next_task(), 0
                return
            except BenchLost as lost:
                reason = lost
        assert task is not None
        tries += 1
        if tries == TRIES:
            hand_over((task, reason))
            task, tries = next_task(), 0
