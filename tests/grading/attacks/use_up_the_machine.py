"""Submissions that take more than their share. Each load is bounded by itself too, should a limit not hold."""

from __future__ import annotations

from tests.grading.attacks.submission import ALL, NONE, RIGHT, Submission

TAKE = """
import os, mmap, time
MB = 2**20
def take(size):
    block = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    for at in range(0, size, 4096):
        block[at] = 1
    return block
def bounded(act, most):
    done = 0
    try:
        for done in range(most):
            act(done)
    except BaseException as error:
        print("stopped:", type(error).__name__)
    else:
        print("NOT STOPPED")
    return done
"""
HARM = "would use up the machine"


def takes(name: str, why: str, code: str, **more) -> Submission:
    """A right submission with a cell that takes."""
    return Submission(name, why, added=TAKE + code, answers=RIGHT, earns=more.pop("earns", ALL), harmful=HARM, **more)


SUBMISSIONS = [
    takes(
        "a fork bomb",
        "The number of processes is limited; those that there are end with the notebook.",
        "def one(n):\n    if os.fork() == 0:\n        time.sleep(600)\n        os._exit(0)\nbounded(one, 300)",
        earns=NONE,
        ended=("died",),
        shows=(),
    ),
    takes(
        "a fork bomb that cleans up",
        "Afterwards its own checks are tried as ever.",
        "kept = []\ndef one(n):\n    pid = os.fork()\n    if pid == 0:\n        time.sleep(600)\n        os._exit(0)\n    kept.append(pid)\n"
        "bounded(one, 300)\nimport signal\nfor pid in kept:\n    os.kill(pid, 9); os.waitpid(pid, 0)",
        shows=("stopped: BlockingIOError",),
    ),
    takes(
        "a bomb of bombs",
        "Nor do processes that start others get further.",
        "def bomb(depth):\n    if depth:\n        for _ in range(3):\n            try:\n                if os.fork() == 0:\n                    bomb(depth - 1)\n                    time.sleep(600)\n"
        "            except OSError:\n                return\nbomb(6)",
        earns=None,
        ended=("", "died", "time", "broken"),
        slow=True,
    ),
    takes(
        "memory in one process",
        "An allocation beyond the limit fails, and the notebook goes on.",
        "bounded(lambda n: kept.append(take(100 * MB)), 60) if (kept := []) is not None else 0\ndel kept",
        shows=("stopped:",),
    ),
    takes(
        "memory in many processes",
        "The memory of all its processes together is limited.",
        "for _ in range(8):\n    if os.fork() == 0:\n        kept = [take(100 * MB) for _ in range(3)]\n        time.sleep(600)\ntime.sleep(20)",
        earns=NONE,
        ended=("memory",),
    ),
    takes(
        "memory behind half a frame",
        "A frame that is not finished hides nothing from the limit.",
        "for d in range(3, 256):\n    try: os.write(d, b'\\0')\n    except OSError: pass\n"
        "for _ in range(8):\n    if os.fork() == 0:\n        kept = [take(100 * MB) for _ in range(3)]\n        time.sleep(600)\ntime.sleep(20)",
        earns=NONE,
        ended=("memory",),
    ),
    takes(
        "memory that is shared without a file",
        "Memory that no process is seen to hold cannot be had.",
        "bounded(lambda n: mmap.mmap(-1, 64 * MB).madvise(4), 40)",
        shows=("stopped: PermissionError",),
    ),
    takes(
        "memory behind a descriptor",
        "Nor memory that only a descriptor holds.",
        "def one(n):\n    d = os.memfd_create('x')\n    for _ in range(16): os.write(d, bytes(4 * MB))\nbounded(one, 40)",
        shows=("stopped: PermissionError",),
    ),
    takes(
        "memory of /dev/zero",
        "Nor that of /dev/zero.",
        "bounded(lambda n: mmap.mmap(os.open('/dev/zero', os.O_RDWR), 64 * MB), 40)",
        shows=("stopped: OSError",),
    ),
    takes(
        "tables of memory",
        "Address space is limited, since the kernel's tables for it cost memory.",
        "kept = []\nbounded(lambda n: kept.append(mmap.mmap(-1, 2**31, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=mmap.PROT_READ)), 400)\nkept.clear()",
        shows=("stopped:",),
    ),
    takes(
        "shared memory of multiprocessing",
        "Shared memory has a file in a folder that is limited.",
        "from multiprocessing import shared_memory\nkept = []\ndef one(n):\n    s = shared_memory.SharedMemory(create=True, size=16 * MB)\n"
        "    with open('/dev/shm/' + s.name, 'r+b') as f: f.write(bytes(16 * MB))\n    kept.append(s)\nbounded(one, 40)",
        shows=("stopped:",),
        slow=True,
    ),
    takes(
        "disk",
        "The temporary folder is limited.",
        "def one(n):\n    with open(f'/tmp/big{n}', 'wb') as f: f.write(bytes(16 * MB))\nbounded(one, 60)\nimport glob\n[os.remove(p) for p in glob.glob('/tmp/big*')]",
        shows=("stopped: OSError",),
    ),
    takes(
        "one large file",
        "So is a file.",
        "def one(n):\n    with open('/tmp/big', 'ab') as f: f.write(bytes(16 * MB))\nbounded(one, 60)\nos.remove('/tmp/big')",
        shows=("stopped: OSError",),
    ),
    takes(
        "a file with a hole",
        "A file cannot be said to be large either.",
        "bounded(lambda n: os.truncate(os.open('/tmp/hole', os.O_CREAT | os.O_RDWR), n * 2**34 + 2**34), 3)",
        shows=("stopped: OSError",),
    ),
    takes(
        "inodes",
        "And the number of files.",
        "bounded(lambda n: open(f'/tmp/f{n}', 'w').close(), 20000)\nimport glob\n[os.remove(p) for p in glob.glob('/tmp/f*')]",
        shows=("stopped: OSError",),
    ),
    takes(
        "folders in folders",
        "And of folders.",
        "def one(n):\n    os.mkdir('d')\n    os.chdir('d')\nbounded(one, 20000)\nos.chdir('/tmp')\nimport shutil; shutil.rmtree('d', True)",
        shows=("stopped:",),
    ),
    takes(
        "open files",
        "The number of open files is limited.",
        "kept = []\nbounded(lambda n: kept.append(open('/dev/null')), 5000)\nkept.clear()",
        shows=("stopped: OSError",),
    ),
    takes(
        "pipes and sockets",
        "And of pipes.",
        "import socket\nkept = []\nbounded(lambda n: kept.append((os.pipe(), socket.socketpair())), 5000)\n"
        "for (a, b), s in kept: os.close(a); os.close(b)\nkept.clear()",
        shows=("stopped: OSError",),
    ),
    takes(
        "threads",
        "And of threads.",
        "import threading\nstop = threading.Event()\nbounded(lambda n: threading.Thread(target=stop.wait, args=(30,)).start(), 500)\nstop.set()\ntime.sleep(0.5)",
        shows=("stopped: RuntimeError",),
    ),
    takes(
        "timers",
        "Timers are limited with the signals that they send.",
        "import ctypes\nlibc = ctypes.CDLL(None)\nfor _ in range(1000): libc.syscall(222, 0, None, ctypes.byref(ctypes.c_int()))",
        earns=ALL,
    ),
    takes(
        "locked memory",
        "Memory cannot be locked.",
        "import ctypes\nb = take(8 * MB)\nprint('locked', ctypes.CDLL(None).mlockall(1))",
        shows=("locked -1",),
    ),
    takes(
        "all cores",
        "Its processes end with it.",
        "for _ in range(8):\n    if os.fork() == 0:\n        t = time.time()\n        while time.time() - t < 30: pass\n        os._exit(0)",
        slow=True,
    ),
    takes(
        "output of many cells",
        "What is kept of output is limited for all cells together.",
        "from IPython.display import display\nimport base64\nclass Big:\n    def _repr_png_(self): return b'\\x89PNG\\r\\n\\x1a\\n' + os.urandom(700000)\n"
        "for _ in range(40): display(Big())",
        shows=(),
    ),
    takes("a line of 100 megabytes", "A long line is cut.", "print('x' * 10**8)", shows=("is left out",)),
    takes(
        "a compressed bomb",
        "What is unpacked counts as memory, and takes time.",
        "import zlib\nz = zlib.compressobj()\nparts = [z.compress(bytes(MB)) for _ in range(3000)] + [z.flush()]\nbounded(lambda n: zlib.decompress(b''.join(parts)), 1)",
        slow=True,
    ),
    takes(
        "a regular expression",
        "A pattern that takes for ever is interrupted like any cell.",
        "import re\nre.match('(a*)*b', 'a' * 40)",
        earns=ALL,
        slow=True,
    ),
    takes(
        "crashes in a row",
        "Each crash leaves no core.",
        "import ctypes\nfor _ in range(20):\n    pid = os.fork()\n    if pid == 0: ctypes.string_at(0)\n    os.waitpid(pid, 0)\nprint('cores', [n for n in os.listdir('/tmp') if 'core' in n])",
        shows=("cores []",),
    ),
]
