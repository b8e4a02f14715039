"""The engine: many submissions on a few benches."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from helpers.grading.at_hand import Task
from helpers.grading.engine import WAITING, Benches, judged
from helpers.grading.judging.bench import BenchLost
from helpers.grading.judging.judgement import Judgement


class Bench:
    """Stands for a bench: judges by saying the notebook again; loses itself at notebooks that say so."""

    made: list[Bench]
    lost_at: dict[str, int]
    lost_starts: list[None]
    is_open = False

    def launch(self) -> None:
        self.is_open = True

    def __enter__(self) -> Bench:
        if type(self).lost_starts:
            type(self).lost_starts.pop()
            raise BenchLost("it fell over while it was set up")
        type(self).made.append(self)
        self.is_open = True
        return self

    def __exit__(self, *_: object) -> None:
        self.is_open = False

    def has_loaded(self, libraries: str) -> bool:
        return True

    def load(self, libraries: str) -> None:
        pass

    def judge(self, notebook: str) -> Judgement:
        assert self.is_open
        left = type(self).lost_at.get(notebook, 0)
        if left:
            type(self).lost_at[notebook] = left - 1
            raise BenchLost("it fell over")
        return Judgement(ended=notebook)


@pytest.fixture
def bench() -> type[Bench]:
    """A kind of bench that counts what was made of it."""
    return type("CountedBench", (Bench,), {"made": [], "lost_at": {}, "lost_starts": []})


def launched(kind: type[Bench], count: int) -> list[Bench]:
    """So many benches that were launched and not opened."""
    benches = [kind() for _ in range(count)]
    for one in benches:
        one.launch()
    return benches


def tasks(count: int) -> Iterator[Task]:
    return (Task(f"s{number}", f"notebook {number}") for number in range(count))


@pytest.mark.parametrize("jobs", [1, 2, 5])
@pytest.mark.parametrize("count", [0, 1, 7, 40])
def test_each_submission_is_judged_once(bench: type[Bench], jobs: int, count: int) -> None:
    """Does each task come back with its own judgement, on no more benches than there are jobs or tasks?"""
    found = {task.student: outcome.ended for task, outcome in judged(tasks(count), jobs, bench)}
    assert found == {f"s{number}": f"notebook {number}" for number in range(count)}
    assert len(bench.made) <= min(jobs, count)
    assert not any(made.is_open for made in bench.made)


def test_a_bench_that_is_lost_while_it_starts_is_replaced(bench: type[Bench]) -> None:
    """Does a bench that never came to work cost no submission anything?"""
    bench.lost_starts = [None]
    found = {task.student: outcome.ended for task, outcome in judged(tasks(5), 1, bench)}
    assert found == {f"s{number}": f"notebook {number}" for number in range(5)}


def test_where_no_bench_can_be_started_the_run_ends(bench: type[Bench]) -> None:
    """Does it say so, and not try without an end?"""
    bench.lost_starts = [None] * 100
    with pytest.raises(BenchLost, match="set up"):
        list(judged(tasks(5), 1, bench))


def test_benches_launched_ahead_are_used_first_and_none_is_left_open(bench: type[Bench]) -> None:
    """Are those that were launched handed out before others are made, and closed when nobody took them?"""
    with Benches(bench, launched(bench, 2)) as benches:
        first, second, third = (benches.next() for _ in range(3))
        assert (first.is_open, second.is_open, third.is_open) == (True, True, False)
    with Benches(bench, launched(bench, 1)) as benches:
        left = benches._ahead.get_nowait()
        benches._ahead.put(left)
    assert not left.is_open


def test_benches_are_added_when_there_is_room_for_more(bench: type[Bench]) -> None:
    """When the number of jobs grows in the middle, as in a cluster that workers join, are there more benches?"""
    judge = bench.judge
    # Not in an instant, so that the first ones have not done everything before others are there.
    bench.judge = lambda own, notebook: time.sleep(0.01) or judge(own, notebook)  # type: ignore[func-returns-value]
    jobs = iter([1] * 6)
    found = [task.student for task, _ in judged(tasks(40), lambda: next(jobs, 4), bench)]
    assert sorted(found) == sorted(f"s{number}" for number in range(40))
    assert len(bench.made) == 4


def test_a_lost_bench_is_replaced_and_its_submission_tried_again(bench: type[Bench]) -> None:
    """When a bench is lost once, is the submission judged on a new one, and are all others untouched?"""
    bench.lost_at = {"notebook 3": 1}
    found = {task.student: outcome.ended for task, outcome in judged(tasks(8), 1, bench)}
    assert found == {f"s{number}": f"notebook {number}" for number in range(8)}
    assert len(bench.made) == 2


def test_a_submission_that_loses_two_benches_is_not_judged(bench: type[Bench]) -> None:
    """Does it come back as lost, with no judgement that could be taken for points, and do the others go on?"""
    bench.lost_at = {"notebook 3": 2}
    found = {task.student: outcome for task, outcome in judged(tasks(6), 2, bench)}
    assert isinstance(found.pop("s3"), BenchLost)
    assert all(isinstance(outcome, Judgement) for outcome in found.values())
    assert len(found) == 5


def test_no_more_notebooks_are_at_hand_than_are_needed(bench: type[Bench]) -> None:
    """Are tasks asked for only when a job will soon need them, so that memory does not grow with their number?"""
    asked = 0

    def counted() -> Iterator[Task]:
        nonlocal asked
        for task in tasks(100):
            asked += 1
            yield task

    for done, _ in enumerate(judged(counted(), 3, bench), start=1):
        assert asked - done <= 3 * WAITING


def test_a_bench_that_cannot_be_started_ends_the_run(bench: type[Bench]) -> None:
    """Is it raised, and does nothing hang?"""

    class Broken(Bench):
        def __enter__(self) -> Bench:
            raise BenchLost("there is no sandbox")

    with pytest.raises(BenchLost, match="no sandbox"):
        list(judged(tasks(5), 2, Broken))


def test_a_run_that_is_left_ends_its_benches(bench: type[Bench]) -> None:
    """When whoever asks for results stops asking, as with Ctrl-C, are benches closed and threads ended?"""
    before = threading.active_count()
    results = judged(tasks(50), 2, bench)
    next(results)
    results.close()
    assert threading.active_count() == before
    assert not any(made.is_open for made in bench.made)
