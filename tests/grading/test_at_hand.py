"""Which submission a bench takes next."""

from __future__ import annotations

import threading
import time

import pytest

from helpers.grading import at_hand
from helpers.grading.at_hand import AtHand, Task
from helpers.grading.worker.libraries import ALL, FEW


class Bench:
    """Stands for a bench: it has few libraries, and the others a while after it was asked to load them."""

    def __init__(self) -> None:
        self.loading: list[str] = []
        self.loaded = [FEW]

    def has_loaded(self, libraries: str) -> bool:
        return libraries in self.loaded

    def load(self, libraries: str) -> None:
        self.loading.append(libraries)


def waiting(*libraries: str) -> AtHand:
    """So many submissions, named a, b, c and so on, which need these libraries."""
    at_hand = AtHand()
    for name, wanted in zip("abcdefgh", libraries):
        at_hand.put(Task(name, "", libraries=wanted))
    return at_hand


def taken(at_hand: AtHand, bench: Bench | None, count: int = 1) -> str:
    """The names of those that a bench takes."""
    tasks = [at_hand.take(bench) for _ in range(count)]
    return "".join(task.student for task in tasks if task)


def test_submissions_are_taken_in_order() -> None:
    """Is the order kept where all need the same?"""
    assert taken(waiting(FEW, FEW, FEW), Bench(), 3) == "abc"
    assert taken(waiting(ALL, ALL, ALL), Bench(), 3) == "abc"


def test_what_needs_no_more_libraries_is_judged_while_they_load() -> None:
    """Does a bench load PyTorch for the first that needs it, once, and take others until it is there?"""
    bench, tasks = Bench(), waiting(ALL, FEW, ALL, FEW, FEW)
    assert taken(tasks, bench, 2) == "bd"
    assert bench.loading == [FEW, ALL] or bench.loading == [ALL, FEW]
    bench.loaded.append(ALL)
    assert taken(tasks, bench, 3) == "ace"


def test_what_is_loading_is_waited_for_when_there_is_nothing_else() -> None:
    """Does the bench that loads it take what needs it, in the end, at once?"""
    began = time.monotonic()
    assert taken(waiting(FEW, ALL), Bench(), 2) == "ab"
    assert time.monotonic() - began < at_hand.SECONDS_TO_LOAD / 2


def test_another_bench_leaves_it_to_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Does it take what it can begin with at once, and load PyTorch itself only when there is nothing else for long?"""
    monkeypatch.setattr(at_hand, "SECONDS_TO_LOAD", 0.2)
    first, second, tasks = Bench(), Bench(), waiting(FEW, ALL, FEW, ALL)
    assert taken(tasks, first) == "a"
    assert taken(tasks, second) == "c"
    began = time.monotonic()
    assert taken(tasks, second) == "b"
    assert time.monotonic() - began >= 0.2
    assert second.loading == []  # it does so with the submission


def test_a_bench_that_is_still_to_be_opened_takes_what_it_will_soon_have_loaded() -> None:
    """Is a submission that needs few libraries the first one of a bench, and another where there is none?"""
    assert taken(waiting(ALL, FEW), None) == "b"
    assert taken(waiting(ALL, ALL), None) == "a"


def test_who_waits_is_told_of_the_end() -> None:
    """Does a thread that waits for a submission end, and is none handed out after the end?"""
    tasks = AtHand()
    threads = [threading.Thread(target=tasks.take, args=(bench,)) for bench in (Bench(), None)]
    for thread in threads:
        thread.start()
    tasks.end()
    for thread in threads:
        thread.join(5)
    assert not any(thread.is_alive() for thread in threads)
    tasks.put(Task("late", ""))
    assert tasks.take(Bench()) is None
