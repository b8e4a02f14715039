"""The benches that a worker keeps loaded."""

from __future__ import annotations

import threading

import pytest

from helpers.grading.cluster import bench_pool
from helpers.grading.cluster.bench_pool import BenchPool
from helpers.grading.judging.bench import BenchLost


class Bench:
    """Stands for a bench: knows whether it is open."""

    def __init__(self) -> None:
        self.is_open = False

    def __enter__(self) -> Bench:
        self.is_open = True
        return self

    def __exit__(self, *_: object) -> None:
        self.is_open = False


def test_one_task_after_the_other_has_the_same_bench() -> None:
    """Is a bench made once, however many tasks come, as long as they come in turns?"""
    pool = BenchPool()
    seen = set()
    for _ in range(5):
        with pool.lent("lesson", Bench) as bench:
            assert bench.is_open
            seen.add(bench)
    assert len(seen) == 1


def test_tasks_at_once_have_a_bench_each() -> None:
    """Do four threads get four benches, and later ones those again?"""
    pool = BenchPool()
    together = threading.Barrier(4)
    seen = []

    def work() -> None:
        for _ in range(3):
            with pool.lent("lesson", Bench) as bench:
                seen.append(bench)
                together.wait()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 12
    assert len(set(seen)) == 4


def test_a_bench_that_is_lost_is_closed_and_made_again() -> None:
    """Does the next task get another?"""
    pool = BenchPool()
    with pytest.raises(BenchLost), pool.lent("lesson", Bench) as lost:
        raise BenchLost
    assert not lost.is_open
    with pool.lent("lesson", Bench) as bench:
        assert bench is not lost


def test_kinds_have_benches_of_their_own_until_nobody_uses_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do two lessons graded in turns keep a bench each, and does one that is done with give its memory back?"""
    pool = BenchPool()
    first, second = [], []
    for _ in range(2):
        with pool.lent("one lesson", Bench) as bench:
            first.append(bench)
        with pool.lent("another", Bench) as bench:
            second.append(bench)
    assert first[0] is first[1]
    assert second[0] is second[1]
    monkeypatch.setattr(bench_pool, "SECONDS_KEPT_FOR_OTHERS", -1.0)
    with pool.lent("a third", Bench):
        assert not first[0].is_open
        assert not second[0].is_open


def test_a_pool_that_closes_closes_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Are free benches closed at once, those in use after their tasks, and is there none for later tasks?"""
    pool = BenchPool()
    with pool.lent("lesson", Bench) as used:
        with pool.lent("lesson", Bench) as free:
            pass
        pool.close()
        assert not free.is_open
        assert used.is_open
    assert not used.is_open
    with pytest.raises(BenchLost), pool.lent("lesson", Bench):
        pass
