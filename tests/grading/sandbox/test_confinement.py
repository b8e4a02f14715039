"""What learners' code finds in the sandbox, seen from inside."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from helpers import paths
from helpers.grading.sandbox.view import interpreter_folders
from tests.grading.sandbox.conftest import Inside

CALL = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
def call(name, *arguments):
    ctypes.set_errno(0)
    result = getattr(libc, name)(*arguments)
    return "done" if result >= 0 else os.strerror(ctypes.get_errno())
"""


def test_there_is_no_network(inside: Inside) -> None:
    """Can a submission reach another machine, or even ask for a socket of the internet's?"""
    seen = inside(
        """
import socket
def tried(make):
    try:
        make()
        return "made"
    except OSError as error:
        return type(error).__name__
seen = [
    tried(lambda: socket.socket(socket.AF_INET)),
    tried(lambda: socket.socket(socket.AF_INET6)),
    tried(lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)),
    tried(lambda: socket.socketpair()),
    [line.split(":")[0].strip() for line in open("/proc/net/dev").readlines()[2:]],
]
"""
    )
    assert seen == ["PermissionError", "PermissionError", "PermissionError", "made", ["lo"]]


def test_no_other_process_is_there(inside: Inside) -> None:
    """Does it see any process but the first of its own namespace and itself?"""
    assert inside("import os; seen = sorted(p for p in os.listdir('/proc') if p.isdigit())") == ["1", "2"]


def test_it_has_no_privileges(inside: Inside) -> None:
    """Is it a plain user for good, without capabilities, with a filter on its calls?"""
    seen = inside(
        """
import os
lines = dict(line.split(":", 1) for line in open("/proc/self/status"))
names = ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")
seen = [int(lines[n], 16) for n in names] + [int(lines["NoNewPrivs"]), int(lines["Seccomp"])]
"""
    )
    assert seen == [0, 0, 0, 0, 0, 1, 2]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")
def test_root_becomes_a_plain_user(inside: Inside) -> None:
    """Started by root, does it run as somebody without rights, who runs nothing else here, with no way back?"""
    seen = inside(
        """
import os
users = [*os.getresuid(), *os.getresgid(), os.getgroups()]
try:
    os.setuid(0)
except PermissionError:
    users.append("refused")
seen = users
"""
    )
    users, rest = seen[:6], seen[6:]
    assert rest == [[], "refused"]
    assert len(set(users)) == 1
    # As many as there are namespaces: two submissions at a time are never the same user, who has one limit for all.
    assert users[0] > 4_000_000_000


def test_it_sees_no_file_of_the_course_or_the_grader(inside: Inside) -> None:
    """Are solutions, gradebook, keys and the home folder out of sight, and the environment empty of secrets?"""
    home = Path.home()
    looked_for = [paths.ROOT / "solutions", paths.ROOT / "README.md", paths.ROOT / "helpers" / "checks", home / ".ssh"]
    looked_for += ["/etc/passwd", "/etc/shadow", "/home", "/var", "/mnt", "/srv", "/course/solutions"]
    above_python = {str(parent) for folder in interpreter_folders() for parent in folder.parents}
    looked_for = [path for path in looked_for if str(path) not in above_python]
    seen = inside(
        f"import os; seen = [[p for p in {[str(p) for p in looked_for]!r} if os.path.exists(p)], dict(os.environ)]"
    )
    environment = {name: seen[1][name] for name in seen[1] if name not in ("PWD", "LC_CTYPE")}
    assert seen[0] == []
    assert environment == {"PYTHONPATH": "/course", "PATH": "/usr/bin:/bin", "HOME": "/tmp", "MARK": "inside"}


def test_it_writes_into_its_own_folder_alone(inside: Inside) -> None:
    """Which of the folders that it sees can it write to?"""
    seen = inside(
        """
import os
def writable(folder):
    try:
        path = os.path.join(folder, "x")
        open(path, "w").close()
        os.remove(path)
        return True
    except OSError:
        return False
folders = ["/"]
for root in ("/opt", "/usr", "/etc", "/dev", "/tmp", "/bin", "/lib"):
    folders += [root, *(os.path.join(at, n) for at, names, _ in os.walk(root) for n in names if at.count("/") < 4)]
seen = sorted(f for f in folders if writable(f))
"""
    )
    assert seen == ["/dev/shm", "/tmp"]


def test_nothing_is_left_for_the_next_one(inside: Inside) -> None:
    """Do files, shared memory or processes of one submission reach the next?"""
    leave = """
import os, subprocess
open("/tmp/left", "w").write("x")
open("/dev/shm/left", "w").write("x")
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        import time
        os.execv("/bin/sleep", ["sleep-left-by-a-submission", "600"])
    os._exit(0)
seen = "left"
"""
    look = """
import os
names = [open(f"/proc/{p}/cmdline").read() for p in os.listdir("/proc") if p.isdigit()]
mine = [name for name in os.listdir("/tmp") if name == "left"]
seen = [mine, os.listdir("/dev/shm"), [n for n in names if n.startswith("sleep")]]
"""
    assert inside(leave, look) == ["left", [[], [], []]]
    time.sleep(0.2)
    assert not [path for path in Path("/proc").glob("[0-9]*/cmdline") if b"sleep-left-by" in _bytes_of(path)]


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


