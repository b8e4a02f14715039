"""A judge and its worker, each in a box of its own, as the engine sees them: a notebook in, a judgement out."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO

from helpers import paths
from helpers.checks.codec import CodecError, decode, encode
from helpers.checks.key import read_key
from helpers.data import wheels
from helpers.grading.judging.cores import ClaimedCore
from helpers.grading.judging.judgement import Judgement
from helpers.grading.judging.letters import JUDGE, JUDGED, LOADED
from helpers.grading.sandbox.limits import CONFINED, UNCONFINED, Limits
from helpers.grading.sandbox.view import sandbox_command
from helpers.grading.worker import frames
from helpers.grading.worker.libraries import ALL, FEW

COURSE = "/course"
# What learners' code and the drivers use of the package, and nothing that knows an answer.
SEEN_BY_WORKER = (
    *("__init__.py", "paths.py", "grade_ids.py", "whole_file.py", "checks", "data", "draw", "notebooks", "progress"),
    *("grading/__init__.py", "grading/loading.py", "grading/sandbox", "grading/worker"),
)
SECONDS_TO_START = 300.0
SECONDS_TO_COMPARE = 120.0
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "HOME": "/tmp",
    "LANG": "C.UTF-8",
    "PYTHONPATH": COURSE,
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONHASHSEED": "0",
    "NBGRADER_EXECUTION": "autograde",
    "OMP_NUM_THREADS": "1",
    # Threads of torch's are not there after a fork, and who had them before waits for them for ever. With this limit
    # there are none, whatever number a notebook asks for.
    "OMP_THREAD_LIMIT": "1",
    # What malloc gets from the kernel may be in large pages from the start, so that they need not be made later.
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
    "MPLBACKEND": "Agg",
    "MPLCONFIGDIR": "/tmp",
    "PIP_NO_INDEX": "1",  # without a network, so that `!pip install` says so at once and does not go on trying
}


def worker_command(
    modules_of_nn: Iterable[Path], core: int, libraries: str = ALL, *, sandboxed: bool = True
) -> list[str]:
    """The command line of a worker in its box, which has these modules of helpers.nn and runs on this core alone."""
    helpers = Path(paths.__file__).parent
    seen = [*(helpers / name for name in SEEN_BY_WORKER), *modules_of_nn]
    how = CONFINED if sandboxed else UNCONFINED
    return _boxed(
        [sys.executable, "-m", "helpers.grading.worker", str(core), libraries, how],
        [
            *((path, f"{COURSE}/{path.relative_to(helpers.parent).as_posix()}") for path in seen),
            # The other folder of the data sets lies in the environment, and a worker sees all of that.
            *((folder, f"{COURSE}/{folder.name}") for folder in wheels.folders()[1:] if folder.is_dir()),
        ],
        capable=True,
        sandboxed=sandboxed,
    )


def _boxed(
    command: Sequence[str], readable: Iterable[tuple[Path, str]], *, capable: bool, sandboxed: bool
) -> list[str]:
    if sandboxed:
        return sandbox_command(command, readable, capable=capable, environment=ENVIRONMENT)
    variables = ENVIRONMENT | {"PYTHONPATH": str(Path(paths.__file__).parent.parent)}
    return ["env", "-i", *(f"{name}={value}" for name, value in variables.items()), *command]


def _libraries_of(notebook: str) -> str:
    import nbformat  # here, since benches are launched before anything that is slow to import

    from helpers.grading.judging.needed_libraries import libraries_of

    return libraries_of(nbformat.from_dict(json.loads(notebook)))


class BenchLost(Exception):
    """The judge or its worker has ended or does not answer; the message says what is known."""


@dataclass
class _WorkerPipes:
    """The four ends of the pipes between the judge and one of its workers, which is started when it is needed."""

    to_worker: int
    from_judge: int
    from_worker: int
    to_judge: int

    @classmethod
    def made(cls) -> _WorkerPipes:
        return cls(*os.pipe(), *os.pipe())

    @property
    def of_judge(self) -> tuple[int, int]:
        return self.from_judge, self.from_worker

    def close_for_judge(self) -> None:
        os.close(self.from_judge)
        os.close(self.from_worker)

    def close_for_worker(self) -> None:
        os.close(self.to_worker)
        os.close(self.to_judge)


class Bench:
    """`with Bench(lesson, modules) as bench: bench.judge(text)`, one notebook after the other.

    modules_of_nn  the modules of helpers.nn that the lesson's learners have
    limits         of each submission
    sandboxed      False runs both with the rights of whoever calls it: see `helpers.grading.grade`

    A bench has a judge and two workers: one with few libraries loaded, and one with all that the course uses, which is
    started for the first notebook that names one of them.
    """

    def __init__(
        self,
        lesson: str,
        modules_of_nn: Iterable[Path] = (),
        limits: Limits | None = None,
        *,
        sandboxed: bool = True,
    ) -> None:
        self._sandboxed = sandboxed
        self._lesson = lesson
        self._modules = list(modules_of_nn)
        self._limits = limits or Limits()
        self._processes: list[subprocess.Popen[bytes]] = []
        self._unstarted: dict[str, _WorkerPipes] = {}
        self._loaded: list[str] = []

    def launch(self) -> None:
        """Start the judge and the worker that most notebooks need, and wait for neither.

        Raises Refusal where the lesson's key is missing.
        """
        stand_ins = self._stand_ins()
        self._said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  closed on leaving
        self._core = ClaimedCore()
        self._unstarted = {FEW: _WorkerPipes.made(), ALL: _WorkerPipes.made()}
        ends = [end for pipes in self._unstarted.values() for end in pipes.of_judge]
        helpers = Path(paths.__file__).parent
        judge = _boxed(
            [
                *(sys.executable, "-m", "helpers.grading.judging", self._lesson),
                *(*map(str, ends), json.dumps(asdict(self._limits))),
            ],
            [
                (helpers, f"{COURSE}/helpers"),
                (paths.SOLUTIONS, f"{COURSE}/solutions"),
                *((helpers.parent / name, f"{COURSE}/{name}") for name in stand_ins),
            ],
            capable=False,
            sandboxed=self._sandboxed,
        )
        process = self._started(judge, subprocess.PIPE, subprocess.PIPE, kept=tuple(ends))
        for pipes in self._unstarted.values():
            pipes.close_for_judge()
        assert process.stdin is not None
        assert process.stdout is not None
        self._requests, self._answers = process.stdin.fileno(), process.stdout.fileno()
        self._start_worker(FEW)

    def __enter__(self) -> Bench:
        if not self._processes:
            self.launch()
        try:
            self._loaded = decode(self._receive(LOADED, SECONDS_TO_START))
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if not self._processes:
            return
        self._core.give_back()
        for process in self._processes:
            process.kill()
        for process in self._processes:
            process.communicate()
        self._processes.clear()
        for pipes in self._unstarted.values():
            pipes.close_for_worker()
        self._unstarted.clear()
        self._said.close()

    def has_loaded(self, libraries: str) -> bool:
        """Whether the worker with these libraries was ready when the last judgement came."""
        return libraries in self._loaded

    def load(self, libraries: str) -> None:
        """Start the worker with these libraries unless it was started, and wait for nothing."""
        if libraries in self._unstarted:
            self._start_worker(libraries)

    def judge(self, notebook: str) -> Judgement:
        """The judgement on a notebook's text, as nbformat writes it. Raises BenchLost."""
        try:
            request = encode(notebook)
        except CodecError as error:
            raise BenchLost(f"the notebook cannot be handed to it: {error}") from None
        began = time.monotonic()
        # The judge decides alike by the same text, and waits for the worker to be loaded.
        if self._unstarted:  # a notebook need not be parsed where both workers run
            self.load(_libraries_of(notebook))
        with contextlib.suppress(BrokenPipeError):
            frames.send(self._requests, JUDGE, request)
        # What the judge compares comes from a submission, so that it may need long by somebody's intention.
        answer = decode(self._receive(JUDGED, self._limits.seconds + SECONDS_TO_COMPARE))
        self._loaded = answer["loaded"]
        return replace(Judgement.from_data(answer["judgement"]), seconds=time.monotonic() - began)

    def _start_worker(self, libraries: str) -> None:
        pipes = self._unstarted.pop(libraries)
        command = worker_command(self._modules, self._core.number, libraries, sandboxed=self._sandboxed)
        self._started(command, stdin=pipes.to_worker, stdout=pipes.to_judge)
        pipes.close_for_worker()

    def _stand_ins(self) -> list[str]:
        """The files, from the course's root, of right functions that do not lie in helpers."""
        exercises = read_key(self._lesson).exercises.values()
        modules = {module for exercise in exercises for module in exercise.builds_on.values()}
        return sorted(f"{module.replace('.', '/')}.py" for module in modules if not module.startswith("helpers."))

    def _receive(self, wanted: bytes, seconds: float) -> bytes:
        try:
            frame = frames.receive(self._answers, time.monotonic() + seconds)
        except frames.TooLate:
            raise BenchLost("it does not come to an end") from None
        except (frames.BrokenFrame, OSError):
            frame = None
        if frame is not None and frame[0] == wanted:
            return frame[1]
        raise BenchLost(str(decode(frame[1])) if frame is not None else self._last_words())

    def _started(
        self, command: Sequence[str], stdin: int, stdout: int, kept: tuple[int, ...] = ()
    ) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            command, stdin=stdin, stdout=stdout, stderr=self._said, pass_fds=kept, start_new_session=True
        )
        self._processes.append(process)
        return process

    def _last_words(self) -> str:
        for process in self._processes:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(0.5)
        self._said.seek(0)
        lines = self._said.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1][:300] if lines else "it ended without a word"
