"""Submissions that are unusual and right: they must get all their points."""

from __future__ import annotations

from tests.grading.attacks.submission import ALL, RIGHT, RIGHT_EMBED, Submission


def honest(name: str, why: str, added: str = "", **more) -> Submission:
    """All answers right, but for those in `more`; with an added cell."""
    answers = RIGHT | {key: value for key, value in more.items() if key in RIGHT}
    rest = {key: value for key, value in more.items() if key not in RIGHT}
    return Submission(name, why, added=added, answers=answers, earns=ALL, **({"flagged": False} | rest))


SUBMISSIONS = [
    honest(
        "warnings",
        "A warning costs nothing.",
        "import warnings\nwarnings.warn('in a cell')",
        rnn_step="def rnn_step(x, h, W_xh, W_hh, b_h):\n    import warnings\n    warnings.warn('careful')\n    return np.tanh(x @ W_xh + h @ W_hh + b_h)",
    ),
    honest(
        "writes to stderr",
        "What goes to stderr costs nothing.",
        "import sys\nprint('on stderr', file=sys.stderr)",
        embed="def embed(tokens, E):\n    import sys\n    sys.stderr.write('here')\n    return E[tokens]",
    ),
    honest(
        "slow but right",
        "Slow is not wrong.",
        rnn_step="import time\ndef rnn_step(x, h, W_xh, W_hh, b_h):\n    time.sleep(0.05)\n    return np.tanh(x @ W_xh + h @ W_hh + b_h)",
    ),
    honest("a slow cell", "Nor is a cell of some seconds.", "import time\ntime.sleep(2)", slow=True),
    honest(
        "prints a lot",
        "A long output is cut.",
        "for n in range(20000): print(n)",
        embed="def embed(tokens, E):\n    print('x' * 10**6)\n    return E[tokens]",
        shows=("is left out",),
    ),
    honest(
        "huge but legal",
        "300 MB for a moment are allowed.",
        "big = np.ones((3000, 12000))\nprint(big.sum())\ndel big",
        shows=("36000000.0",),
    ),
    honest("%matplotlib inline", "The magic for plots.", "%matplotlib inline\nimport matplotlib.pyplot as plt"),
    honest(
        "other magics",
        "Other magics.",
        "%time 1 + 1\n%timeit -n 1 -r 1 1 + 1\n%whos\n%config InlineBackend.figure_format = 'svg'",
    ),
    honest("a cell magic", "Cell magics.", "%%time\nx_magic = 3\nprint(x_magic)", shows=("3",)),
    honest("%autoreload", "The magic that loads modules again.", "%load_ext autoreload\n%autoreload 2"),
    honest("!echo", "A command of the shell.", "!echo hello from the shell", shows=("hello from the shell",)),
    honest("!pip install", "Without a network it fails, and costs nothing.", "!pip install --quiet emoji"),
    honest("%pip install", "So does the magic.", "%pip install --quiet emoji"),
    honest("input()", "Nobody answers: an error of its own cell.", "name = input('Your name? ')"),
    honest(
        "await",
        "await at the top of a cell.",
        "import asyncio\nawait asyncio.sleep(0.01)\nasync def later():\n    return 5\nprint(await later())",
        shows=("5",),
    ),
    honest(
        "asyncio.run",
        "A loop of one's own.",
        "import asyncio\nasync def later():\n    await asyncio.sleep(0)\nasyncio.run(later())",
    ),
    honest(
        "a table as pandas shows it",
        "An object with HTML.",
        "class Table:\n    def _repr_html_(self): return '<table></table>'\n    def __repr__(self): return 'a table'\nTable()",
        shows=("a table",),
    ),
    honest(
        "display",
        "display, Markdown, HTML, Image.",
        "from IPython.display import display, HTML, Markdown, clear_output\ndisplay(HTML('<b>x</b>'), Markdown('**x**'), 5)\nclear_output()",
    ),
    honest("plots", "A plot.", "import matplotlib.pyplot as plt\nplt.plot([1, 2, 3])\nplt.show()"),
    honest(
        "many plots",
        "And many.",
        "import matplotlib.pyplot as plt\nfor _ in range(25):\n    plt.figure(figsize=(2, 2)); plt.plot([1, 2])\nplt.show()",
        slow=True,
    ),
    honest(
        "a large array that processes share",
        "Memory that several processes share counts once.",
        "import multiprocessing, time\nbig = np.ones(32_000_000)\ndef part(n):\n    time.sleep(0.2)\n    return np.split(big, 4)[n].sum()\n"
        "with multiprocessing.Pool(4) as pool:\n    print(sum(pool.map(part, range(4))))",
        shows=("32000000.0",),
    ),
    honest(
        "multiprocessing",
        "Processes of one's own.",
        "import multiprocessing\ndef square(n): return n * n\nwith multiprocessing.Pool(2) as pool:\n    print(pool.map(square, range(4)))",
        shows=("[0, 1, 4, 9]",),
    ),
    honest(
        "processes that were forgotten",
        "And those that nobody waits for.",
        "import multiprocessing, time\np = multiprocessing.Process(target=time.sleep, args=(60,), daemon=True)\np.start()",
    ),
    honest(
        "threads of one's own",
        "Threads.",
        "import threading\nresults = []\nthreads = [threading.Thread(target=results.append, args=(n,)) for n in range(8)]\n[t.start() for t in threads]; [t.join() for t in threads]\nprint(len(results))",
        shows=("8",),
    ),
    honest(
        "a thread that goes on",
        "A thread that is still there at the end.",
        "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()",
    ),
    honest(
        "a pool of threads",
        "concurrent.futures.",
        "from concurrent.futures import ThreadPoolExecutor\nwith ThreadPoolExecutor(4) as pool: print(sum(pool.map(abs, range(-5, 0))))",
        shows=("15",),
    ),
    honest(
        "torch with two threads, then checks with torch",
        "Threads that torch has had before the fork are not missed after it.",
        "import torch\ntorch.set_num_threads(2)\na = torch.randn(600, 600)\nprint(float((a @ a).sum()) != 0, torch.get_num_threads())\nb = torch.nn.Linear(600, 600)(a).sum(); b.backward()",
        rnn_step="def rnn_step(x, h, W_xh, W_hh, b_h):\n    import torch\n    t = torch.tensor\n    big = torch.randn(700, 700) @ torch.randn(700, 700)\n"
        "    return torch.tanh(t(x) @ t(W_xh) + t(h) @ t(W_hh) + t(b_h)).numpy()",
        flagged=None,
    ),
    honest(
        "torch with two threads inside the answer",
        "Nor where the answer asks for two itself.",
        "import torch\ntorch.set_num_threads(2)\na = torch.randn(600, 600)\nprint(float((a @ a).sum()) != 0)",
        rnn_step="def rnn_step(x, h, W_xh, W_hh, b_h):\n    import torch\n    torch.set_num_threads(2)\n    t = torch.tensor\n    big = (torch.randn(700, 700) @ torch.randn(700, 700)).exp().sum()\n"
        "    return torch.tanh(t(x) @ t(W_xh) + t(h) @ t(W_hh) + t(b_h)).numpy()",
    ),
    honest(
        "autograd before the checks",
        "Nor is autograd.",
        "import torch\nw = torch.ones(3, requires_grad=True)\n(w * 2).sum().backward()\nprint(w.grad)",
        rnn_step="def rnn_step(x, h, W_xh, W_hh, b_h):\n    import torch\n    w = torch.ones(2, requires_grad=True); (w * w).sum().backward()\n    return np.tanh(x @ W_xh + h @ W_hh + b_h)",
    ),
    honest(
        "a class with a state",
        "A callable object of a class.",
        rnn_step="class Step:\n    def __init__(self): self.calls = 0\n    def __call__(self, x, h, W_xh, W_hh, b_h):\n        self.calls += 1\n        return np.tanh(x @ W_xh + h @ W_hh + b_h)\nrnn_step = Step()",
    ),
    honest(
        "dataclasses",
        "Dataclasses.",
        "from dataclasses import dataclass, field\n@dataclass(order=True)\nclass Weights:\n    a: int = 0\n    b: list = field(default_factory=list)\nprint(Weights())",
        shows=("Weights(a=0, b=[])",),
    ),
    honest(
        "pickling own classes",
        "pickle finds classes of the notebook.",
        "import pickle\nclass Own:\n    x = 3\nprint(pickle.loads(pickle.dumps(Own())).x)",
        shows=("3",),
    ),
    honest(
        "type hints",
        "Type hints, with names that are not there at run time.",
        embed="from __future__ import annotations\nfrom typing import TypeVar, Generic\ndef embed(tokens: IntArray, E: FloatArray) -> FloatArray:\n    return E[tokens]",
    ),
    honest(
        "nested functions",
        "Functions in functions, closures, partial.",
        rnn_step="from functools import partial\ndef outer():\n    def step(f, x, h, W_xh, W_hh, b_h):\n        return f(x @ W_xh + h @ W_hh + b_h)\n    return partial(step, np.tanh)\nrnn_step = outer()",
    ),
    honest(
        "decorators",
        "Decorators.",
        "import functools\ndef logged(f):\n    @functools.wraps(f)\n    def inner(*a, **k):\n        return f(*a, **k)\n    return inner",
        embed="@logged\n" + RIGHT_EMBED,
    ),
    honest(
        "generators",
        "Generators.",
        rnn_forward="def states(x, h, W_xh, W_hh, b_h, mask):\n    for t in range(x.shape[1]):\n        new = rnn_step(x[:, t], h, W_xh, W_hh, b_h)\n        h = new if mask is None else np.where(mask[:, t, None], new, h)\n        yield h\n"
        "def rnn_forward(x, h0, W_xh, W_hh, b_h, mask=None):\n    all_ = list(states(x, h0, W_xh, W_hh, b_h, mask))\n    return (np.stack(all_, 1) if all_ else np.zeros((len(x), 0, h0.shape[1]))), (all_[-1] if all_ else h0).copy()",
    ),
    honest("lambda", "A lambda.", embed="embed = lambda tokens, E: E[tokens]"),
    honest(
        "a redefinition later",
        "A later cell may use the name for something else.",
        last="def rnn_step(*a):\n    return 'something else'",
    ),
    honest(
        "del",
        "Names may be deleted.",
        "temporary = 5\ndel temporary",
        embed=RIGHT_EMBED + "\nE = tokens = 3\ndel E, tokens",
    ),
    honest(
        "from numpy import *",
        "A star import.",
        "from numpy import *\nfrom math import *",
        rnn_step="def rnn_step(x, h, W_xh, W_hh, b_h):\n    return np.tanh(matmul(x, W_xh) + matmul(h, W_hh) + b_h)",
    ),
    honest(
        "exit as a variable",
        "Names of the shell's as variables.",
        "exit = quit = input = print_ = id = max_ = 3\nlist_ = [exit]\nIn_ = Out_ = 5",
    ),
    honest(
        "names of the course's as variables",
        "Names of the lesson's modules as variables.",
        last="np = None\ndraw = 3\ncheck = 5",
    ),
    honest("print as a variable", "Even print.", "print = 5"),
    honest("a check of one's own", "check in a cell of one's own.", last="check('rnn_step', part='values')"),
    honest("an error in another cell", "An error in a cell of one's own costs nothing.", "1 / 0"),
    honest(
        "a seed",
        "Random numbers and seeds.",
        "np.random.seed(0)\nimport random, torch\nrandom.seed(1)\ntorch.manual_seed(2)",
    ),
    honest("errors of numpy raised", "Settings of NumPy.", "np.seterr(all='raise')\nnp.set_printoptions(precision=2)"),
    honest("the recursion limit", "Settings of Python.", "import sys\nsys.setrecursionlimit(5000)"),
    honest(
        "files of one's own",
        "Files in the working folder.",
        "with open('notes.txt', 'w') as f: f.write('x')\nprint(open('notes.txt').read())\nnp.save('a.npy', np.ones(3)); print(np.load('a.npy'))",
        shows=("[1. 1. 1.]",),
    ),
    honest(
        "a temporary file",
        "tempfile.",
        "import tempfile\nwith tempfile.TemporaryDirectory() as d: print(d[:5])",
        shows=("/tmp/",),
    ),
    honest(
        "a program",
        "subprocess.",
        "import subprocess\nprint(subprocess.run(['echo', 'program'], capture_output=True, text=True).stdout)",
        shows=("program",),
    ),
    honest(
        "a server for oneself",
        "A local socket.",
        "import socket\na, b = socket.socketpair()\na.send(b'x'); print(b.recv(1))",
        shows=("b'x'",),
    ),
    honest("unicode", "Names and text of all languages.", "größe = 'Żółć 언어 язык 🙂'\nprint(größe)", shows=("Żółć",)),
    honest("logging", "logging.", "import logging\nlogging.basicConfig(level=logging.DEBUG)\nlogging.info('here')"),
    honest("a debugger that was left in", "breakpoint() has nobody to talk to.", "breakpoint()"),
    honest(
        "a progress bar", "A progress bar on stderr.", "import sys\nfor n in range(50): sys.stderr.write(f'\\r{n}')"
    ),
    honest(
        "underscores",
        "The last result.",
        "3 + 4\n_",
    ),
    honest(
        "a comparison with torch",
        "torch.nn in a cell of one's own, to compare with.",
        last="import torch\nprint(torch.nn.RNN(2, 3))",
    ),
    honest(
        "settings of torch and matplotlib",
        "Names that are meant to be set.",
        "import torch\nimport matplotlib as mpl\ntorch.backends.cudnn.deterministic = True\nmpl.rcParams['font.size'] = 9\nclass A: pass\na = A()\na.x = 5\nprint(getattr(a, 'x'))",
    ),
    honest(
        "text about what is forbidden",
        "A remark on torch.nn is no use of it.",
        embed='def embed(tokens, E):\n    """Like torch.nn.Embedding."""\n    # not torch.nn\n    return E[tokens]',
    ),
]
