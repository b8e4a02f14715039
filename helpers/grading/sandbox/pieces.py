"""Whether this machine has all that the sandbox stands on. Half a sandbox is none."""

from __future__ import annotations

import shutil
import subprocess
import sys
from functools import cache

from helpers import Refusal
from helpers.grading.sandbox.view import sandbox_command

SECONDS_TO_TRY = 60


def refuse_unless_sandboxed() -> None:
    """Raise Refusal, which names the piece that is missing and how it is had, unless a sandbox can be made here."""
    if fault := what_is_missing():
        raise Refusal(f"Submissions cannot be graded safely here: {fault}")


@cache
def what_is_missing() -> str:
    """The piece that is missing and how it is had, as a sentence; empty when a sandbox can be made."""
    if sys.platform != "linux":
        return "the sandbox needs Linux. Grade on Linux, or in a container or virtual machine with it."
    if shutil.which("bwrap") is None:
        return "bubblewrap is not installed. On Debian and Ubuntu: `apt install bubblewrap`."
    try:
        import pyseccomp
    except ImportError:
        return "the Python package pyseccomp is not installed: run `python3 -m helpers doctor`."
    except (OSError, RuntimeError):
        return "libseccomp is not installed. On Debian and Ubuntu: `apt install libseccomp2`."
    del pyseccomp
    command = sandbox_command(["/bin/true"], [], capable=True, environment={})
    try:
        tried = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS_TO_TRY, check=False)
    except subprocess.TimeoutExpired:
        return "bubblewrap does not come to an end."
    if tried.returncode:
        said = (tried.stderr.strip().splitlines() or ["it gave no reason"])[-1]
        return (
            f"bubblewrap may not make namespaces here ({said}). On a machine of your own: "
            "`sysctl -w kernel.unprivileged_userns_clone=1`, and on Ubuntu an AppArmor profile for bwrap; "
            "in a container: start it with the rights to make namespaces."
        )
    return ""
