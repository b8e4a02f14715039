"""A submission's process without a sandbox, for `grade --no-sandbox`: it has the rights of whoever grades."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable

from helpers.grading.sandbox import limits as kernel_limits
from helpers.grading.sandbox import linux
from helpers.grading.sandbox.confinement import Child, keep_only
from helpers.grading.sandbox.limits import Limits


def start(run: Callable[[int, int], object], limits: Limits) -> Child:
    """Start `run(read, write)` in a process in a session and a temporary folder of its own, within the kernel's limits
    but that on processes, which would count those of the person who grades.
    """
    theirs_in, ours_out = os.pipe()
    ours_in, theirs_out = os.pipe()
    pid = os.fork()
    if pid == 0:
        status = 70
        try:
            linux.die_with_parent()
            os.setsid()
            keep_only((theirs_in, theirs_out))
            kernel_limits.apply(limits, processes=False)
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
                os.chdir(folder)
                run(theirs_in, theirs_out)
                os.chdir("/")
            status = 0
        finally:
            os._exit(status)
    os.close(theirs_in)
    os.close(theirs_out)
    return Child(pid, ours_out, ours_in)
