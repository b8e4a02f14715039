"""The system calls that learners' code is refused: all that reaches beyond its own processes and its own files."""

from __future__ import annotations

import errno
from typing import Any

REFUSED = (
    # namespaces and mounts: nothing is undone or built anew
    *("unshare", "setns", "mount", "umount2", "pivot_root", "chroot", "move_mount", "open_tree", "fsopen"),
    *("fsmount", "fsconfig", "fspick", "mount_setattr", "swapon", "swapoff", "quotactl", "acct"),
    # the insides of other processes
    *("ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "kcmp", "pidfd_getfd", "pidfd_open"),
    # the kernel itself, and parts of it that have had many faults
    *("bpf", "perf_event_open", "userfaultfd", "kexec_load", "kexec_file_load", "init_module", "finit_module"),
    *("delete_module", "io_uring_setup", "io_uring_enter", "io_uring_register", "add_key", "keyctl", "request_key"),
    *("reboot", "syslog", "vhangup", "iopl", "ioperm", "lookup_dcookie", "open_by_handle_at", "name_to_handle_at"),
    *("settimeofday", "clock_settime", "adjtimex", "clock_adjtime", "sethostname", "setdomainname"),
    *("fanotify_init", "personality", "migrate_pages", "move_pages", "modify_ldt"),
    # memory that outlives a process, or that no process is seen to hold, so that nobody could count it
    *("shmget", "semget", "msgget", "mq_open", "memfd_create", "memfd_secret"),
    # another core than the one that was given
    *("sched_setaffinity", "sched_setscheduler", "sched_setattr", "set_mempolicy", "mbind"),
)
NEW_NAMESPACES = (17, 25, 26, 27, 28, 29, 30)  # the bits of clone's flags that make a namespace
LOCAL_SOCKETS = 1  # AF_UNIX, which multiprocessing uses; there is no network behind the others
TYPE_INTO_TERMINAL = 0x5412  # TIOCSTI
# MAP_SHARED | MAP_ANONYMOUS: after madvise such memory is still in use and belongs to no process. Files in /dev/shm,
# which multiprocessing and torch share, are counted against the size of that folder.
SHARED_WITHOUT_FILE = 0x21


def prepared_filter() -> Any:
    """The filter; its `load()` puts it on a process for good. Refused calls return EPERM.

    It takes some milliseconds to make and can be made before a fork. Calls of another architecture kill.
    """
    import pyseccomp as seccomp

    refused = seccomp.ERRNO(errno.EPERM)
    rules = seccomp.SyscallFilter(seccomp.ALLOW)
    for name in REFUSED:
        try:
            rules.add_rule(refused, name)
        except (OSError, ValueError):  # this machine's libseccomp has no such call
            continue
    for bit in NEW_NAMESPACES:
        rules.add_rule(refused, "clone", seccomp.Arg(0, seccomp.MASKED_EQ, 1 << bit, 1 << bit))
    rules.add_rule(seccomp.ERRNO(errno.ENOSYS), "clone3")  # a filter cannot see its flags; callers fall back on clone
    rules.add_rule(refused, "socket", seccomp.Arg(0, seccomp.NE, LOCAL_SOCKETS))
    shared = seccomp.Arg(3, seccomp.MASKED_EQ, SHARED_WITHOUT_FILE, SHARED_WITHOUT_FILE)
    rules.add_rule(refused, "mmap", shared)
    rules.add_rule(refused, "ioctl", seccomp.Arg(1, seccomp.MASKED_EQ, 0xFFFFFFFF, TYPE_INTO_TERMINAL))
    return rules
