"""The machine of the command, connected to a Dask cluster: it sends tasks and gets judgements."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math
import threading
import time
import uuid
import warnings
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass

import dask
from distributed import Client, KilledWorker, Security
from distributed.client import ClosedClientError
from distributed.comm import connect

from helpers import Refusal
from helpers.checks.codec import decode
from helpers.grading.cluster import tasks
from helpers.grading.cluster.edition import edition_of, version_of
from helpers.grading.judging.bench import BenchLost
from helpers.grading.judging.judgement import Judgement
from helpers.grading.reporting.terminal import Reporter

SECONDS_TO_ANSWER = 10.0
SECONDS_WITHOUT_WORKERS = 60.0
SECONDS_BETWEEN_LOOKS = 5.0  # at how many workers there are


@contextlib.contextmanager
def opened_cluster(address: str, *, sandboxed: bool, report: Reporter) -> Iterator[Cluster]:
    """The cluster whose scheduler is at the address, with a worker at least.

    Raises Refusal when none answers there, it runs another version of Dask, or no worker comes.
    """
    with _quiet(), dask.config.set({"distributed.comm.timeouts.connect": f"{SECONDS_TO_ANSWER} s"}):
        try:
            asyncio.run(_knock(address))
            client = Client(address, timeout=SECONDS_TO_ANSWER, set_as_default=False)
        except (OSError, ValueError, TypeError, ImportError) as error:
            reason = (str(error).strip().splitlines() or ["what is there says nothing"])[0].rstrip(".:")
            raise Refusal(
                f"No Dask scheduler answers at {address} ({reason}): give the address that `dask scheduler` prints "
                "where it is started, such as tcp://10.0.0.1:8786."
            ) from None
        try:
            cluster = Cluster(client, address, sandboxed)
            cluster.refuse_other_scheduler()
            cluster.wait_for_workers(report)
            yield cluster
        finally:
            with contextlib.suppress(Exception):
                client.close(timeout=SECONDS_TO_ANSWER)


async def _knock(address: str) -> None:
    """Raise an error unless a program of Dask's answers at the address: a Client would wait for ever for it."""
    connecting = connect(address, **Security().get_connection_args("client"))
    communication = await asyncio.wait_for(connecting, SECONDS_TO_ANSWER + 1)  # its own sentence is the better one
    await communication.close()


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep Dask's own remarks off the terminal: what is worth to be known is said by a Refusal."""
    loggers = [logging.getLogger(name) for name in ("distributed", "distributed.client", "tornado.application")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for logger, level in zip(loggers, levels):
            logger.setLevel(level)


class Cluster:
    """The cores of a Dask cluster, as `helpers.grading.machine.ThisMachine` has those of this one."""

    def __init__(self, client: Client, address: str, sandboxed: bool) -> None:
        self._client, self._address, self._sandboxed = client, address, sandboxed
        self._editions: dict[str, dict[str, str]] = {}
        self._looking = threading.Lock()
        self._threads = 0
        self._looked = -math.inf
        self._last_seen = time.monotonic()

    def refuse_other_scheduler(self) -> None:
        """Raise Refusal when the scheduler is of another version of Dask, or cannot load the course.

        It needs the course to hand tasks on; the workers are looked at more closely.
        """
        with self._answering():
            packages = self._client.get_versions()["scheduler"]["packages"]
        for name in ("dask", "distributed"):
            if (there := packages[name]) != (here := version_of(name)):
                raise Refusal(
                    f"The scheduler at {self._address} runs {name} {there}, and {here} is installed here: start "
                    "scheduler and workers with the version of constraints.txt."
                )
        try:
            with self._answering():
                self._client.run_on_scheduler(tasks.is_known)
        except Refusal:
            raise
        except Exception as error:
            raise self._without_course(f"scheduler at {self._address}", error) from None

    def wait_for_workers(self, report: Reporter) -> None:
        """Return when there is a worker. Raises Refusal when none comes."""
        if not self.threads():
            report(f"Waiting for a worker at {self._address}.")
        while not self.threads():
            time.sleep(0.2)
        workers = len(self._client.nthreads())
        report(f"On the cluster at {self._address}: {self.threads()} cores of {workers} workers.")

    def refuse_unless_fit(self, lesson: str) -> None:
        """Raise Refusal, which names the worker, unless all have this course and what the sandbox needs."""
        edition = self._editions[lesson] = edition_of(lesson)
        with self._answering():
            said = self._client.run(tasks.why_unfit, lesson, edition, self._sandboxed, on_error="return")
        for address, sentence in said.items():
            if isinstance(sentence, OSError):  # it was lost meanwhile; when it comes again, it looks before it judges
                continue
            if isinstance(sentence, Exception):
                raise self._without_course(f"worker {self._name_of(address)}", sentence)
            if sentence:
                raise Refusal(sentence)

    def jobs(self) -> int:
        """How many submissions to have under way: one for each thread of the workers, and some on their way there."""
        threads = self.threads()
        return threads + max(1, threads // 4)

    def bench_for(self, lesson: str) -> ClusterBench:
        """A bench somewhere in the cluster, once it is known to be fit."""
        return ClusterBench(self, lesson, self._editions[lesson])

    def launched(self, lesson: str, count: int) -> Sequence[ClusterBench]:
        """None: a worker of the cluster starts its benches with their first submission."""
        return ()

    def threads(self) -> int:
        """How many threads the workers have together; it is not asked more often than every few seconds.

        Raises Refusal when there has been none for a while.
        """
        with self._looking:
            if time.monotonic() - self._looked > (SECONDS_BETWEEN_LOOKS if self._threads else 0):
                with self._answering():
                    self._threads = sum(self._client.nthreads().values())
                self._looked = time.monotonic()
                if self._threads:
                    self._last_seen = self._looked
            if time.monotonic() - self._last_seen > SECONDS_WITHOUT_WORKERS:
                raise Refusal(
                    f"The cluster at {self._address} has had no worker for {SECONDS_WITHOUT_WORKERS:.0f} s: start "
                    "some, and type the same again. What is graded so far is kept."
                )
            return self._threads

    def judge(self, lesson: str, edition: dict[str, str], notebook: str) -> Judgement:
        """The judgement on a notebook's text, made by whichever worker is free; one that is lost is replaced by Dask.

        Raises BenchLost when the grading itself was lost, and Refusal when the cluster was, or is not fit.
        """
        with self._answering():
            future = self._client.submit(
                tasks.judge,
                *(lesson, edition, notebook, self._sandboxed),
                key=f"unrolled-judge-{uuid.uuid4().hex}",
                pure=False,
            )
            while not future.done():
                with contextlib.suppress(TimeoutError):
                    future.exception(timeout=SECONDS_BETWEEN_LOOKS)
                self.threads()
            if future.status == "error":
                raise self._failure(future.exception())
            answer = decode(future.result())
        if "refused" in answer:
            raise Refusal(answer["refused"])
        if "lost" in answer:
            raise BenchLost(answer["lost"])
        judgement = Judgement.from_data(answer["judgement"])
        judgement.seconds = answer["seconds"]
        return judgement

    @contextlib.contextmanager
    def _answering(self) -> Iterator[None]:
        """Turn what is raised when the scheduler is gone into a Refusal."""
        try:
            yield
        except (CancelledError, ClosedClientError, OSError) as error:
            raise Refusal(
                f"The scheduler at {self._address} was lost ({type(error).__name__}). What is graded so far is kept; "
                "type the same again to go on, once it is back."
            ) from None

    def _failure(self, error: BaseException) -> Exception:
        """What it means that a task ended in an error, instead of an answer."""
        if isinstance(error, ImportError):
            return self._without_course("worker that was added", error)
        if isinstance(error, KilledWorker):
            last = error.last_worker.address
            return BenchLost(f"each worker that had it was lost, {last} last: has it the course, and memory enough?")
        return BenchLost(f"on the cluster: {type(error).__name__}: {error}")

    def _name_of(self, address: str) -> str:
        with self._answering():
            workers = self._client.scheduler_info()["workers"]
        return f"{workers[address]['name']} ({address})" if address in workers else address

    def _without_course(self, whose: str, error: Exception) -> Refusal:
        return Refusal(
            f"The {whose} cannot load the course ({error}): start it in the course's folder, with the course's Python."
        )


@dataclass(frozen=True)
class ClusterBench:
    """A bench as the engine sees it, which stands for those that the workers keep."""

    cluster: Cluster
    lesson: str
    edition: dict[str, str]

    def __enter__(self) -> ClusterBench:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def has_loaded(self, libraries: str) -> bool:
        """True: no submission is better for one of the workers than for another, as far as is known here."""
        return True

    def load(self, libraries: str) -> None:
        """Nothing: the workers' own benches load what their submissions need."""

    def judge(self, notebook: str) -> Judgement:
        """The judgement on a notebook's text. Raises BenchLost."""
        return self.cluster.judge(self.lesson, self.edition, notebook)
