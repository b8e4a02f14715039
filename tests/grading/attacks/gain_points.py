"""Submissions that want points without the work, or more than the work is worth."""

from __future__ import annotations

from typing import Any

from tests.grading.attacks.lesson import name_of, own_cell
from tests.grading.attacks.submission import (
    ALL,
    EMBED,
    FORWARD,
    NONE,
    QUIZ,
    RIGHT_EMBED,
    RIGHT_FORWARD,
    RIGHT_STEP,
    STEP,
    Notebook,
    Submission,
    function_of_step,
)

# What a submission's process sends, made without the helpers.
FORGED = """
import json, os, struct, threading
def frame(kind, content):
    message = json.dumps(content).encode()
    return struct.pack(">Ic", len(message), kind) + message
def observed(name, parts, value=0.0):
    one = {"outcome": "returned", "value": value, "changed": [], "uses": [], "warned": [], "printed": "", "calls": {}}
    return frame(b"o", {"exercise": name, "parts": {part: [[one] * 9, [one] * 9] for part in parts}})
def to_all(message):
    for descriptor in range(3, 256):
        try:
            os.write(descriptor, message)
        except OSError:
            pass
"""
CELL_STEP = "\n    cell = torch.{}\n"


def tag_tests(notebook: Notebook) -> None:
    """Skip the test cells."""
    for cell in notebook["cells"]:
        if name_of(cell).startswith("test_"):
            cell["metadata"]["tags"] = ["skip-execution"]


def empty_tests(notebook: Notebook) -> None:
    """Test cells that test nothing."""
    for cell in notebook["cells"]:
        if name_of(cell).startswith("test_"):
            cell["source"] = "pass"


def more_points(notebook: Notebook) -> None:
    """A test cell that is worth more, and full marks claimed in the notebook itself."""
    for cell in notebook["cells"]:
        if name_of(cell).startswith("test_"):
            cell["metadata"]["nbgrader"] |= {"points": 100, "score": 100, "locked": False}


def unmarked(notebook: Notebook) -> None:
    """Test cells that are graded by hand."""
    for cell in notebook["cells"]:
        if name_of(cell).startswith("test_"):
            cell["metadata"]["nbgrader"] |= {"solution": True, "grade": True}
            cell["source"] = "# Right, 10 of 10"


def pointed_at_the_easy_one(notebook: Notebook) -> None:
    """All tests ask for embed."""
    for cell in notebook["cells"]:
        if name_of(cell).startswith("test_"):
            cell["source"] = 'check("embed", part="values")'


def tests_copied(notebook: Notebook) -> None:
    """Each test twice, the second of which does nothing."""
    for cell in [cell for cell in notebook["cells"] if name_of(cell).startswith("test_")]:
        copy: dict[str, Any] = own_cell("copy-" + name_of(cell).replace("_", "-"), "pass")
        copy["metadata"] = dict(cell["metadata"])
        notebook["cells"].append(copy)


def stolen(name: str, expression: str) -> Submission:
    """rnn_forward asks the right rnn_step, which stands in for the learner's, for the right rnn_forward."""
    return Submission(
        name,
        "The stand-in for rnn_step must not lead to the right rnn_forward, which its module has too.",
        answers={"rnn_forward": f"def rnn_forward(*a):\n    import gc, sys\n    return ({expression})(*a)"},
        flagged=True,
    )


def forbidden(
    name: str, setup: str, expression: str, *, earns: frozenset[str] = NONE, flagged: bool = True
) -> Submission:
    """rnn_step by the forbidden module, reached in an unusual way."""
    return Submission(
        name,
        "What is forbidden is reached by a way around: a person is pointed to it."
        if earns
        else "What is plainly forbidden loses the points, however it is called.",
        added=setup,
        answers={
            "rnn_step": "def rnn_step(x, h, W_xh, W_hh, b_h):\n"
            "    import torch\n"
            f"    Layer = {expression}\n"
            "    layer = Layer(x.shape[1], h.shape[1]).double()\n"
            "    with torch.no_grad():\n"
            "        layer.weight_ih.copy_(torch.tensor(W_xh.T)); layer.weight_hh.copy_(torch.tensor(W_hh.T))\n"
            "        layer.bias_ih.copy_(torch.tensor(b_h)); layer.bias_hh.zero_()\n"
            "        return layer(torch.tensor(x), torch.tensor(h)).numpy()"
        },
        earns=earns,
        flagged=flagged,
    )


