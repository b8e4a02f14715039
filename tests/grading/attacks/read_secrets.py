"""Submissions that look for what they must not know, and show what they find."""

from __future__ import annotations

from helpers import paths
from tests.grading.attacks.submission import (
    NONE,
    RIGHT_EMBED,
    Submission,
    function_of_step,
)

SHOW_FILES = """
import os
def shown(top, wanted=(".py", ".txt", ".ipynb", ".db", ".json"), most=400):
    for folder, _, names in os.walk(top):
        for name in names:
            path = os.path.join(folder, name)
            if name.endswith(wanted) and most:
                most -= 1
                print(path)
                try:
                    text = open(path, errors="replace").read()
                except OSError as error:
                    print(type(error).__name__)
                    continue
                if not path.startswith(("/course/helpers/checks", "/course/helpers/draw", "/course/helpers/data")):
                    print(text[:3000])
"""
TRIED = """
def tried(look):
    try:
        print(str(look())[:20000])
    except BaseException as error:
        print("nothing:", type(error).__name__)
"""
# Own memory, read by ctypes, since /proc/self/mem is closed: what follows a word that only secrets begin with.
SCAN = """
import ctypes, re
def scan(backwards, shown=80):
    word = backwards[::-1].encode()
    found = set()
    for line in open("/proc/self/maps"):
        low, high = (int(n, 16) for n in line.split()[0].split("-"))
        if line.split()[1].startswith("rw") and high - low < 2**28 and "[v" not in line:
            memory = ctypes.string_at(low, high - low)
            for match in re.finditer(re.escape(word), memory):
                found.add(memory[match.start() : match.end() + shown])
    return found
"""


def looks(name: str, why: str, code: str, **more) -> Submission:
    """A submission that looks for something in an added cell, and once more in a function that is being tried."""
    body = "\n".join(f"    {line}" for line in code.strip("\n").splitlines())
    answer = (
        "def rnn_step(*arguments):\n    import io, contextlib\n    said = io.StringIO()\n"
        "    with contextlib.redirect_stdout(said):\n        again()\n    raise ValueError(said.getvalue()[-390:])"
    )
    return Submission(name, why, added=f"{TRIED}\ndef again():\n{body}\nagain()", answers={"rnn_step": answer}, **more)


