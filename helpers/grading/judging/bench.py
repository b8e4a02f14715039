"""A judge and its worker, each in a box of its own, as the engine sees them: a notebook in, a judgement out."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import IO

from helpers import paths
from helpers.checks.codec import CodecError, decode, encode
from helpers.checks.key import read_key
from helpers.grading.judging.__main__ import JUDGE, JUDGED, LOADED
from helpers.grading.judging.judge import Judgement
from helpers.grading.sandbox.limits import Limits
from helpers.grading.sandbox.view import sandbox_command
from helpers.grading.worker import frames
from helpers.grading.worker.__main__ import UNCONFINED

COURSE = "/course"
# What learners' code and the drivers use of the package, and nothing that knows an answer.
SEEN_BY_WORKER = (
    *("__init__.py", "paths.py", "grade_ids.py", "checks", "data", "draw", "notebooks", "progress"),
    *("grading/__init__.py", "grading/sandbox", "grading/worker"),
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
    "MPLBACKEND": "Agg",
    "MPLCONFIGDIR": "/tmp",
    "PIP_NO_INDEX": "1",  # without a network, so that `!pip install` says so at once and does not go on trying
}


def worker_command(modules_of_nn: Iterable[Path], core: int, *, sandboxed: bool = True) -> list[str]:
    """The command line of a worker in its box, which has these modules of helpers.nn and runs on this core alone."""
    helpers = Path(paths.__file__).parent
    seen = [*(helpers / name for name in SEEN_BY_WORKER), *modules_of_nn]
    return _boxed(
        [sys.executable, "-m", "helpers.grading.worker", str(core), *([] if sandboxed else [UNCONFINED])],
        [(path, f"{COURSE}/{path.relative_to(helpers.parent).as_posix()}") for path in seen],
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


# How many benches run on each core. A submission that starts as many processes as it may slows its own bench alone, as
# long as there are cores enough: time limits of others do not depend on it.
_benches_on: Counter[int] = Counter()
_choosing = threading.Lock()


def _take_core() -> int:
    with _choosing:
        core = min(sorted(os.sched_getaffinity(0)), key=lambda core: _benches_on[core])
        _benches_on[core] += 1
    return core


def _give_back(core: int) -> None:
    with _choosing:
        _benches_on[core] -= 1


class BenchLost(Exception):
    """The judge or its worker has ended or does not answer; the message says what is known."""


class Bench:
    """`with Bench(lesson, modules) as bench: bench.judge(text)`, one notebook after the other.

    modules_of_nn  the modules of helpers.nn that the lesson's learners have
    limits         of each submission
    sandboxed      False runs both with the rights of whoever calls it: see `helpers.grading.grade`
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

    def __enter__(self) -> Bench:
        self._said: IO[bytes] = tempfile.TemporaryFile()
        to_worker, from_judge = os.pipe()
        from_worker, to_judge = os.pipe()
        helpers = Path(paths.__file__).parent
        self._core = _take_core()
        worker = worker_command(self._modules, self._core, sandboxed=self._sandboxed)
        self._processes.append(self._started(worker, stdin=to_worker, stdout=to_judge))
        judge = _boxed(
            [
                *(sys.executable, "-m", "helpers.grading.judging", self._lesson),
                *(str(from_judge), str(from_worker), json.dumps(asdict(self._limits))),
            ],
            [
                (helpers, f"{COURSE}/helpers"),
                (paths.SOLUTIONS, f"{COURSE}/solutions"),
                *((helpers.parent / name, f"{COURSE}/{name}") for name in self._stand_ins()),
            ],
            capable=False,
            sandboxed=self._sandboxed,
        )
        process = self._started(judge, subprocess.PIPE, subprocess.PIPE, kept=(from_judge, from_worker))
        self._processes.append(process)
        for descriptor in (to_worker, from_judge, from_worker, to_judge):
            os.close(descriptor)
        assert process.stdin is not None
        assert process.stdout is not None
        self._requests, self._answers = process.stdin.fileno(), process.stdout.fileno()
        try:
            self._receive(LOADED, SECONDS_TO_START)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        _give_back(self._core)
        for process in self._processes:
            process.kill()
        for process in self._processes:
            process.communicate()
        self._processes.clear()
        self._said.close()

    def judge(self, notebook: str) -> Judgement:
        """The judgement on a notebook's text, as nbformat writes it. Raises BenchLost."""
        try:
            request = encode(notebook)
        except CodecError as error:
            raise BenchLost(f"the notebook cannot be handed to it: {error}") from None
        began = time.monotonic()
        with contextlib.suppress(BrokenPipeError):
            frames.send(self._requests, JUDGE, request)
        # What the judge compares comes from a submission, so that it may need long by somebody's intention.
        judgement = Judgement.from_data(decode(self._receive(JUDGED, self._limits.seconds + SECONDS_TO_COMPARE)))
        return replace(judgement, seconds=time.monotonic() - began)

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
        return subprocess.Popen(
            command, stdin=stdin, stdout=stdout, stderr=self._said, pass_fds=kept, start_new_session=True
        )

    def _last_words(self) -> str:
        for process in self._processes:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(0.5)
        self._said.seek(0)
        lines = self._said.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1][:300] if lines else "it ended without a word"
