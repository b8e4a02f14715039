"""What a process in the sandbox sees: the interpreter with its libraries, the folders it is given, and a /tmp."""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path, PurePosixPath

SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
SETTINGS = ("/etc/ld.so.cache", "/etc/alternatives", "/etc/fonts", "/etc/localtime")
# What the process in the sandbox needs to confine each submission further; the submission itself gets none of it.
_ROOT = PurePosixPath("/")
# CAP_SYS_PTRACE is for how much memory a submission has of what its processes share.
CAPABILITIES = ("CAP_SYS_ADMIN", "CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP", "CAP_KILL", "CAP_SYS_PTRACE")


@cache
def interpreter_folders() -> tuple[Path, ...]:
    """The folders of this Python: its own, those of the Python that it was made from, and where packages lie."""
    found = {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix}
    found |= {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    found.add(os.path.dirname(os.path.realpath(sys.executable)))
    folders = sorted({Path(folder) for folder in found if os.path.isdir(folder)})
    outer = [f for f in folders if not any(other != f and f.is_relative_to(other) for other in folders)]
    return tuple(folder for folder in outer if not folder.is_relative_to("/usr"))


def sandbox_command(
    command: Sequence[str], readable: Iterable[tuple[Path, str]], *, capable: bool, environment: dict[str, str]
) -> list[str]:
    """The command line that runs a command in bubblewrap.

    readable     (file or folder here, its path in the sandbox); all of it read-only
    capable      whether the process may confine others, which needs capabilities in its own namespaces
    environment  all the variables that it gets
    """
    words = ["bwrap", "--die-with-parent", "--new-session", "--clearenv"]
    words += ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
    if os.geteuid() != 0:  # root needs no namespace of users, and in one the submission could not become a plain user
        words += ["--unshare-user"]
    for path in SYSTEM:
        if os.path.islink(path):
            words += ["--symlink", os.readlink(path), path]
        elif os.path.isdir(path):
            words += ["--ro-bind", path, path]
    words += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"]
    given = [(path, path) for path in (*SETTINGS, *map(str, interpreter_folders())) if os.path.exists(path)]
    given += [(str(here), there) for here, there in readable]
    for folder in sorted({folder for _, there in given for folder in PurePosixPath(there).parents} - {_ROOT}):
        words += ["--perms", "0755", "--dir", str(folder)]  # left to itself, bubblewrap makes them for their owner
    for here, there in given:
        words += ["--ro-bind", here, there]
    for name, value in environment.items():
        words += ["--setenv", name, value]
    words += ["--remount-ro", "/", "--remount-ro", "/dev", "--chdir", "/tmp"]
    for capability in CAPABILITIES if capable else ():
        words += ["--cap-add", capability]
    return [*words, "--", *command]