SUBMISSIONS = [
    looks(
        "the course's folder", "Solutions, private files and keys' makers are not there.", SHOW_FILES + "shown('/opt')"
    ),
    looks(
        "files of the lesson, anywhere",
        "No folder of the machine that could hold answers is in sight.",
        SHOW_FILES
        + "for top in ('/home', '/root', '/srv', '/mnt', '/var', '/work', '/media', '/data', '/run'):\n    shown(top)",
        harmful="reads the whole machine",
        slow=True,
    ),
    looks(
        "find",
        "Nor does a program find them.",
        'import subprocess\ntried(lambda: subprocess.run(\'find / -xdev \\( -name "*exercises*.py" -o -name "gradebook*"'
        ' -o -name salt.txt -o -name "*.ipynb" \\) -not -path "*/site-packages/*" 2>/dev/null\','
        " shell=True, capture_output=True, text=True).stdout)",
        harmful="reads the whole machine",
    ),
    looks("the environment", "The environment is the sandbox's.", "import os\ntried(lambda: dict(os.environ))"),
    looks(
        "the first process",
        "Memory, environment and files of the process that watches are closed.",
        "for name in ('environ', 'mem', 'maps', 'fd', 'cwd', 'root', 'exe', 'stack', 'auxv'):\n"
        "    import os\n    tried(lambda: open(f'/proc/1/{name}', 'rb').read(100000))\n"
        "    tried(lambda: os.listdir(f'/proc/1/{name}'))",
    ),
    looks(
        "every process there is",
        "It sees its own processes and the first one.",
        "import os\nfor p in filter(str.isdigit, os.listdir('/proc')):\n"
        "    for name in ('cmdline', 'environ', 'comm', 'cwd'):\n"
        "        tried(lambda: open(f'/proc/{p}/{name}').read())\n"
        "print('processes', sum(map(str.isdigit, os.listdir('/proc'))) < 6)",
        shows=("processes True",),
    ),
    looks(
        "ps",
        "Nor does a program see more.",
        "import subprocess\ntried(lambda: subprocess.run(['ps', 'auxewww'], capture_output=True, text=True).stdout)",
    ),
    looks(
        "mounts",
        "What is mounted tells where the course lies, and nothing that is in it.",
        "tried(lambda: open('/proc/self/mountinfo').read())\ntried(lambda: open('/proc/mounts').read())",
        may_show=(str(paths.ROOT),),
    ),
    looks(
        "files that are open",
        "Its own pipes are all that is open.",
        "import os\nfor n in os.listdir('/proc/self/fd'):\n    tried(lambda: os.readlink(f'/proc/self/fd/{n}'))",
    ),
    looks(
        "left-over files",
        "The temporary folders are empty at the start, but for Python itself where it lies there.",
        "import os, sys\nown = ('matplotlib', *(p.split('/')[2] for p in sys.path if p.startswith('/tmp/')))\n"
        "print('left', [n for n in os.listdir('/tmp') + os.listdir('/dev/shm') if n not in own])",
        shows=("left []",),
    ),
    looks(
        "private side",
        "The modules that know answers are not there.",
        "import importlib\n"
        "for name in ('exercises', 'exercises.load', 'grading.judging', 'grading.judging.judge', 'nn.vanilla_rnn',\n"
        "             'build', 'mutation', 'grading.gradebook', 'bundle'):\n"
        "    tried(lambda: importlib.import_module('helpers.' + name))",
        shows=("nothing: ModuleNotFoundError",),
        flagged=True,
    ),
    looks(
        "check's insides",
        "The check object of the notebook holds no private side.",
        "import gc\ntried(lambda: vars(check))\ntried(lambda: check('rnn_step', part='values', hidden=True))\n"
        "tried(lambda: [v for o in gc.get_objects() if type(o).__name__ in ('Check', 'Key', 'Course', 'PrivateSide') for v in vars(o)])",
    ),
    looks(
        "frames of the callers",
        "The frames above a function hold inputs and no expectation.",
        "import sys\nframe = sys._getframe()\nwhile frame:\n"
        "    print(frame.f_code.co_name, sorted(frame.f_locals))\n"
        "    for value in list(frame.f_locals.values()):\n"
        "        if type(value) is dict and 'exercise' in value: print(sorted(value), value['exercise'])\n"
        "    frame = frame.f_back",
        flagged=True,
    ),
    looks(
        "all objects",
        "No object in memory is an expectation, a mistake or a case of the private side.",
        "import gc\nfor o in gc.get_objects():\n    if type(o).__name__ in ('Case', 'Mistake', 'PrivateExercise', 'Part'):\n"
        "        print(type(o).__name__, str(vars(o))[:300])",
        flagged=True,
    ),
    looks(
        "own memory",
        "Nor are there remains of a text of the grader's in memory.",
        SCAN
        + "for word in ('sesac neddih fo edis etavirp ehT', '(neddih@', 'ekatsim@', 'NOITULOS NIGEB', 'yrotcerid_ecruos.yrotceriDesruoC.c'):\n"
        "    print(len(scan(word)) > 5, list(scan(word))[:3])",
        slow=True,
    ),
    looks(
        "the right function in memory",
        "The module with the answers is in no process that runs learners' code.",
        SCAN + "print(scan('no nossel eht ni nettirw sah renrael eht tahW'))",
        slow=True,
    ),
    looks(
        "history",
        "The shell's history is the notebook's own cells.",
        "import sqlite3, glob, os\ntried(lambda: get_ipython().history_manager.hist_file)\n"
        "tried(lambda: list(get_ipython().history_manager.get_range(raw=True)))\n"
        "tried(lambda: glob.glob(os.path.expanduser('~/.ipython/**'), recursive=True))",
        flagged=True,
    ),
    looks(
        "line cache",
        "The texts of cells that Python keeps are the notebook's own.",
        "import linecache\ntried(lambda: [v[2] for k, v in linecache.cache.items() if 'ipython' not in k and 'ipykernel' not in k][:50])",
    ),
    looks(
        "home and system files",
        "Passwords, keys and settings of the machine are out of sight.",
        "import os\nfor p in ('/etc/passwd', '/etc/shadow', '/etc/hostname', '/etc/machine-id', '~/.ssh', '~/.bash_history', '~/.netrc',\n"
        "          '/run/secrets', '/var/log', '/root', '/sys/class'):\n"
        "    tried(lambda: (os.listdir if os.path.isdir(os.path.expanduser(p)) else open)(os.path.expanduser(p)))",
    ),
    looks(
        "the machine's name",
        "It does not learn on which machine it runs.",
        "import socket, os\ntried(socket.gethostname)\ntried(os.uname)\ntried(lambda: open('/proc/sys/kernel/hostname').read())",
    ),
    looks(
        "others' submissions",
        "Others' work is not there.",
        SHOW_FILES
        + "for top in ('submitted', '../submitted', '/course/submitted', 'autograded', '/course/feedback'): shown(top)",
        flagged=True,
    ),
    looks(
        "the judge",
        "The judge is no process that can be found.",
        "import os, subprocess\nprint('judge', any('judging' in open(f'/proc/{p}/cmdline').read() for p in os.listdir('/proc') if p.isdigit()))",
        shows=("judge False",),
    ),
    looks(
        "keyrings",
        "There is no keyring to read.",
        "import ctypes\nlibc = ctypes.CDLL(None)\nprint('key', libc.syscall(250, 0, -3, 0))\ntried(lambda: open('/proc/keys').read())",
        flagged=True,
    ),
    looks(
        "the kernel's log",
        "Nor the kernel's log.",
        "import subprocess\ntried(lambda: open('/dev/kmsg').read(100))\n"
        "tried(lambda: subprocess.run(['dmesg'], capture_output=True, text=True).stdout[:300])",
    ),
    looks(
        "disks",
        "Devices of the machine are not there.",
        "import os\nprint('devices', [n for n in os.listdir('/dev') if n.startswith(('sd', 'vd', 'nvme', 'mem', 'kmsg', 'dm'))])",
        shows=("devices []",),
    ),
    Submission(
        "hidden inputs by an exception's message",
        "A function may say what it was given; its own feedback shows it, and with any other text of the notebook the "
        "inputs are others.",
        answers={"rnn_step": "def rnn_step(*a):\n    raise ValueError('given ' + str(a)[:300])", "embed": RIGHT_EMBED},
        earns=frozenset({"test_embed_values"}),
        shows=("given",),
    ),
    Submission(
        "hidden inputs by printing",
        "What it prints is cut off at a line.",
        answers=function_of_step("print('given', x.tolist())\nreturn h"),
    ),
    Submission(
        "a table of the judge's memory",
        "A value that is a path or an address is a value.",
        answers=function_of_step("return '/proc/self/environ ../../solutions/salt.txt {salt} %(salt)s ${salt}'"),
    ),
    Submission(
        "format strings in an answer",
        "An answer is text, and is never filled in.",
        answers={"same_weights": "same_weights = '{0.__class__.__init__.__globals__}'"},
        earns=NONE,
    ),
]
