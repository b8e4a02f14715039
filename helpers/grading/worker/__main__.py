"""The loaded process in the sandbox: python -m helpers.grading.worker CORE LIBRARIES CONFINED, frames in and out.

CORE is the number of the core to run on, LIBRARIES what to load ("few" or "all"), CONFINED how submissions are started
("confined", or "unconfined" for `grade --no-sandbox`).

Each submission is a conversation: START, then requests that are handed on to the submission's confined process, whose
answers come back as they are; END or the end of that process closes it, and ENDED says how. The next START follows.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from helpers.checks.codec import decode, encode
from helpers.grading.loading import loading
from helpers.grading.sandbox import confinement, system_calls, unconfined
from helpers.grading.sandbox.limits import CONFINED, Limits
from helpers.grading.sandbox.view import interpreter_folders
from helpers.grading.worker import frames, large_pages, libraries, submission
from helpers.grading.worker.cells import prepared_shell
from helpers.grading.worker.letters import ANSWERS, END, ENDED, READY, START

NO_MORE = 3  # the exit status at the end of the requests
COUNTED = ("RssAnon", "RssShmem", "VmPTE", "HugetlbPages")  # of a process's memory
SHARES = ("Pss_Anon", "Pss_Shmem", "Private_Hugetlb", "Shared_Hugetlb")
SECONDS_BETWEEN_LOOKS = 0.05  # at how much memory is in use


@dataclass(frozen=True)
class _Ways:
    """How a submission's first process is started, and how its processes are told from others that came after it."""

    start: Callable[[Callable[[int, int], object], Limits], confinement.Child]
    is_its: Callable[[int, int], bool]  # (process, its first process)


def _ways(confined: str) -> _Ways:
    if confined == CONFINED:
        # In the sandbox, whatever has come after a submission belongs to it.
        call_filter = system_calls.prepared_filter()
        interpreter_folders()  # found once, and known to all that are forked
        return _Ways(partial(confinement.start, call_filter=call_filter), lambda process, first: True)
    return _Ways(unconfined.start, lambda process, first: _session_of(process) == first)


def main(core: int, wanted: str, confined: str) -> None:
    requests, answers = os.dup(0), os.dup(1)
    os.dup2(os.open(os.devnull, os.O_RDWR), 0)
    os.dup2(2, 1)  # nothing but frames may go out
    with loading():
        libraries.load(wanted)
        shell = prepared_shell()
        ways = _ways(confined)
    large_pages.gather()
    os.sched_setaffinity(0, {core})  # for all submissions, too, which cannot change it
    frames.send(answers, READY, b"")
    more = True
    while more:
        # This process reads nothing itself: what it has read once may stay in its memory, which the next submission's
        # process is a copy of. It could be the end of what was asked of a submission that has ended meanwhile.
        select.select([requests], [], [])
        monitor = os.fork()
        if monitor == 0:
            status = 1
            try:
                status = _answer_one(shell, ways, requests, answers)
            finally:
                os._exit(status)
        more = os.waitstatus_to_exitcode(os.waitpid(monitor, 0)[1]) != NO_MORE


def _answer_one(shell: Any, ways: _Ways, requests: int, answers: int) -> int:
    """Read one frame and, when a submission starts with it, see it through; NO_MORE at the end of the requests."""
    frame = frames.receive(requests)
    if frame is None:
        return NO_MORE
    kind, content = frame
    if kind == START:
        _monitor(shell, ways, Limits(**decode(content)), requests, answers)
    return 0  # other frames were meant for a submission that has ended meanwhile


