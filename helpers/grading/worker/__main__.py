"""The loaded process in the sandbox: python -m helpers.grading.worker LIMITS, with frames on its input and output.

Each submission is a conversation: START, then requests that are handed on to the submission's confined process, whose
answers come back as they are; END or the end of that process closes it, and ENDED says how. The next START follows.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import time
from typing import Any

from helpers.checks.codec import decode, encode
from helpers.grading.sandbox import confinement, system_calls
from helpers.grading.sandbox.limits import Limits
from helpers.grading.worker import frames, submission
from helpers.grading.worker.cells import prepared_shell

START, END, ENDED, READY = b"s", b"e", b"E", b"R"
SECONDS_BETWEEN_LOOKS = 0.05  # at how much memory is in use


def main() -> None:
    requests, answers = os.dup(0), os.dup(1)
    os.dup2(os.open(os.devnull, os.O_RDWR), 0)
    os.dup2(2, 1)  # nothing but frames may go out
    _load()
    shell, call_filter = prepared_shell(), system_calls.prepared_filter()
    frames.send(answers, READY, b"")
    while (frame := frames.receive(requests)) is not None:
        kind, content = frame
        if kind != START:
            continue  # what was meant for a submission that has ended meanwhile
        monitor = os.fork()
        if monitor == 0:
            try:
                _monitor(shell, call_filter, Limits(**decode(content)), requests, answers)
            finally:
                os._exit(0)
        os.waitpid(monitor, 0)


def _load() -> None:
    """Import what lessons and learners import, so that no submission has to wait for it."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot
    import numpy
    import torch

    torch.set_num_threads(1)  # a process that has run more threads must not be forked
    numpy.zeros(1)
    from helpers import draw
    from helpers.checks import Check

    assert draw, Check


def _monitor(shell: Any, call_filter: Any, limits: Limits, requests: int, answers: int) -> None:
    """Start a submission's process, hand frames to and fro, and end it when it is asked to or goes beyond a limit."""
    before = set(_processes())
    deadline = time.monotonic() + limits.seconds
    child = confinement.start(lambda read, write: submission.serve(shell, limits, read, write), limits, call_filter)
    own_memory = _memory_of(os.getpid())
    reason = ""
    try:
        while not reason:
            readable, _, _ = select.select([requests, child.from_child], [], [], SECONDS_BETWEEN_LOOKS)
            if child.from_child in readable:
                reason = _hand_back(child.from_child, answers, deadline)
            elif requests in readable:
                reason = _hand_on(requests, child.to_child)
            if not reason and time.monotonic() > deadline:
                reason = "time"
            if not reason and _memory_used(before, own_memory) > limits.memory:
                reason = "memory"
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child.pid, signal.SIGKILL)
        _, status = os.waitpid(child.pid, 0)
    code = os.waitstatus_to_exitcode(status)
    frames.send(answers, ENDED, encode({"reason": reason, "status": code}))


def _hand_back(from_child: int, answers: int, deadline: float) -> str:
    """Pass one frame of the submission's on, unread; a reason to end when it sent none."""
    try:
        frame = frames.receive(from_child, deadline)
    except frames.TooLate:
        return "time"
    except frames.BrokenFrame:
        return "broken"
    if frame is None:
        return "died"
    kind, content = frame
    if kind not in (submission.RAN, submission.OBSERVED, submission.LOST):
        return "broken"
    frames.send(answers, kind, content)
    return ""


def _hand_on(requests: int, to_child: int) -> str:
    frame = frames.receive(requests)
    if frame is None or frame[0] == END:
        return "done"
    try:
        frames.send(to_child, *frame)
    except BrokenPipeError:
        return "died"
    return ""


def _processes() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def _memory_used(before: set[int], shared: int) -> int:
    """The memory of all processes that are not in `before` nor this one, beyond what each has from its ancestors."""
    others = set(_processes()) - before - {os.getpid()}
    return sum(max(0, _memory_of(process) - shared) for process in others)


def _memory_of(process: int) -> int:
    """Bytes of a process's own and of shared memory, files apart; 0 when it is gone."""
    try:
        with open(f"/proc/{process}/status", encoding="ascii", errors="replace") as status:
            return sum(int(line.split()[1]) * 1024 for line in status if line.startswith(("RssAnon", "RssShmem")))
    except (OSError, ValueError):
        return 0


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the engine's to answer
    main()
