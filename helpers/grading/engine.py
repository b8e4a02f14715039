"""Judges many submissions at once: a bench for each job, each with one submission after the other."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from helpers.grading.judging.bench import Bench, BenchLost
from helpers.grading.judging.judge import Judgement

TRIES = 2  # a bench that is lost may be the machine's fault the first time
BETWEEN = 2  # submissions that wait for each job: memory does not grow with their number


@dataclass(frozen=True)
class Task:
    """A submission to be judged: whose it is, and its rebuilt notebook as text."""

    student: str
    notebook: str


def judged(tasks: Iterable[Task], jobs: int, make_bench: Callable[[], Bench]) -> Iterator[tuple[Task, Judgement]]:
    """Judge the tasks with so many benches; yields each with its judgement, as they come.

    A bench that is lost is replaced, and its submission tried once more; then it is judged as ended early.
    An exception of the tasks' iterator or of a bench that cannot be started at all is raised here.
    """
    waiting: queue.Queue[Task | None] = queue.Queue(jobs * BETWEEN)
    done: queue.Queue[tuple[Task, Judgement] | BaseException | None] = queue.Queue(jobs * BETWEEN)
    stopped = threading.Event()

    def put(task: Task | None) -> None:
        while not stopped.is_set():
            with contextlib.suppress(queue.Full):
                waiting.put(task, timeout=0.2)
                return

    def feed() -> None:
        try:
            for task in tasks:
                put(task)
                if stopped.is_set():
                    return
        except BaseException as error:
            done.put(error)
        for _ in range(jobs):
            put(None)

    def work() -> None:
        try:
            _work_through(waiting, done.put, make_bench, stopped)
        except BaseException as error:
            done.put(error)
        done.put(None)

    threads = [threading.Thread(target=target, daemon=True) for target in (feed, *[work] * jobs)]
    for thread in threads:
        thread.start()
    left = jobs
    try:
        while left:
            item = done.get()
            if item is None:
                left -= 1
            elif isinstance(item, BaseException):
                raise item
            else:
                yield item
    finally:
        stopped.set()
        while any(thread.is_alive() for thread in threads):  # let those that wait to hand something over go
            try:
                done.get(timeout=0.05)
            except queue.Empty:
                continue


def _work_through(
    waiting: queue.Queue[Task | None],
    hand_over: Callable[[tuple[Task, Judgement]], None],
    make_bench: Callable[[], Bench],
    stopped: threading.Event,
) -> None:
    def next_task() -> Task | None:
        while not stopped.is_set():
            with contextlib.suppress(queue.Empty):
                return waiting.get(timeout=0.2)
        return None

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
        tries += 1
        if tries == TRIES:
            hand_over((task, Judgement(ended=f"The grading itself was ended while this was run ({reason}).")))
            task, tries = next_task(), 0