def _monitor(shell: Any, ways: _Ways, limits: Limits, requests: int, answers: int) -> None:
    """Start a submission's process, hand frames to and fro, and end it when it is asked to or goes beyond a limit.

    The submission may stop to read or to write at any byte, so nothing here waits for it: limits are looked after all
    the time. It answers each request once; whatever else it says ends it.
    """
    before = set(_processes())
    deadline = time.monotonic() + limits.seconds
    try:
        child = ways.start(lambda read, write: submission.serve(shell, limits, read, write), limits)
    except OSError:
        frames.send(answers, ENDED, encode({"reason": "died", "status": 0}))
        return
    own_memory = _memory_of(os.getpid())
    next_look = time.monotonic()
    os.set_blocking(child.to_child, False)
    collector = frames.Collector(child.from_child)
    unsent = memoryview(b"")
    awaited: tuple[bytes, ...] = ()
    reason = ""
    try:
        while not reason:
            to_write = [child.to_child] if unsent else []
            readable, writable, _ = select.select([requests, child.from_child], to_write, [], SECONDS_BETWEEN_LOOKS)
            if child.from_child in readable:
                reason, answered = _hand_back(collector, answers, awaited)
                awaited = () if answered else awaited
            if writable and not reason:
                unsent, reason = _written(child.to_child, unsent)
            if requests in readable and not reason:
                frame = frames.receive(requests)
                if frame is None or frame[0] == END:
                    reason = "done"
                else:
                    unsent, awaited = memoryview(frames.packed(*frame)), ANSWERS[frame[0]]
            now = time.monotonic()
            if not reason and now > deadline:
                reason = "time"
            if not reason and now > next_look:
                next_look = now + SECONDS_BETWEEN_LOOKS
                if _is_above(limits.memory, _its_processes(ways, child.pid, before), own_memory):
                    reason = "memory"
    finally:
        for kill in (os.killpg, os.kill):  # the group where it leads one; in the sandbox all go with the first
            with contextlib.suppress(ProcessLookupError):
                kill(child.pid, signal.SIGKILL)
        _, status = os.waitpid(child.pid, 0)
    code = os.waitstatus_to_exitcode(status)
    frames.send(answers, ENDED, encode({"reason": reason, "status": code}))


def _hand_back(collector: frames.Collector, answers: int, awaited: tuple[bytes, ...]) -> tuple[str, bool]:
    """Pass a whole frame of the submission's on, unread: a reason to end, or none; and whether one was passed."""
    try:
        frame = collector.collect()
    except frames.BrokenFrame:
        return "broken", False
    if frame is None:
        if not collector.at_end:
            return "", False
        return ("broken" if collector.holds_more else "died"), False
    if frame[0] not in awaited or collector.holds_more:
        return "broken", False
    frames.send(answers, *frame)
    return "", True


def _written(to_child: int, unsent: memoryview) -> tuple[memoryview, str]:
    """Write as much of a request as the submission takes; what is left, and a reason to end."""
    try:
        return unsent[os.write(to_child, unsent) :], ""
    except BlockingIOError:
        return unsent, ""
    except BrokenPipeError:
        return unsent, "died"


def _processes() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def _its_processes(ways: _Ways, first: int, before: set[int]) -> set[int]:
    """A submission's processes: of those that came after it, its own."""
    others = set(_processes()) - before - {os.getpid()}
    return {process for process in others if ways.is_its(process, first)}


def _session_of(process: int) -> int:
    try:
        return os.getsid(process)
    except OSError:
        return 0


def _is_above(limit: int, processes: set[int], shared: int) -> bool:
    """Whether a submission's processes have more memory than that, beyond what came from their ancestors.

    A quick look counts pages that processes share once for each; only where that is above the limit, an exact one.
    """
    if sum(max(0, _memory_of(process) - shared) for process in processes) <= limit:
        return False
    return sum(_share_of(process) for process in processes) > limit + shared


def _share_of(process: int) -> int:
    """Bytes of a process's memory, of what it shares with others its share; of all where nothing else is known."""
    try:
        with open(f"/proc/{process}/smaps_rollup", encoding="utf-8", errors="replace") as rollup:
            return sum(int(line.split()[1]) * 1024 for line in rollup if line.startswith(SHARES))
    except (OSError, ValueError):
        return _memory_of(process)


def _memory_of(process: int) -> int:
    """Bytes of a process's own and of shared memory with the tables for them, files apart; 0 when it is gone."""
    try:
        with open(f"/proc/{process}/status", encoding="utf-8", errors="replace") as status:
            return sum(int(line.split()[1]) * 1024 for line in status if line.startswith(COUNTED))
    except (OSError, ValueError):
        return 0


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the engine's to answer
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3])