@pytest.mark.parametrize(
    ("call", "arguments"),
    [
        ("unshare", "0x10000000"),
        ("unshare", "0x40000000"),
        ("mount", "b'none', b'/tmp', b'tmpfs', 0, None"),
        ("umount2", "b'/tmp', 2"),
        ("chroot", "b'/tmp'"),
        ("ptrace", "16, 1, 0, 0"),
        ("setns", "0, 0"),
        ("shmget", "0, 4096, 0o1600"),
        ("process_vm_readv", "1, None, 0, None, 0, 0"),
        ("personality", "0x0040000"),
        ("sethostname", "b'x', 1"),
        ("syscall", "321, 0, 0, 0"),  # bpf
        ("syscall", "425, 8, 0"),  # io_uring_setup
        ("syscall", "250, 0, 0, 0, 0"),  # keyctl
        ("syscall", "298, 0, 0, 0, 0, 0"),  # perf_event_open
        ("syscall", "323, 0"),  # userfaultfd
        ("syscall", "56, 0x10000011, 0, 0, 0, 0"),  # clone with a new namespace of users
    ],
)
def test_dangerous_calls_are_refused(inside: Inside, call: str, arguments: str) -> None:
    """Does the kernel refuse calls that reach beyond the submission's own processes and files?"""
    assert inside(CALL + f"seen = call({call!r}, {arguments})") == "Operation not permitted"


def test_clone3_is_hidden(inside: Inside) -> None:
    """Is the call whose flags no filter can see said to be missing, so that programs use the older one?"""
    assert inside(CALL + "seen = call('syscall', 435, 0, 0)") == "Function not implemented"


def test_ordinary_work_goes_on(inside: Inside) -> None:
    """Can honest code start programs and threads, use a pipe, a temporary file and its own folder?"""
    seen = inside(
        """
import os, subprocess, tempfile, threading, multiprocessing
results = []
thread = threading.Thread(target=lambda: results.append("thread")); thread.start(); thread.join()
results.append(subprocess.run(["/bin/echo", "program"], capture_output=True, text=True).stdout.strip())
with tempfile.NamedTemporaryFile("w+") as file:
    file.write("file"); file.seek(0); results.append(file.read())
context = multiprocessing.get_context("fork")
queue = context.Queue(); process = context.Process(target=queue.put, args=("process",)); process.start()
results.append(queue.get()); process.join()
seen = results + [os.getcwd()]
"""
    )
    assert seen == ["thread", "program", "file", "process", "/tmp"]


def test_memory_is_limited(inside: Inside) -> None:
    """Does an allocation beyond the limit fail, and a small one succeed?"""
    code = "seen = len(bytearray({size}))"
    assert inside(code.format(size=10**8), memory=3 * 10**8) == 10**8
    assert inside(code.format(size=4 * 10**8), memory=3 * 10**8) == {"error": "MemoryError"}


def test_disk_and_files_are_limited(inside: Inside) -> None:
    """Is the temporary folder of a bounded size, in bytes and in files?"""
    big = "open('/tmp/big', 'wb').write(bytes(3 * 10**6))"
    assert inside(big, disk=10**6) == {"error": "OSError"}
    many = "[open(f'/tmp/{n}', 'w').close() for n in range(200)]"
    assert inside(many, files=100) == {"error": "OSError"}


def test_processes_and_open_files_are_limited(inside: Inside) -> None:
    """Do a fork bomb and a hoard of open files come to an end?"""
    bomb = """
import os, time
count = 0
try:
    while count < 500:
        if os.fork() == 0:
            time.sleep(60)
            os._exit(0)
        count += 1
except BlockingIOError:
    seen = count
"""
    assert 0 < inside(bomb, processes=20) < 25
    hoard = "import os; kept = [open('/tmp/x', 'w') for _ in range(200)]"
    assert inside(hoard, open_files=100) == {"error": "OSError"}


def test_the_first_process_cannot_be_ended_from_inside(inside: Inside) -> None:
    """Does killing process 1 of the namespace, which watches over the end, do nothing?"""
    seen = inside(
        """
import os, signal
try:
    os.kill(1, signal.SIGKILL)
    os.kill(1, signal.SIGSTOP)
except PermissionError:
    pass
seen = os.path.exists("/proc/1")
"""
    )
    assert seen is True


def test_memory_of_the_first_process_is_hidden(inside: Inside) -> None:
    """Can the memory of process 1 be read or its files be used?"""
    seen = inside(
        """
import os
def tried(path):
    try:
        return len(os.listdir(path)) if os.path.isdir(path) else open(path, "rb").read(1) != b""
    except OSError as error:
        return type(error).__name__
seen = [tried("/proc/1/mem"), tried("/proc/1/environ"), tried("/proc/1/fd")]
"""
    )
    assert seen == ["PermissionError"] * 3


def test_shared_memory_without_a_file_is_refused(inside: Inside) -> None:
    """Can memory be had that stays in use when it is in no process any more, so that no limit sees it?"""
    code = """
import mmap
def tried(make):
    try:
        make()
        return "made"
    except (OSError, ValueError) as error:
        return type(error).__name__
seen = [
    tried(lambda: mmap.mmap(-1, 4096)),
    tried(lambda: mmap.mmap(open("/dev/zero", "r+b").fileno(), 4096)),
    tried(lambda: mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)),
    tried(lambda: __import__("os").memfd_create("x")),
]
"""
    assert inside(code) == ["PermissionError", "OSError", "made", "PermissionError"]


def test_address_space_is_limited(inside: Inside) -> None:
    """Does reserving memory without an end, of which only the kernel's tables cost something, come to an end?"""
    code = """
import mmap
kept = []
try:
    for _ in range(1000):
        kept.append(mmap.mmap(-1, 2**30, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=mmap.PROT_READ))
except OSError:
    seen = len(kept)
"""
    assert inside(code, memory=2**30) < 10


def test_it_is_the_first_to_go(inside: Inside) -> None:
    """When the machine's memory is used up, does the kernel end a submission and not the grader?"""
    assert inside("seen = int(open('/proc/self/oom_score_adj').read())") == 1000
