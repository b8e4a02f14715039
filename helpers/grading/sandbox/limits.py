"""What a submission may use while it is graded."""

from __future__ import annotations

import resource
from dataclasses import dataclass

CONFINED, UNCONFINED = "confined", "unconfined"  # a submission in a sandbox, or under `grade --no-sandbox`
ADDRESSES_PER_MEMORY = 4  # libraries and threads reserve much more than they use


@dataclass(frozen=True)
class Limits:
    """Limits of one submission. Sizes are in bytes, times in seconds of the wall clock."""

    seconds_a_cell: float = 60.0
    seconds: float = 300.0  # all cells and all trials together
    memory: int = 3 * 2**30  # of all its processes, beyond what the libraries take
    disk: int = 128 * 2**20  # in its temporary folder
    files: int = 4096
    processes: int = 64  # and threads
    open_files: int = 256
    output_a_cell: int = 100_000  # characters that are kept
    output: int = 16 * 2**20  # that is kept of all cells together, pictures among it


def apply(limits: Limits, *, processes: bool = True) -> None:
    """Set the kernel's limits of this process and of all that it starts.

    processes  whether to limit their number, which the kernel counts over all processes of the user
    """
    data, addresses = _in_use("VmData"), _in_use("VmSize")
    for which, value in (
        (resource.RLIMIT_DATA, data + limits.memory),
        # Memory that is only read costs the kernel's own tables for it, which no other limit counts.
        (resource.RLIMIT_AS, addresses + ADDRESSES_PER_MEMORY * limits.memory),
        *([(resource.RLIMIT_NPROC, limits.processes)] if processes else []),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_FSIZE, limits.disk),
        (resource.RLIMIT_CORE, 1),  # with 0 the machine's own program for crashes would still be started
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
    ):
        resource.setrlimit(which, (value, value))


def _in_use(which: str) -> int:
    with open("/proc/self/status", encoding="utf-8") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith(which))
