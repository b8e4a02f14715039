"""Submissions that end, stop, hang or confuse the process that runs them: the run goes on, the points before stay."""

from __future__ import annotations

from tests.grading.attacks.submission import (
    ALL,
    EMBED,
    FORWARD,
    QUIZ,
    RIGHT,
    RIGHT_EMBED,
    STEP,
    Submission,
    function_of_step,
)

OTHERS = EMBED | FORWARD | QUIZ  # when rnn_step alone goes wrong


def in_step(name: str, why: str, body: str, **more) -> Submission:
    """All answers right but for rnn_step, which does this."""
    return Submission(name, why, answers=RIGHT | function_of_step(body), earns=more.pop("earns", OTHERS), **more)


def in_cell(name: str, why: str, code: str, **more) -> Submission:
    """A right submission whose cell of rnn_step does this before anything else: embed has been tried by then."""
    answers = RIGHT | {"rnn_step": f"{code}\n{RIGHT['rnn_step']}"}
    if "embed" in more:
        answers["embed"] = more.pop("embed")
    return Submission(name, why, answers=answers, **more)


SUBMISSIONS = [
    Submission(
        "an array where a word belongs",
        "What should be a word and is an array, which is compared by its elements, is no observation.",
        added="import helpers.grading.worker.submission as s\nold = s.observe_all\ndef observe_all(*a):\n    seen = old(*a)\n"
        "    for o in seen: o['outcome'] = np.zeros(3)\n    return seen\ns.observe_all = observe_all",
        answers=RIGHT,
        earns=QUIZ,
        flagged=True,
        shows=("could not be read",),
    ),
    Submission(
        "an array where the exercise's name belongs",
        "Nor is it an answer.",
        added="import helpers.grading.worker.submission as s\nold = s.encode\n"
        "s.encode = lambda v: old({**v, 'exercise': np.zeros(3)} if 'exercise' in v else v)",
        answers=RIGHT,
        flagged=True,
        ended=("broken",),
    ),
    in_cell("exit()", "A cell that ends the notebook ends nothing but itself.", "exit()", earns=ALL - STEP),
    in_cell("sys.exit in a cell", "SystemExit is an error of the cell.", "import sys\nsys.exit(3)", earns=ALL - STEP),
    in_cell(
        "os._exit in a cell",
        "What was earned before stays earned.",
        "import os\nos._exit(0)",
        earns=EMBED,
        ended=("died",),
    ),
    in_cell(
        "kill -9 of itself",
        "So it does here.",
        "import os\nos.kill(os.getpid(), 9)",
        earns=EMBED,
        ended=("died",),
        harmful="ends the kernel, and nbgrader waits",
    ),
    in_cell(
        "kill -9 of all",
        "And here.",
        "import os\ntry:\n    os.kill(-1, 9)\nexcept OSError:\n    pass\nos.kill(os.getpid(), 9)",
        earns=EMBED,
        ended=("died",),
        harmful="ends all processes of the user",
    ),
    in_cell(
        "segmentation fault in a cell",
        "A crash of Python is one, too.",
        "import ctypes\nctypes.string_at(0)",
        earns=EMBED,
        ended=("died",),
    ),
    in_cell("abort", "Or an abort.", "import os\nos.abort()", earns=EMBED, ended=("died",)),
    in_cell(
        "a stack that overflows in C",
        "Or a stack that is used up.",
        "import sys\nsys.setrecursionlimit(10**7)\na = []\nfor _ in range(10**6): a = [a]\nrepr(a)",
        earns=EMBED,
        ended=("died",),
    ),
    in_cell(
        "SIGSTOP of itself",
        "A stopped process is ended when its time is over.",
        "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)",
        earns=EMBED,
        ended=("time",),
        slow=True,
        harmful="stops the kernel for ever",
    ),
    in_cell(
        "stopped while a long request comes",
        "The grader does not wait for a reader who has gone.",
        "#" + 200_000 * "x",
        added="import os, signal, threading, time\ndef stop():\n    while not os.path.exists('/tmp/tried'): time.sleep(0.001)\n"
        "    os.kill(os.getpid(), signal.SIGSTOP)\nthreading.Thread(target=stop).start()",
        embed="def embed(tokens, E):\n    open('/tmp/tried', 'w').close()\n    import time; time.sleep(0.05)\n    return E[tokens]",
        earns=EMBED,
        ended=("time",),
        slow=True,
        harmful="stops the kernel for ever",
    ),
    in_cell(
        "all descriptors closed",
        "Without its pipes it has nothing to say any more.",
        "import os\nos.closerange(3, 256)",
        earns=EMBED,
        ended=("died",),
    ),
    in_cell(
        "one byte of a frame",
        "Half a frame is waited for as long as the notebook has time, and no longer.",
        "import os, time\nfor d in range(3, 256):\n    try: os.write(d, b'\\0')\n    except OSError: pass\ntime.sleep(0.2)",
        earns=EMBED,
        ended=("time", "broken"),
    ),
    in_cell(
        "a frame that is said to be huge",
        "A frame above the limit is none.",
        "import os\nfor d in range(3, 256):\n    try: os.write(d, b'\\xff\\xff\\xff\\xffr')\n    except OSError: pass",
        earns=EMBED,
        ended=("broken",),
    ),
    in_cell(
        "noise instead of frames",
        "Bytes without sense are no frame.",
        "import os, random\nnoise = random.Random(0).randbytes(5000)  # its first bytes are no length that a frame may have\nfor d in range(3, 256):\n    try: os.write(d, noise)\n    except OSError: pass",
        earns=EMBED,
        ended=("broken",),
    ),
    in_cell(
        "frames without an end",
        "Frames that nobody asked for end the submission at the first.",
        "import os, struct\nfor d in range(3, 256):\n    try:\n        while True: os.write(d, struct.pack('>Ic', 2, b'o') + b'{}')\n    except OSError: pass",
        earns=EMBED,
        ended=("broken", "died"),
    ),
    in_cell(
        "a frame of many brackets",
        "Nesting beyond the codec's depth is refused before it costs anything.",
        "import os, struct\nm = b'[' * 100000 + b']' * 100000\nfor d in range(3, 256):\n    try: os.write(d, struct.pack('>Ic', len(m), b'r') + m)\n    except OSError: pass",
        earns=EMBED,
        ended=("broken",),
    ),
    in_cell(
        "a frame of 60 megabytes",
        "A large frame without sense costs a moment.",
        "import os, struct, threading\nm = b'[' + b'1234567890,' * 5000000 + b'1]'\n"
        "def send(d):\n    try:\n        os.fstat(d); v = memoryview(struct.pack('>Ic', len(m), b'r') + m)\n        while v: v = v[os.write(d, v):]\n"
        "    except OSError: pass\nimport stat\n[send(d) for d in range(3, 20) if os.path.exists(f'/proc/self/fd/{d}') and 'pipe' in os.readlink(f'/proc/self/fd/{d}')]",
        earns=EMBED,
        ended=("broken", "died"),
        slow=True,
    ),
    in_cell(
        "outputs that were forged",
        "What is no output of a notebook is left out; the rest of the run goes on.",
        "import helpers.grading.worker.submission as s\nold = s.encode\ndef encode(v):\n    if 'outputs' in v:\n"
        "        v['outputs'] = [[{'output_type': 'display_data', 'metadata': {}, 'data': {'text/html': '<script>alert(1)</script>'}},\n"
        "            {'output_type': 'display_data', 'metadata': {}, 'data': {'image/png': '\"><script>alert(1)</script>'}},\n"
        "            {'output_type': 'stream', 'name': 'stdout', 'text': 'x' * 20_000_000}, 5, None, {'output_type': 'error'}]\n"
        "            for _ in v['outputs']]\n    return old(v)\ns.encode = encode",
        earns=ALL,
        flagged=True,
    ),
    in_cell(
        "fewer outputs than cells",
        "An answer of another form than was asked for ends the submission.",
        "import helpers.grading.worker.submission as s\nold = s.encode\n"
        "s.encode = lambda v: old({**v, 'outputs': []}) if 'outputs' in v else old(v)",
        earns=EMBED,
        ended=("broken",),
        flagged=True,
    ),
    in_cell(
        "an endless cell",
        "A cell is interrupted, and the notebook goes on.",
        "while True: pass",
        earns=ALL - STEP,
        slow=True,
    ),
    in_cell(
        "an endless cell that catches everything",
        "One that does not let itself be interrupted ends with the notebook's time.",
        "import time\nwhile True:\n    try:\n        time.sleep(0.1)\n    except BaseException: pass",
        earns=EMBED,
        ended=("time",),
        slow=True,
    ),
    in_cell(
        "an endless cell with signals masked",
        "So does one that hears no signal.",
        "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, range(1, 64))\nwhile True: pass",
        earns=EMBED,
        ended=("time",),
        slow=True,
        flagged=True,
    ),
    in_cell(
        "endless output",
        "What is printed without an end is cut off, by its length or by the cell's time.",
        "try:\n    while True: print('x' * 10000)\nexcept KeyboardInterrupt: pass",
        earns=ALL,
        slow=True,
    ),
    in_cell(
        "an exception whose text never ends",
        "The text of an exception is asked for under the cell's time.",
        "class Endless(Exception):\n    def __str__(self):\n        while True: pass\nraise Endless",
        earns=ALL - STEP,
        slow=True,
    ),
    in_cell(
        "an exception whose class lies",
        "Exceptions of odd classes are errors like others.",
        "class Meta(type):\n    __name__ = property(lambda c: 1 / 0)\n    def __getattribute__(c, n): raise KeyError(n)\n"
        "class Odd(BaseException, metaclass=Meta): pass\nraise Odd",
        earns=ALL - STEP,
    ),
    in_cell(
        "an exception that is raised again and again",
        "Nor does one that never ends to have a cause.",
        "e = ValueError('x')\ne.__cause__ = f = ValueError('y')\nf.__cause__ = e\nraise e",
        earns=ALL - STEP,
    ),
    in_step("os._exit", "The process of one exercise ends; the others are tried.", "import os\nos._exit(1)"),
    in_step("segmentation fault", "A crash loses the one exercise.", "import ctypes\nctypes.string_at(0)"),
    in_step(
        "kill -9 of its parent",
        "When a function ends the notebook's process, what comes later is lost.",
        "import os\nos.kill(os.getppid(), 9)",
        earns=EMBED,
        ended=("died",),
        harmful="ends the kernel, and nbgrader waits",
    ),
    in_step(
        "stops its parent",
        "When it stops it, too.",
        "import os, signal\nos.kill(os.getppid(), signal.SIGSTOP)",
        earns=EMBED,
        ended=("time",),
        slow=True,
        harmful="stops nbgrader for ever",
    ),
    in_step("recursion", "Recursion without an end is an error with a line.", "return rnn_step(x, h, W_xh, W_hh, b_h)"),
    in_step(
        "an endless loop",
        "An endless loop is stopped and said to be one.",
        "while True: pass",
        slow=True,
    ),
    in_step(
        "a call into C that never ends",
        "What hears no interruption is ended by the kernel, and later exercises are tried.",
        "import time\ndef f(n): return sum(range(10**12))\nreturn f(1)",
        slow=True,
    ),
    in_step(
        "a thread that holds everything up",
        "Threads that a function leaves behind end with its process.",
        "import threading\ndef spin():\n    while True: pass\nif threading.active_count() < 4: threading.Thread(target=spin).start()\nreturn np.tanh(x @ W_xh + h @ W_hh + b_h)",
        earns=ALL,
    ),
    in_step(
        "all descriptors closed in a function",
        "A function without pipes has no answer.",
        "import os\nos.closerange(3, 256)\nreturn h",
    ),
    in_step(
        "an object whose repr hangs",
        "Nobody asks a result for its repr.",
        "class Odd:\n    def __repr__(self):\n        while True: pass\n    __str__ = __len__ = __iter__ = __array__ = __float__ = __bool__ = __hash__ = __repr__\nreturn Odd()",
    ),
    in_step(
        "a list that lies about its length",
        "Containers are read as what they hold.",
        "class Odd(list):\n    def __len__(self): return 10**12\n    def __iter__(self):\n        while True: yield 1\nreturn Odd([h])",
    ),
    in_step(
        "a class of a class",
        "Types are told without asking them.",
        "class Meta(type):\n    def __instancecheck__(c, o): return True\n    def __subclasscheck__(c, o): return True\n    __name__ = property(lambda c: 1 / 0)\n"
        "class Odd(np.ndarray, metaclass=Meta):\n    __class__ = property(lambda s: 1 / 0)\nreturn np.zeros_like(h).view(Odd)",
    ),
    in_step(
        "NaN keys",
        "Keys that are not equal to themselves are keys.",
        "return {float('nan'): 1, float('nan'): 2, (float('nan'),): 3}",
    ),
    in_step("deep nesting", "Nesting is cut off.", "a = []\nfor _ in range(10000): a = [a]\nreturn a"),
    in_step("a list that holds itself", "So is a list in itself.", "a = []\na.append(a)\nreturn a"),
    in_step("a result of a gigabyte", "What is too large is none.", "return np.zeros((10**4, 10**4))"),
    in_step(
        "a result of a billion numbers that takes no memory",
        "Nor is one that says it is large.",
        "return np.broadcast_to(0.0, (10**6, 10**6))",
    ),
    in_step("a very long text", "Long text is cut.", "return 'x' * 10**8", slow=True),
    in_step("a very long whole number", "And so are long numbers.", "return 7 ** 10**5"),
    in_step("text that is no text", "Halves of characters are written out.", "return '\\ud800' * 10"),
    in_step(
        "signals to itself",
        "A signal to itself ends its process.",
        "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",
    ),
    in_step(
        "an exception whose text hangs",
        "Its text is asked for with a limit of time.",
        "class Endless(Exception):\n    def __str__(self):\n        while True: pass\nraise Endless",
        slow=True,
    ),
    in_step(
        "warnings without an end",
        "As many as can be read are kept.",
        "import warnings\nfor n in range(10**4): warnings.warn(str(n))\nreturn h",
    ),
    in_step("markup in a message", "Markup is text.", "raise ValueError('<script>alert(1)</script>\\x1b[2J\\r\\0')"),
    Submission(
        "a program that is no program",
        "A cell that Python cannot read is an error of that cell.",
        answers=RIGHT | {"rnn_step": "def rnn_step(:\n  return )"},
        earns=ALL - STEP,
    ),
    Submission(
        "a program of 10,000 brackets",
        "A cell that Python cannot parse is one, too.",
        answers=RIGHT | {"rnn_step": "(" * 10000},
        earns=ALL - STEP,
    ),
    Submission(
        "a program of 50,000 sums",
        "Nor does a program too deep for Python end the judge.",
        answers=RIGHT | {"rnn_step": "y = " + "1+" * 50000 + "1"},
        earns=None,
        ended=("", "died"),
    ),
    Submission(
        "a program of 50,000 signs",
        "However it is deep.",
        answers=RIGHT | {"rnn_step": "y = " + "-" * 50000 + "1"},
        earns=None,
        ended=("", "died"),
    ),
    Submission(
        "a program of half a megabyte",
        "A long cell is run.",
        answers=RIGHT | {"embed": RIGHT_EMBED + "\n" + "# long\n" * 70000},
        earns=ALL,
    ),
]
