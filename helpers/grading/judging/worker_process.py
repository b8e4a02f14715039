"""A worker in its sandbox, and the conversation with it about one submission."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from helpers import paths
from helpers.checks.codec import CodecError, decode, encode
from helpers.grading.sandbox.limits import Limits
from helpers.grading.sandbox.view import sandbox_command
from helpers.grading.worker import frames, submission
from helpers.grading.worker.__main__ import END, ENDED, READY, START

COURSE = "/opt/course"
SECONDS_TO_LOAD = 120.0
GRACE = 15.0  # seconds beyond a submission's own limit after which the worker itself is taken to be stuck
# What learners' code and the drivers use of the package, and nothing that knows an answer.
SEEN = ("__init__.py", "paths.py", "checks", "data", "draw")
SEEN_OF_GRADING = ("__init__.py", "sandbox", "worker")


class SubmissionLost(Exception):
    """The submission's process has ended; `reason` is one of time, memory, died, broken."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class WorkerLost(Exception):
    """The worker itself does not answer any more."""


def readable_files(modules_of_nn: Iterable[Path]) -> list[tuple[Path, str]]:
    """What a worker may read of the course: pairs of a file or folder here and its path in the sandbox."""
    package = Path(paths.__file__).parent
    found = [(package / name, f"{COURSE}/helpers/{name}") for name in SEEN]
    found += [(package / "grading" / name, f"{COURSE}/helpers/grading/{name}") for name in SEEN_OF_GRADING]
    return found + [(path, f"{COURSE}/{path.relative_to(package.parent).as_posix()}") for path in modules_of_nn]


class Worker:
    """A loaded process in a sandbox. `with Worker(...) as worker:`, then one `Conversation` after the other."""

    def __init__(self, modules_of_nn: Iterable[Path] = (), limits: Limits = Limits()) -> None:
        self.limits = limits
        command = sandbox_command(
            [sys.executable, "-m", "helpers.grading.worker"],
            readable_files(modules_of_nn),
            capable=True,
            environment={
                "PATH": "/usr/bin:/bin",
                "HOME": "/tmp",
                "LANG": "C.UTF-8",
                "PYTHONPATH": COURSE,
                "PYTHONDONTWRITEBYTECODE": "1",
                "NBGRADER_EXECUTION": "autograde",
                "OMP_NUM_THREADS": "1",
                "MPLBACKEND": "Agg",
            },
        )
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._requests, self._answers = self._process.stdin.fileno(), self._process.stdout.fileno()

    def __enter__(self) -> Worker:
        self._expect(READY, SECONDS_TO_LOAD)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def send(self, kind: bytes, content: bytes) -> None:
        """Send the worker a frame. Raises WorkerLost."""
        try:
            frames.send(self._requests, kind, content)
        except OSError as error:
            raise WorkerLost(str(error)) from None

    def receive(self, seconds: float) -> tuple[bytes, bytes]:
        """The worker's next frame. Raises WorkerLost when none comes in time."""
        try:
            frame = frames.receive(self._answers, time.monotonic() + seconds)
        except (frames.BrokenFrame, frames.TooLate, OSError) as error:
            raise WorkerLost(f"the worker does not answer: {type(error).__name__}") from None
        if frame is None:
            raise WorkerLost("the worker has ended" + self._last_words())
        return frame

    def _expect(self, kind: bytes, seconds: float) -> None:
        if self.receive(seconds)[0] != kind:
            raise WorkerLost("the worker says something unexpected")

    def _last_words(self) -> str:
        with contextlib.suppress(subprocess.TimeoutExpired, ValueError):
            self._process.wait(1)
            assert self._process.stderr is not None
            os.set_blocking(self._process.stderr.fileno(), False)
            said = (self._process.stderr.read() or b"").decode("utf-8", "replace").strip().splitlines()
            return f": {said[-1][:200]}" if said else ""
        return ""


class Conversation:
    """One submission in a worker: `with Conversation(worker) as talk:`, then requests. Raises SubmissionLost."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._ended = False

    def __enter__(self) -> Conversation:
        self._worker.send(START, encode(asdict(self._worker.limits)))
        return self

    def __exit__(self, *_: object) -> None:
        if self._ended:
            return
        self._worker.send(END, b"")
        while self._worker.receive(GRACE)[0] != ENDED:  # answers that nobody waits for any more
            continue

    def run_cells(self, sources: list[str], values: list[str]) -> tuple[list[list[dict[str, Any]]], dict[str, Any]]:
        """Run cells; what each showed, and what the names in `values` mean afterwards. All of it is untrusted."""
        answer = self._ask(submission.CELLS, {"cells": sources, "values": values}, submission.RAN)
        if type(answer) is not dict or set(answer) != {"outputs", "values"}:
            raise self._broken()
        outputs, found = answer["outputs"], answer["values"]
        if type(outputs) is not list or len(outputs) != len(sources):
            raise self._broken()
        if type(found) is not dict or set(found) != set(values):
            raise self._broken()
        return outputs, found

    def try_exercise(self, request: dict[str, Any]) -> dict[str, Any] | None:
        """The observations by part, each a list of rounds; None when the exercise's process died. Untrusted."""
        answer = self._ask(submission.EXERCISE, request, submission.OBSERVED, submission.LOST)
        if type(answer) is not dict or answer.get("exercise") != request["exercise"]["name"]:
            raise self._broken()
        parts = answer.get("parts")
        return parts if type(parts) is dict else None

    def _ask(self, kind: bytes, request: Any, *wanted: bytes) -> Any:
        if self._ended:
            raise SubmissionLost("died")
        self._worker.send(kind, encode(request))
        kind, content = self._worker.receive(self._worker.limits.seconds + GRACE)
        if kind == ENDED:
            self._ended = True
            raise SubmissionLost(decode(content)["reason"])
        if kind not in wanted:
            raise self._broken()
        try:
            return decode(content)
        except CodecError:
            raise self._broken() from None

    def _broken(self) -> SubmissionLost:
        return SubmissionLost("broken")
