"""Which core a bench's worker runs on: one that as few other benches as possible run on, whoever started them.

A submission that starts as many processes as it may slows its own bench alone, as long as there are cores enough: time
limits of others do not depend on it. Several processes may have benches on a machine, such as the workers of a Dask
cluster, so that counting one's own is not enough.
"""

from __future__ import annotations

import errno
import itertools
import os
import socket


class ClaimedCore:
    """A core of those that this process may use, claimed until `give_back` or the end of the process.

    A claim is a socket with a name in Linux's abstract namespace: one process alone can have it, and the system takes
    it back when that process ends, in whatever way. There are rounds: in each, every core can be claimed once.
    """

    def __init__(self) -> None:
        self._claim = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        cores = sorted(os.sched_getaffinity(0))
        self.number = next(
            core for turn in itertools.count() for core in cores if self._could_claim(f"\0unrolled-core-{core}-{turn}")
        )

    def give_back(self) -> None:
        """Let others claim it."""
        self._claim.close()

    def _could_claim(self, name: str) -> bool:
        try:
            self._claim.bind(name)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise
        return True
