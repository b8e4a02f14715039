"""What is executed on a Dask worker: plain data come in and go out."""

from __future__ import annotations

import asyncio
import threading

from distributed import Worker, WorkerPlugin, get_worker

from helpers import Refusal
from helpers.checks.codec import encode
from helpers.checks.key import read_key
from helpers.grading.cluster.bench_pool import BenchPool
from helpers.grading.cluster.edition import difference_between, edition_of
from helpers.grading.judging.bench import Bench, BenchLost
from helpers.grading.lesson_bench import bench_for
from helpers.grading.sandbox.pieces import what_is_missing

BENCHES = "unrolled-benches"
_attaching = threading.Lock()


class _Benches(WorkerPlugin):
    """A worker's benches, which are closed when it closes."""

    def __init__(self) -> None:
        self.pool = BenchPool()

    def teardown(self, worker: Worker) -> None:
        self.pool.close()


def judge(lesson: str, edition: dict[str, str], notebook: str, sandboxed: bool) -> bytes:
    """The judgement on a notebook, made on a bench of this worker's; or why there is none. Encoded by our codec.

    edition  the course's, where the command was typed: a worker that has another refuses
    """
    worker = get_worker()

    def make_bench() -> Bench:
        if fault := why_unfit(lesson, edition, sandboxed, worker):
            raise Refusal(fault)
        return bench_for(lesson, sandboxed=sandboxed)

    kind = (lesson, tuple(edition.items()), sandboxed)
    try:
        with _pool_of(worker).lent(kind, make_bench) as bench:
            judgement = bench.judge(notebook)
    except Refusal as refusal:
        return encode({"refused": str(refusal)})
    except BenchLost as lost:
        return encode({"lost": f"on the worker {_name_of(worker)}: {lost}"})
    return encode({"judgement": judgement.as_data(), "seconds": judgement.seconds})


def why_unfit(lesson: str, edition: dict[str, str], sandboxed: bool, worker: Worker) -> str:
    """Why a worker cannot grade the lesson, as a sentence; empty when it can."""
    read_key.cache_clear()  # a worker may be older than the files
    what_is_missing.cache_clear()
    if difference := difference_between(edition, edition_of(lesson)):
        return f"The worker {_name_of(worker)} {difference}."
    if sandboxed and (fault := what_is_missing()):
        return f"Submissions cannot be graded safely on the worker {_name_of(worker)}: {fault}"
    return ""


def _name_of(worker: Worker) -> str:
    return worker.address if worker.name == worker.address else f"{worker.name} ({worker.address})"


def _pool_of(worker: Worker) -> BenchPool:
    with _attaching:
        if BENCHES not in worker.plugins:
            adding = worker.plugin_add(_Benches(), name=BENCHES, catch_errors=False)
            asyncio.run_coroutine_threadsafe(adding, worker.loop.asyncio_loop).result()
    return worker.plugins[BENCHES].pool
