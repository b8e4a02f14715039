"""Submissions that want to reach the network, other processes, others' files."""

from __future__ import annotations

from tests.grading.attacks.submission import ALL, RIGHT, Submission

TRIED = """
import ctypes, os, socket
libc = ctypes.CDLL(None, use_errno=True)
def tried(name, act):
    try:
        result = act()
        print(name, "DONE" if result is not False else "refused")
    except BaseException as error:
        print(name, "refused:", type(error).__name__)
def call(number, *arguments):
    ctypes.set_errno(0)
    if libc.syscall(number, *arguments) < 0:
        raise OSError(ctypes.get_errno(), "refused")
def write(path):
    with open(path, "ab") as file:
        file.write(b"x")
"""


def reaches(name: str, why: str, code: str, **more) -> Submission:
    """A right submission with a cell that tries something; it keeps its points, since it cannot do harm."""
    return Submission(name, why, added=TRIED + code, answers=RIGHT, earns=ALL, **more)


SUBMISSIONS = [
    reaches(
        "the network",
        "There is none, by any family of sockets.",
        "for n, f in (('inet', 2), ('inet6', 10), ('netlink', 16), ('packet', 17), ('vsock', 40), ('alg', 38), ('bluetooth', 31)):\n"
        "    tried(n, lambda: socket.socket(f, socket.SOCK_RAW if f == 17 else socket.SOCK_STREAM))\n"
        "tried('dns', lambda: socket.getaddrinfo('localhost', 80) and socket.create_connection(('127.0.0.1', 9)))",
    ),
    reaches(
        "a page from the web",
        "No address answers.",
        "import urllib.request\ntried('page', lambda: urllib.request.urlopen('http://127.0.0.1:9/', timeout=2))\n"
        "import subprocess\ntried('curl', lambda: subprocess.run(['curl', '-m', '2', 'http://127.0.0.1:9'],"
        " capture_output=True).returncode == 0)",
    ),
    reaches(
        "sockets without a file",
        "Names of local sockets are the sandbox's own.",
        "s = socket.socket(socket.AF_UNIX)\n"
        "for name in ('\\0/tmp/.X11-unix/X0', '\\0/tmp/dbus', '/run/dbus/system_bus_socket', '/var/run/docker.sock', '/run/systemd/private'):\n"
        "    tried(name.strip('\\0'), lambda: s.connect(name))",
    ),
    reaches(
        "kill everybody",
        "It can end nobody but itself; -1 reaches its own processes alone.",
        "import signal\nfor pid in (1, os.getppid()):\n    tried(f'kill {pid}', lambda: os.kill(pid, 9))\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "try:\n    os.kill(-1, signal.SIGTERM)\nexcept OSError:\n    pass",
        harmful="ends all processes of the user",
    ),
    reaches(
        "stop everybody",
        "Nor can it stop anybody.",
        "import signal\nfor pid in range(1, 400):\n    if pid != os.getpid():\n        try:\n            os.kill(pid, signal.SIGSTOP)\n"
        "        except OSError:\n            pass",
        harmful="stops all processes of the user",
    ),
    reaches(
        "the insides of other processes",
        "ptrace and its like are refused.",
        "tried('attach', lambda: call(101, 16, 1, 0, 0))\ntried('seize', lambda: call(101, 0x4206, 1, 0, 0))\n"
        "tried('read', lambda: call(310, 1, 0, 0, 0, 0, 0))\ntried('pidfd', lambda: call(434, 1, 0))\n"
        "tried('memory', lambda: write('/proc/1/mem'))",
        flagged=True,
    ),
    reaches(
        "namespaces and mounts",
        "Nothing is mounted, unmounted or entered.",
        "for flag in (0x20000, 0x10000000, 0x40000000, 0x20000000):\n    tried(f'unshare {flag:x}', lambda: call(272, flag))\n"
        "tried('mount', lambda: call(165, b'none', b'/tmp', b'tmpfs', 0, 0))\ntried('umount', lambda: call(166, b'/tmp', 2))\n"
        "tried('remount', lambda: call(165, b'none', b'/opt/course', b'', 0x1021, 0))\ntried('chroot', lambda: os.chroot('/tmp'))\n"
        "tried('pivot', lambda: call(155, b'/tmp', b'/tmp'))\ntried('fsopen', lambda: call(430, b'tmpfs', 0))",
        flagged=True,
    ),
    reaches(
        "another user",
        "It stays who it is; programs that change the user do not.",
        "tried('setuid', lambda: os.setuid(0))\ntried('setgroups', lambda: os.setgroups([0]))\n"
        "import subprocess\nfor p in (['su', '-c', 'id'], ['sudo', '-n', 'id'], ['mount', '--bind', '/tmp', '/opt'], ['passwd', '-S']):\n"
        "    tried(p[0], lambda: subprocess.run(p, capture_output=True, timeout=5).returncode == 0)",
        flagged=True,
        harmful="becomes root",
    ),
    reaches(
        "files of the course",
        "What it sees it cannot change.",
        "import glob\nfor p in glob.glob('/opt/course/helpers/*/*.py')[:5] + ['/opt/course/x', '/usr/x', '/etc/x', '/x', '/dev/x', '/bin/sh', np.__file__]:\n"
        "    tried(p, lambda: write(p))\n    tried(p + ' chmod', lambda: os.chmod(p, 0o777))\n    tried(p + ' remove', lambda: os.remove(p))",
        flagged=True,
        harmful="would write into libraries",
    ),
    reaches(
        "links out of the folder",
        "A link leads nowhere that the path would not.",
        "os.symlink('/', '/tmp/root')\ntried('through', lambda: write('/tmp/root/opt/course/helpers/__init__.py'))\n"
        "tried('hard', lambda: os.link('/opt/course/helpers/__init__.py', '/tmp/hard'))\n"
        "tried('out', lambda: os.listdir('/tmp/root/home') and write('/tmp/root/x'))",
        harmful="would write into the course",
    ),
    reaches(
        "the kernel's settings",
        "Settings of the kernel are closed.",
        "for p in ('/proc/sys/kernel/core_pattern', '/proc/sysrq-trigger', '/proc/sys/vm/drop_caches', '/proc/1/oom_score_adj',\n"
        "          '/proc/sys/kernel/randomize_va_space', '/sys/kernel/uevent_helper'):\n    tried(p, lambda: write(p))\n"
        "def spared():\n    with open('/proc/self/oom_score_adj', 'w') as f: f.write('-1000')\ntried('spared', spared)",
        flagged=True,
        harmful="changes the kernel's settings",
    ),
    reaches(
        "devices",
        "Memory, disks and consoles are not there, and none can be made.",
        "import stat\nfor p in ('/dev/mem', '/dev/kmem', '/dev/sda', '/dev/vda', '/dev/console', '/dev/tty', '/dev/tty0', '/dev/kvm', '/dev/fuse'):\n"
        "    tried(p, lambda: write(p))\ntried('mknod', lambda: os.mknod('/tmp/disk', 0o666 | stat.S_IFBLK, os.makedev(8, 0)) or open('/tmp/disk'))",
        flagged=True,
        harmful="writes to disks",
    ),
    reaches(
        "the terminal",
        "It has none, and cannot type into one.",
        "import fcntl\ntried('tty', lambda: os.open('/dev/tty', os.O_RDWR))\ntried('type', lambda: fcntl.ioctl(0, 0x5412, b'x'))\n"
        "tried('control', lambda: fcntl.ioctl(0, 0x540E, 0))",
        flagged=True,
    ),
    reaches(
        "shared memory and queues",
        "Nothing is shared with other processes of the machine.",
        "tried('shm', lambda: call(29, 0x1234, 4096, 0o1666))\ntried('sem', lambda: call(64, 0x1234, 1, 0o1666))\n"
        "tried('msg', lambda: call(68, 0x1234, 0o1666))\ntried('mq', lambda: call(240, b'q', 0o102, 0o666, 0))\n"
        "tried('memfd', lambda: call(319, b'x', 0))",
    ),
    reaches(
        "the kernel's rarely used parts",
        "Those that have had many faults are closed.",
        "for n, a in ((321, (0, 0, 0)), (425, (8, 0)), (298, (0, 0, 0, 0, 0)), (323, (0,)), (300, (0, 0)), (246, (0, 0, 0, 0)),\n"
        "             (313, (0, b'', 0)), (135, (0x0040000,)), (154, (1, 0, 0)), (304, (0, 0, 0)), (250, (0, 0, 0))):\n"
        "    tried(str(n), lambda: call(n, *a))",
        harmful="tries faults of the kernel",
    ),
    reaches(
        "other cores and a better place in the queue",
        "It stays on the core that it was given and is no more urgent than others.",
        "tried('core', lambda: os.sched_setaffinity(0, {0}))\ntried('nice', lambda: os.nice(-5))\n"
        "tried('realtime', lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1)))",
    ),
    reaches(
        "limits lifted",
        "Limits go down and never up.",
        "import resource\nfor name in ('RLIMIT_AS', 'RLIMIT_DATA', 'RLIMIT_NPROC', 'RLIMIT_NOFILE', 'RLIMIT_FSIZE', 'RLIMIT_MEMLOCK'):\n"
        "    tried(name, lambda: resource.setrlimit(getattr(resource, name), (resource.RLIM_INFINITY,) * 2))",
    ),
    reaches(
        "time and name of the machine",
        "The clock and the name stay.",
        "import time\ntried('clock', lambda: time.clock_settime(0, 0))\ntried('name', lambda: socket.sethostname('mine'))",
        harmful="sets the clock",
    ),
]
