"""One submission's processes: forked from a loaded one, in namespaces of their own, without privileges, within limits.

    loaded process --fork--> monitor --fork--> first --fork--> the submission
                             watches           is process 1 of   runs learners' code
                             and relays        the namespace

When the first process ends, the kernel kills all others of its namespace, whatever they did to hide.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

from helpers.grading.sandbox import limits as kernel_limits
from helpers.grading.sandbox import linux
from helpers.grading.sandbox.limits import Limits
from helpers.grading.sandbox.view import interpreter_folders

FOLDER = "/tmp"


@dataclass(frozen=True)
class Child:
    """The first process of a submission as its monitor sees it: its number, and the ends of the two pipes."""

    pid: int
    to_child: int
    from_child: int


def start(run: Callable[[int, int], object], limits: Limits, call_filter: Any) -> Child:
    """Start `run(read, write)` in a confined process; the monitor, which calls this, talks to it over two pipes.

    Raises OSError where the kernel refuses a namespace. A fault of the confinement itself ends the process before
    `run` is reached.
    """
    theirs_in, ours_out = os.pipe()
    ours_in, theirs_out = os.pipe()
    linux.unshare(linux.NEW_PROCESSES | linux.NEW_MOUNTS | linux.NEW_IPC)
    pid = os.fork()
    if pid == 0:
        _be_first(run, limits, call_filter, theirs_in, theirs_out)
    os.close(theirs_in)
    os.close(theirs_out)
    return Child(pid, ours_out, ours_in)


def _be_first(run: Callable[[int, int], object], limits: Limits, call_filter: Any, read: int, write: int) -> NoReturn:
    """Process 1 of the namespace: prepares it, starts the submission, and takes everything with it when that ends."""
    status = 70
    try:
        linux.die_with_parent()
        _make_folders(limits)
        child = os.fork()
        if child == 0:
            try:
                _confine(limits, call_filter, (read, write))
                run(read, write)
                status = 0
            finally:
                os._exit(status)
        keep_only(())
        linux.hide_memory()
        while True:
            ended, code = os.wait()  # of orphans too, which end up here
            if ended == child:
                status = os.waitstatus_to_exitcode(code) & 0xFF
                break
    finally:
        os._exit(status)


def _make_folders(limits: Limits) -> None:
    """Fresh memory for all that can be written, which is gone with the last process; and its own view of /proc."""
    linux.mount("none", "/", "", linux.RECURSIVE | linux.PRIVATE)
    plain = linux.NO_SETUID | linux.NO_DEVICES
    sizes = f"size={limits.disk},nr_inodes={limits.files},mode=1777"
    # An interpreter that lies below that folder would be hidden, and is shown there again.
    hidden = [(folder, os.open(folder, os.O_PATH)) for folder in interpreter_folders() if folder.is_relative_to(FOLDER)]
    linux.mount("tmpfs", FOLDER, "tmpfs", plain, sizes)
    for folder, descriptor in hidden:
        os.umask(0o022)
        folder.mkdir(parents=True)
        linux.mount(f"/proc/self/fd/{descriptor}", str(folder), "", linux.BIND)
    linux.mount("tmpfs", "/dev/shm", "tmpfs", plain, sizes)
    linux.mount("proc", "/proc", "proc", plain | linux.NO_EXECUTION, "")
    # Mapped and shared, /dev/zero is memory that no process is seen to hold.
    linux.mount("/dev/null", "/dev/zero", "", linux.BIND)


def _confine(limits: Limits, call_filter: Any, kept: tuple[int, ...]) -> None:
    linux.die_with_parent()
    keep_only(kept)
    os.setsid()
    kernel_limits.apply(limits)
    linux.give_up_new_privileges()
    _be_ended_first()
    if os.getuid() == 0 and _is_really_root():
        user = _user_of_its_own()
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    os.chdir(FOLDER)
    os.umask(0o077)
    linux.give_up_privileges()
    call_filter.load()


def _is_really_root() -> bool:
    """Whether user 0 here is user 0 of the machine, and not a plain user in a namespace."""
    with open("/proc/self/uid_map", encoding="utf-8") as uid_map:
        return uid_map.read().split() == ["0", "0", "4294967295"]


def _user_of_its_own() -> int:
    """A plain user who runs nothing else on this machine: the number of the namespace, which is like no other's.

    The kernel counts processes by user. Were all submissions the same one, a single submission that starts as many
    as it may would keep those on other benches from starting any.
    """
    return os.stat("/proc/self/ns/pid").st_ino


def _be_ended_first() -> None:
    """Have the kernel end this process before any other when the whole machine runs out of memory."""
    with open("/proc/self/oom_score_adj", "w", encoding="utf-8") as score:
        score.write("1000")


def keep_only(descriptors: tuple[int, ...]) -> None:
    """Close all files but these; input and output are nothing."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    lowest = 3
    for descriptor in sorted(descriptors):
        os.closerange(lowest, descriptor)
        lowest = descriptor + 1
    os.closerange(lowest, 65536)
