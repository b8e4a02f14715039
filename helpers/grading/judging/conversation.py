"""The conversation between a judge and a worker about one submission."""

from __future__ import annotations

import select
import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from helpers.checks.codec import CodecError, decode, encode
from helpers.grading.sandbox.limits import Limits
from helpers.grading.worker import frames
from helpers.grading.worker.letters import CELLS, END, ENDED, EXERCISE, LOST, OBSERVED, RAN, READY, START

SECONDS_TO_LOAD = 120.0
GRACE = 15.0  # seconds beyond a submission's own limit after which the worker itself is taken to be stuck


class SubmissionLost(Exception):
    """The submission's process has ended; `reason` is one of time, memory, died, broken."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class WorkerLost(Exception):
    """The worker itself does not answer any more."""


class Worker:
    """A judge's end of a worker: one `Conversation` after the other."""

    def __init__(self, requests: int, answers: int, limits: Limits) -> None:
        self.limits = limits
        self._requests, self._answers = requests, answers
        self._is_loaded = False
        self._is_ending = False

    def wait_until_loaded(self) -> None:
        """Return when the worker is ready, at once if it has been before. Raises WorkerLost."""
        if not self._is_loaded and self.receive(SECONDS_TO_LOAD)[0] != READY:
            raise WorkerLost("it says something unexpected")
        self._is_loaded = True

    def is_loaded(self) -> bool:
        """Whether the worker is ready by now. Raises WorkerLost."""
        if not self._is_loaded and select.select([self._answers], [], [], 0)[0]:
            self.wait_until_loaded()
        return self._is_loaded

    def begin(self) -> None:
        """Have a submission's process started. Raises WorkerLost."""
        while self._is_ending:  # answers that nobody waits for any more, and the end of the submission before
            self._is_ending = self.receive(GRACE)[0] != ENDED
        self.send(START, encode(asdict(self.limits)))

    def end(self) -> None:
        """Have the submission's process ended; its end is waited for when the next one begins. Raises WorkerLost."""
        self.send(END, b"")
        self._is_ending = True

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
            raise WorkerLost(f"it does not answer ({type(error).__name__})") from None
        if frame is None:
            raise WorkerLost("it has ended")
        return frame


def _nothing() -> None:
    pass


class Conversation:
    """One submission in a worker: `with Conversation(worker) as talk:`, then requests. Raises SubmissionLost.

    With each request goes what to do while the worker is at it.
    """

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._ended = False

    def __enter__(self) -> Conversation:
        self._worker.begin()
        return self

    def __exit__(self, *_: object) -> None:
        if not self._ended:
            self._worker.end()

    def run_cells(
        self, sources: list[str], values: list[str], meanwhile: Callable[[], None] = _nothing
    ) -> tuple[list[list[dict[str, Any]]], dict[str, Any]]:
        """Run cells; what each showed, and what the names in `values` mean afterwards. All of it is untrusted."""
        try:
            answer = self._ask(CELLS, {"cells": sources, "values": values}, meanwhile, RAN)
        except CodecError:
            raise self._broken() from None
        if type(answer) is not dict or set(answer) != {"outputs", "values"}:
            raise self._broken()
        outputs, found = answer["outputs"], answer["values"]
        if type(outputs) is not list or len(outputs) != len(sources):
            raise self._broken()
        if type(found) is not dict or set(found) != set(values):
            raise self._broken()
        return outputs, found

    def try_exercise(self, request: dict[str, Any], meanwhile: Callable[[], None] = _nothing) -> dict[str, Any] | None:
        """The observations by part, each a list of rounds; None when the exercise's process died. Untrusted.

        What cannot be read is no observation of any part: a learner's result may be at fault, and the others count.
        """
        try:
            answer = self._ask(EXERCISE, request, meanwhile, OBSERVED, LOST)
        except CodecError:
            return {}
        if type(answer) is not dict:
            return {}
        name = answer.get("exercise")
        if type(name) is not str or name != request["exercise"]["name"]:  # an array would be compared by its elements
            raise self._broken()
        parts = answer.get("parts")
        return parts if type(parts) is dict else None

    def _ask(self, kind: bytes, request: Any, meanwhile: Callable[[], None], *wanted: bytes) -> Any:
        if self._ended:
            raise SubmissionLost("died")
        self._worker.send(kind, encode(request))
        meanwhile()
        kind, content = self._worker.receive(self._worker.limits.seconds + GRACE)
        if kind == ENDED:
            self._ended = True
            raise SubmissionLost(decode(content)["reason"])
        if kind not in wanted:
            raise self._broken()
        return decode(content)

    def _broken(self) -> SubmissionLost:
        return SubmissionLost("broken")