SUBMISSIONS = [
    Submission("skip tags on the tests", "The tests are the course's own, tags and all.", mangle=tag_tests),
    Submission("emptied tests", "What stands in a test cell is the course's.", mangle=empty_tests),
    Submission("points changed", "Points and scores in the notebook count for nothing.", mangle=more_points),
    Submission("tests turned into essays", "Marks of test cells are the course's.", mangle=unmarked),
    Submission(
        "tests that ask for another exercise",
        "Which exercise a test asks for is the course's business.",
        answers={"embed": RIGHT_EMBED},
        mangle=pointed_at_the_easy_one,
        earns=EMBED,
    ),
    Submission(
        "tests twice", "A second cell of the same name is the learner's own and not a test.", mangle=tests_copied
    ),
    Submission(
        "the shell's run_cell replaced",
        "The tests are not run in the learner's shell.",
        added="shell = get_ipython()\nold = shell.run_cell\n"
        "shell.run_cell = lambda source, *a, **k: old('pass' if 'check(' in source else source, *a, **k)",
        flagged=True,
    ),
    Submission(
        "cells rewritten before they run",
        "A transformer of input sees no test.",
        added="get_ipython().input_transformers_cleanup.append("
        "lambda lines: ['pass\\n' if 'check(' in line else line for line in lines])",
        flagged=True,
    ),
    Submission(
        "an ast transformer",
        "A transformer of programs sees no test.",
        added="import ast\nclass Pass(ast.NodeTransformer):\n    def visit_Call(self, node):\n"
        "        return ast.Constant(1) if getattr(node.func, 'id', '') == 'check' else node\n"
        "get_ipython().ast_transformers.append(Pass())",
        flagged=True,
    ),
    Submission(
        "check replaced",
        "The name `check` in the notebook plays no part.",
        added="check = lambda *a, **k: None",
    ),
    Submission(
        "the verdict replaced",
        "The verdict is made in another process.",
        added="import helpers.checks.verdict as v, helpers.checks.report as r\n"
        "v.judge = r.judge = lambda *a: v.Verdict(True)\nv.close = v.agree = lambda *a: True",
        flagged=True,
    ),
    Submission(
        "the observer replaced",
        "Observations that say 'returned' without the right value are worth nothing.",
        added="import sys\nfrom helpers.checks import observe\n"
        "good = {'outcome': 'returned', 'value': 0.0, 'changed': [], 'uses': [], 'warned': [], 'printed': '', 'calls': {}}\n"
        "observe._observed = lambda *a: (dict(good), 0.0)\n"
        "sys.modules['helpers.grading.worker.submission'].observe_all = lambda e, cases, *a: [dict(good) for _ in cases]",
        flagged=True,
    ),
    Submission(
        "the copier of values replaced",
        "What is sent in place of a value is compared like a value.",
        added="import helpers.checks.observe as o\nfrom helpers.checks.plain import Opaque\n"
        "o.plain = lambda value: Opaque('numpy.ndarray')",
        flagged=True,
    ),
    Submission(
        "the codec replaced",
        "What the codec is made to say must be an observation with the right values.",
        added="import helpers.grading.worker.submission as s\nold = s.encode\n"
        "s.encode = lambda value: old({**value, 'passed': True, 'earned': True}) if 'parts' in value else old(value)",
        flagged=True,
        ended=("",),
    ),
    Submission(
        "the sender of frames replaced",
        "A frame that is no observation is worth nothing, and the notebook is stopped.",
        added="import helpers.grading.worker.frames as f\nold = f.send\n"
        "f.send = lambda d, kind, content: old(d, b'J', b'{\"earned\": true}')",
        flagged=True,
        ended=("broken",),
    ),
    Submission(
        "json replaced",
        "A forged text is worth what is in it.",
        added="import json\nold = json.dumps\n"
        "json.dumps = lambda value, **k: old(value, **k).replace('\"raised\"', '\"returned\"')"
        ".replace('\"blank\"', '\"returned\"')",
        flagged=True,
        ended=("", "broken"),
    ),
    Submission(
        "an object equal to everything",
        "No object of the learner's takes part in a comparison.",
        answers=function_of_step(
            "class Equal:\n    __eq__ = lambda *a: True\n    __ne__ = lambda *a: False\n"
            "    shape = h.shape\n    dtype = h.dtype\n    __array__ = lambda self, *a, **k: h\n"
            "    __sub__ = __rsub__ = lambda *a: 0\nreturn Equal()"
        ),
    ),
    Submission(
        "an array that says it is equal",
        "A subclass of an array is read as the numbers that it holds.",
        answers=function_of_step(
            "class Liar(np.ndarray):\n    def __eq__(self, other):\n        return np.ones(self.shape, bool)\n"
            "    def __array_function__(self, *a, **k):\n        return True\n"
            "    def __array_ufunc__(self, *a, **k):\n        return np.ones(self.shape, bool)\n"
            "return np.zeros_like(h).view(Liar)"
        ),
    ),
    Submission(
        "a number that says it is equal",
        "A subclass of float is read as the number that it holds.",
        answers=function_of_step(
            "class Liar(float):\n    __eq__ = lambda *a: True\n    __float__ = lambda self: 0.5\nreturn [Liar(1)]"
        ),
    ),
    Submission(
        "forged frames to every descriptor from a cell",
        "A frame that nobody has asked for ends the submission.",
        added=FORGED + "to_all(observed('embed', ['values']))",
        ended=("broken",),
        flagged=True,
    ),
    Submission(
        "forged frames from a function",
        "An observation that a function sends itself has to have the right values too.",
        added=FORGED,
        answers={
            **function_of_step(
                "to_all(observed('rnn_step', ['values', 'edge_cases'], h.tolist()))\nimport time; time.sleep(0.2); os._exit(17)"
            )
        },
        ended=("", "broken"),
        flagged=True,
    ),
    Submission(
        "forged answers for other exercises",
        "An answer for another exercise than the one asked for ends the submission.",
        added=FORGED,
        answers=function_of_step("to_all(observed('rnn_forward', ['values', 'edge_cases', 'mask']))\nreturn h"),
        ended=("broken",),
        flagged=True,
    ),
    Submission(
        "a thread that answers first",
        "A thread that answers in place of the check has no right values, and one answer too many ends it.",
        added=FORGED + "import time\ndef answer():\n    for _ in range(200):\n        time.sleep(0.01)\n"
        "        to_all(observed('embed', ['values']))\nthreading.Thread(target=answer, daemon=True).start()",
        ended=("broken",),
        flagged=True,
    ),
    Submission(
        "a process in the background that answers",
        "Nor has a process that a function leaves behind.",
        added=FORGED,
        answers={
            "embed": "def embed(tokens, E):\n    import time\n    if os.fork() == 0:\n        os.setsid()\n"
            "        for _ in range(200):\n            time.sleep(0.01)\n"
            "            to_all(observed('rnn_step', ['values', 'edge_cases']))\n        os._exit(0)\n    return E[tokens]"
        },
        ended=("broken",),
        flagged=True,
        harmful="leaves processes",
    ),
    Submission(
        "an atexit handler",
        "What runs at the end of Python cannot answer any more.",
        added=FORGED + "import atexit\natexit.register(lambda: to_all(observed('embed', ['values'])))",
        flagged=True,
    ),
    Submission(
        "a signal handler",
        "The signal that ends a slow trial has no handler of the learner's.",
        added=FORGED + "import signal\nfor s in (signal.SIGALRM, signal.SIGTERM, signal.SIGINT):\n"
        "    signal.signal(s, lambda *a: to_all(observed('embed', ['values'])))",
        flagged=True,
    ),
    Submission(
        "numpy made to find everything close",
        "Comparisons are made with the judge's NumPy.",
        added="np.isclose = np.allclose = np.array_equal = lambda *a, **k: True\nnp.all = lambda *a, **k: True",
        flagged=True,
    ),
    Submission(
        "torch made to find everything close",
        "And with the judge's torch.",
        added="import torch\ntorch.allclose = torch.equal = lambda *a, **k: True",
        flagged=True,
    ),
    Submission(
        "the exercise's list of cases emptied",
        "Cases that were left out are no cases that passed.",
        added="import helpers.grading.worker.submission as s\ns.observe_all = lambda *a: []",
        flagged=True,
    ),
    Submission(
        "the hidden cases left out",
        "An answer without the hidden cases is no answer.",
        added="import helpers.grading.worker.submission as s\nold = s.encode\n"
        "def encode(value):\n    if 'parts' in value:\n"
        "        value['parts'] = {part: rounds[:1] for part, rounds in value['parts'].items()}\n    return old(value)\n"
        "s.encode = encode",
        answers={"embed": RIGHT_EMBED},
        flagged=True,
    ),
    Submission(
        "hidden cases claimed to be over by time",
        "A time-out among the hidden cases is no pass.",
        added="import helpers.grading.worker.submission as s\nold = s.encode\n"
        "def encode(value):\n    for rounds in value.get('parts', {}).values():\n        for cases in rounds[1:]:\n"
        "            del cases[1:]\n"
        "    return old(value)\n"
        "s.encode = encode",
        answers={"rnn_step": "def rnn_step(x, h, W_xh, W_hh, b_h):\n    return np.zeros_like(h)"},
        flagged=True,
    ),
    stolen(
        "the right function out of the stand-in's globals",
        "rnn_step.__closure__[1].cell_contents.__globals__['rnn_forward']",
    ),
    stolen(
        "the right function out of the memory's objects",
        "next(o for o in gc.get_objects() if getattr(o, '__name__', '') == 'rnn_forward' and o is not rnn_forward)",
    ),
    Submission(
        "the right function out of the request",
        "The text of the stand-in, found in a caller's frame, has no other answer in it.",
        answers={
            "rnn_forward": "def rnn_forward(*a):\n    import sys\n    frame = sys._getframe()\n    while frame:\n"
            "        text = str(frame.f_locals.get('request', {}).get('stand_ins', ''))\n"
            "        if 'def rnn_forward' in text:\n            scope = {}\n"
            "            exec(eval(text)['rnn_step'], scope)\n            return scope['rnn_forward'](*a)\n"
            "        frame = frame.f_back\n    raise ValueError('no answer found')"
        },
        flagged=True,
        shows=("no answer found",),
    ),
    Submission(
        "a stand-in kept for an exercise that is over",
        "The right rnn_step comes when rnn_step has been tried.",
        answers={
            "rnn_step": "def rnn_step(*a):\n    import os, pickle, time\n    for _ in range(5):\n"
            "        if os.path.exists('/tmp/kept'):\n            scope = {}\n"
            "            exec(open('/tmp/kept').read(), scope)\n            return scope['rnn_step'](*a)\n"
            "        time.sleep(0.002)",
            "rnn_forward": "def rnn_forward(*a):\n    import sys\n    frame = sys._getframe()\n    while frame:\n"
            "        if 'request' in frame.f_locals:\n"
            "            open('/tmp/kept', 'w').write(frame.f_locals['request']['stand_ins']['rnn_step'])\n"
            "        frame = frame.f_back",
        },
        flagged=True,
    ),
    forbidden("forbidden by getattr", "", "getattr(getattr(torch, 'n' + 'n'), 'RNNCell')", earns=STEP),
    forbidden("forbidden by a computed name", "", "getattr(torch, ''.join(['n'] * 2)).RNNCell", earns=STEP),
    forbidden(
        "forbidden by importlib", "import importlib", "importlib.import_module('torch' + '.nn').RNNCell", earns=STEP
    ),
    forbidden("forbidden by __import__", "", "__import__('torch.nn').nn.RNNCell", earns=STEP, flagged=True),
    forbidden("forbidden by eval", "", "eval('torch' + '.nn.RNNCell')", earns=STEP),
    forbidden("forbidden by sys.modules", "import sys", "sys.modules['torch' + '.nn'].RNNCell", earns=STEP),
    forbidden(
        "forbidden by __subclasses__",
        "def under(kind):\n    for child in type.__subclasses__(kind):\n        yield child\n        yield from under(child)",
        "next(k for k in under(object) if k.__name__ == 'RNNCell')",
        earns=STEP,
    ),
    forbidden("forbidden by vars", "", "vars(torch)['nn'].RNNCell", earns=STEP),
    forbidden("forbidden by attrgetter", "import operator", "operator.attrgetter('nn.RNNCell')(torch)", earns=STEP),
    forbidden(
        "forbidden by exec into a dictionary",
        "scope = {}\nexec('from torch.nn import RNNCell as L', scope)",
        "scope['L']",
        earns=STEP,
    ),
    forbidden("forbidden under another name", "from torch import nn as layers", "layers.RNNCell", flagged=False),
    forbidden("forbidden by its long name", "import torch.nn.modules.rnn as r", "r.RNNCell", flagged=False),
    forbidden(
        "forbidden in a function that calls it",
        "import torch\ndef made():\n    return torch.nn.RNNCell",
        "made()",
        flagged=False,
    ),
    forbidden(
        "the look for forbidden names replaced",
        "import helpers.checks.observe as o\no.forbidden_names = lambda *a: []",
        "torch.nn.RNNCell",
        earns=STEP,
    ),
    forbidden(
        "forbidden behind a wrapper",
        "import functools\ndef clean(f):\n    def rnn_step(*a):\n        return f(*a)\n    return rnn_step",
        "[c for c in torch.__dict__.values() if getattr(c, '__name__', '') == 'torch.nn'][0].RNNCell",
        earns=STEP,
    ),
    Submission(
        "expected values from the key",
        "The key that learners hold has the visible cases; the hidden ones are fresh.",
        added="from helpers.checks.key import read_key\nknown = [(c.arguments, c.expected) for e in\n"
        "    read_key('02_vanilla_rnn').exercises.values() for p in e.parts.values() for c in p.cases]\n"
        "def look_up(*values):\n    for arguments, expected in known:\n"
        "        if len(arguments) == len(values) and all(np.array_equal(a, v) for a, v in zip(arguments.values(), values)):\n"
        "            return expected['value']\n    return np.zeros(1)",
        answers={
            "embed": "def embed(tokens, E):\n    return look_up(tokens, E)",
            "rnn_step": "def rnn_step(*values):\n    return look_up(*values)",
            "rnn_forward": "def rnn_forward(*values):\n    return look_up(*values)",
        },
        flagged=True,
    ),
    Submission(
        "results kept from part to part",
        "A value that was right once is wrong in a fresh case.",
        answers={
            "rnn_step": "kept = {}\ndef rnn_step(x, h, W_xh, W_hh, b_h):\n"
            "    return kept.setdefault('h', np.tanh(x @ W_xh + h @ W_hh + b_h))"
        },
    ),
    Submission(
        "the question by its hash",
        "Four options can be tried by anybody; the way around is pointed out.",
        answers={
            "same_weights": "from helpers.checks.key import answer_hash, read_key\n"
            "quiz = read_key('02_vanilla_rnn').quizzes['same_weights']\n"
            "same_weights = next(o for o in quiz.options if answer_hash('02_vanilla_rnn', 'same_weights', o) == quiz.answer_hash)"
        },
        earns=QUIZ,
        flagged=True,
    ),
    Submission(
        "an answer that is all answers",
        "An answer has to be one of the options.",
        answers={
            "same_weights": "class Any(str):\n    __eq__ = lambda *a: True\n    __hash__ = str.__hash__\n"
            "    strip = lower = lambda self: self\nsame_weights = Any('e')"
        },
    ),
    Submission(
        "os._exit in good order",
        "A process that ends without an answer has none, whatever its exit status.",
        answers={**function_of_step("import os\nos._exit(0)"), "embed": RIGHT_EMBED, "rnn_forward": RIGHT_FORWARD},
        earns=EMBED | FORWARD,
        flagged=True,
    ),
    Submission(
        "an exit status that says it has answered",
        "The status alone is no answer: the notebook is stopped when its time is over.",
        answers={**function_of_step("import os\nos._exit(17)"), "embed": RIGHT_EMBED},
        earns=EMBED,
        ended=("time",),
        flagged=True,
        slow=True,
    ),
    Submission(
        "inputs bent to the result",
        "The judge compares with what it has made itself, not with what it gets back.",
        answers=function_of_step("for a in (x, W_xh, W_hh, b_h): a[...] = 0\nreturn h * 0"),
    ),
    Submission(
        "a module of the course's in the temporary folder",
        "What a submission writes is in nobody's way but its own.",
        added="import os\nos.makedirs('/tmp/helpers/checks', exist_ok=True)\n"
        "open('/tmp/helpers/checks/__init__.py', 'w').write('class Check:\\n    def __call__(*a, **k): pass')\n"
        "open('/tmp/numpy.py', 'w').write('raise SystemExit')",
    ),
    Submission(
        "a right answer after a wrong one",
        "Each exercise is tried where it stands; a later answer comes too late.",
        answers={"rnn_step": "def rnn_step(*a):\n    return 0"},
        last=RIGHT_STEP,
    ),
    Submission(
        "an answer under the skip tag",
        "Tags on an answer are the course's, too.",
        answers={
            "embed": RIGHT_EMBED,
            "rnn_step": RIGHT_STEP,
            "rnn_forward": RIGHT_FORWARD,
            "same_weights": 'same_weights = "c"',
        },
        mangle=lambda notebook: (
            [
                cell["metadata"].update(tags=["skip-execution"])
                for cell in notebook["cells"]
                if name_of(cell) == "rnn_step"
            ]
            and None
        ),
        earns=ALL,
    ),
]
