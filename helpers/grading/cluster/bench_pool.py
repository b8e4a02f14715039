"""Benches that stay loaded from one task to the next, for tasks that come in several threads."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from helpers.grading.judging.bench import Bench, BenchLost

SECONDS_KEPT_FOR_OTHERS = 60.0  # two people may grade two lessons in turns; who is done soon needs no bench


@dataclass
class _Free:
    kind: Hashable
    bench: Bench
    since: float


class BenchPool:
    """Open benches of several kinds, each lent to one task at a time.

    There are never more benches of a kind than tasks that needed one at once. When a bench is opened, those of other
    kinds that nobody has used for a while are closed, so that a course of many lessons does not fill the memory.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._free: list[_Free] = []
        self._is_closed = False

    @contextmanager
    def lent(self, kind: Hashable, make_bench: Callable[[], Bench]) -> Iterator[Bench]:
        """An open bench of the kind, for the time of the context. A bench that is lost there is closed.

        Raises what making and opening a bench raises, and BenchLost when the pool is closed.
        """
        bench = self._taken(kind) or self._opened(kind, make_bench)
        try:
            yield bench
        except BaseException:
            bench.__exit__()
            raise
        with self._lock:
            if not self._is_closed:
                self._free.append(_Free(kind, bench, time.monotonic()))
                return
        bench.__exit__()

    def close(self) -> None:
        """Close all benches: the free ones now, the others when their tasks are done."""
        with self._lock:
            self._is_closed = True
            closing, self._free = self._free, []
        for free in closing:
            free.bench.__exit__()

    def _taken(self, kind: Hashable) -> Bench | None:
        with self._lock:
            if self._is_closed:
                raise BenchLost("its machine is leaving the cluster")
            found = next((free for free in reversed(self._free) if free.kind == kind), None)
            if found is not None:
                self._free.remove(found)
        return found.bench if found else None

    def _opened(self, kind: Hashable, make_bench: Callable[[], Bench]) -> Bench:
        long_ago = time.monotonic() - SECONDS_KEPT_FOR_OTHERS
        with self._lock:
            closing = [free for free in self._free if free.kind != kind and free.since < long_ago]
            self._free = [free for free in self._free if free not in closing]
        for free in closing:
            free.bench.__exit__()
        return make_bench().__enter__()
