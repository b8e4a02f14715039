import linecache
import sys
import time

import numpy as np
import pytest
import torch

from helpers.checks import observe as observe_module
from helpers.checks.codec import decode, encode
from helpers.checks.observe import observe, same
from helpers.checks.plain import Opaque, Tensor
from helpers.checks.specification import Case, Observation
from tests.checks.trial import case, exercise, notebook, observed

torch.set_num_threads(1)

X = np.arange(6.0).reshape(2, 3)


# outcomes ------------------------------------------------------------------------------------------------------------


def test_a_name_that_is_not_defined() -> None:
    """Is an exercise that has no name in the notebook missing, and nothing else said of it?"""
    assert observe(exercise(), case(X), {}) == {"outcome": "missing"}


@pytest.mark.parametrize(("value", "name"), [(3, "int"), (None, "NoneType"), (X, "numpy.ndarray"), ([], "list")])
def test_a_name_that_cannot_be_called(value: object, name: str) -> None:
    """Is the type of what stands in a function's place named?"""
    assert observe(exercise(), case(X), {"f": value}) == {"outcome": "uncallable", "type": name}


def test_a_stub_is_blank() -> None:
    """Is the stub of the exercise itself told from every other NotImplementedError?"""
    assert observed("def f(x):\n    raise NotImplementedError('f is not written yet')", X)["outcome"] == "blank"
    assert observed("class f:\n    def __init__(self, x):\n        raise NotImplementedError", X)["outcome"] == "blank"
    assert observed("def f(x):\n    if len(x): raise NotImplementedError", X)["outcome"] == "blank"


def test_the_stub_of_an_earlier_exercise_is_an_error_of_the_later_one() -> None:
    """Is `f` not called blank when it is `step`, on which it builds, that is not written?"""
    cells = "def step(x):\n    raise NotImplementedError('step is not written yet')", "def f(x):\n    return step(x)"
    seen = observe(exercise(builds_on={"step": "nowhere"}), case(X), notebook(*cells))
    assert seen["outcome"] == "raised"
    assert seen["error"]["message"] == "step is not written yet"


def test_not_implemented_deep_in_a_library_is_an_error() -> None:
    """Is NotImplementedError that a library raises an exception like others, with the learner's line?"""
    cell = """
    import torch
    def f(x):
        return torch.sparse.mm(torch.eye(2, device="meta").to_sparse_csr(), torch.eye(2, device="meta")).cpu()
    """
    seen = observed(cell, X)
    assert seen["outcome"] == "raised"
    assert seen["error"]["source"].startswith("return torch")


def test_what_comes_back_is_plain() -> None:
    """Is the returned value turned into plain data?"""
    assert same(observed("def f(x):\n    return x * 2", X)["value"], X * 2)
    assert same(observed("def f(x):\n    return [x, (1, None)]", X)["value"], [X, (1, None)])
    assert observed("def f(x):\n    return f", X)["value"] == Opaque("function")
    assert observed("def f(x):\n    yield x", X)["value"] == Opaque("generator")
    assert observed("async def f(x):\n    return x", X)["value"] == Opaque("coroutine")


def test_loops_that_never_end_time_out() -> None:
    """Are endless loops stopped in the function, in what it returns, and in what it leaves in its arguments?"""
    for cell in (
        "def f(x):\n    while True:\n        pass",
        "def f(x):\n    while True:\n        try:\n            np.tanh(x)\n        except:\n            pass",
        "def f(x):\n    while True:\n        print('again', x)",
        "import warnings\ndef f(x):\n    n = 0\n    while True:\n        n += 1\n        warnings.warn(str(n))",
    ):
        started = time.monotonic()
        seen = observed(cell, X, seconds=0.2)
        assert (seen["outcome"], seen["seconds"]) == ("timed out", 0.2)
        assert time.monotonic() - started < 3
        assert len(encode(seen)) < 20_000


# the namespace --------------------------------------------------------------------------------------------------------

STAND_IN_CELLS = {
    "returned": "def f(x):\n    return step(x)",
    "raised": "def f(x):\n    step(x)\n    raise ValueError",
    "timed out": "def f(x):\n    while True:\n        step(x)",
    "blank": "def f(x):\n    step(x)\n    raise NotImplementedError",
    "tampering": "def f(x):\n    global step, other\n    y = step(x)\n    step = None\n    del other\n    return y",
}


@pytest.mark.parametrize("name", STAND_IN_CELLS)
def test_stand_ins_are_there_while_the_function_runs_and_gone_afterwards(name: str) -> None:
    """Does the learner's own function come back whatever happened, and was the stand-in called meanwhile?"""
    namespace = notebook("def step(x):\n    return 'own'", STAND_IN_CELLS[name])
    own = namespace["step"]
    stand_ins = {"step": lambda x: "stand-in", "other": lambda x: "other"}
    seen = observe(exercise(), case(X), namespace, stand_ins, seconds=0.2)
    assert namespace["step"] is own
    assert "other" not in namespace
    assert seen["calls"]["step"] >= 1
    assert seen["calls"]["other"] == 0
    if seen["outcome"] == "returned":
        assert seen["value"] == "stand-in"


def test_a_stand_in_that_raises_is_told_at_the_learner_s_line() -> None:
    """Is wrong use of a stand-in an error in the line that called it?"""

    def step(x: np.ndarray) -> np.ndarray:
        return x @ np.ones(7)

    seen = observe(exercise(), case(X), notebook("def f(x):\n    return step(x)"), {"step": step})
    assert seen["error"]["type"] == "ValueError"
    assert (seen["error"]["line"], seen["error"]["source"]) == (2, "return step(x)")


# what is printed and warned -------------------------------------------------------------------------------------------

NOISY = """
import logging, os, sys, warnings
def f(x):
    print("to stdout")
    print("to stderr", file=sys.stderr)
    sys.stdout.write("written")
    logger = logging.getLogger("a")
    logger.propagate = False  # pytest listens at the root
    logger.warning("logged")
    warnings.warn("warned")
    np.log(np.array([0.0, -1.0]))
    return x
"""


def test_nothing_reaches_the_screen(capfd: pytest.CaptureFixture[str]) -> None:
    """Is all that the function prints, logs and warns kept from both streams and told in the observation?"""
    seen = observed(NOISY, X)
    assert capfd.readouterr() == ("", "")
    assert seen["printed"].startswith("to stdout\nto stderr\nwritten")
    assert "logged" in seen["printed"]
    assert "warned" in seen["warned"]
    assert "divide by zero encountered in log" in seen["warned"]


def test_streams_and_filters_are_as_before() -> None:
    """Are the streams and the warnings' filters those of before, even when the function replaces or closes them?"""
    before = sys.stdout, sys.stderr
    cell = "import sys\ndef f(x):\n    print('a')\n    sys.stdout.close()\n    sys.stdout = sys.stderr = None"
    seen = observed(cell, X)
    assert (sys.stdout, sys.stderr) == before
    assert seen["outcome"] == "returned"
    assert seen["printed"] == "a\n"


def test_only_the_beginning_of_what_is_printed_is_kept() -> None:
    """Is printed text cut, and free of what differs between two runs?"""
    seen = observed("def f(x):\n    print(object())\n    print('a' * 10**6)\n    return x", X)
    assert len(seen["printed"]) == observe_module.SHOWN_TEXT
    assert seen["printed"].startswith("<object object at 0x...>")
    seen = observed("import warnings\ndef f(x):\n    warnings.warn(f'of {object()}')\n    return x", X)
    assert seen["warned"] == ["of <object object at 0x...>"]


def test_numpy_s_own_settings_hold() -> None:
    """Is the trial free of what a learner set with np.seterr, and is that setting the same afterwards?"""
    with np.errstate(all="raise"):
        before = np.geterr()
        seen = observed("def f(x):\n    return np.exp(-1000 * (x + 1)) + np.log(x * 0 + 1)", X)
        assert np.geterr() == before
    assert seen["outcome"] == "returned"


# arguments -----------------------------------------------------------------------------------------------------------


def test_arguments_are_copies() -> None:
    """Is the case the same after a function has changed every argument, and does the observation name them?"""
    arguments = {"x": X.copy(), "list": [1, [2, X.copy()]], "dict": {"a": X.copy()}, "same": X.copy(), "n": 3}
    tried = Case("a case", arguments)
    cell = """
    def f(x, list, dict, same, n):
        x[0, 0] = 100
        list[1][1][1, 1] = 100
        dict["a"] *= 2
        n += 1
        return x
    """
    namespace = notebook(cell)
    for _ in range(2):
        seen = observe(exercise(), tried, namespace)
        assert seen["changed"] == ["x", "list", "dict"]
        assert seen["value"][0, 0] == 100
    assert same(arguments["x"], X)
    assert same(arguments["list"][1][1], X)


@pytest.mark.parametrize(
    ("body", "changed"),
    [
        ("return x", []),
        ("return x.T", []),
        ("x[:] = x\n    return x", []),
        ("x[:] = np.tanh(x)\n    return x", ["a"]),
        ("x += 0.0\n    x[0, 0] = -0.0\n    return x", ["a"]),
        ("x.sort(axis=1)\n    return x[::-1]", []),
        ("x.shape = (3, 2)\n    return 1", ["a"]),
        ("x[0] = np.nan\n    raise ValueError", ["a"]),
        ("x[0] = 1\n    raise NotImplementedError", ["a"]),
        ("x[0] = 1\n    while True: pass", ["a"]),
    ],
)
def test_changed_arguments_are_seen_whatever_comes_back(body: str, changed: list[str]) -> None:
    """Is a change to an input seen to the last bit, also where it is returned, or nothing is?"""
    seen = observed(f"import warnings\ndef f(x):\n    {body}", X, seconds=0.2)
    assert seen["changed"] == changed


def test_nan_that_stays_is_no_change() -> None:
    """Are inputs with nan, which equals nothing, unchanged when they are left alone?"""
    assert observed("def f(x):\n    return x", np.array([np.nan, 1]))["changed"] == []
    assert observed("def f(x):\n    return x", [float("nan")])["changed"] == []


def test_what_is_left_in_an_argument_cannot_harm() -> None:
    """Does an endless or hostile thing put into an argument end as 'changed', and soon?"""
    started = time.monotonic()
    for thing in ("[x] * 10", "iter(int, 1)", "type('A', (), {'__class__': property(lambda s: 1 / 0)})()", "x"):
        seen = observed(f"def f(x):\n    for _ in range(12):\n        x.append({thing})\n    return 1", [1.0])
        assert seen["changed"] == ["a"]
        assert decode(encode(seen)) == seen
    assert time.monotonic() - started < 8


# where an error stands ------------------------------------------------------------------------------------------------

INSIDE = """
def helper(x):
    y = x.T
    return x @ np.ones(
        (7, 2)
    )

def f(x):
    return helper(x)
"""


@pytest.mark.parametrize(
    ("cell", "line", "source", "kind"),
    [
        ("def f(x):\n    return x @ x", 2, "return x @ x", "ValueError"),
        ("def f(x):\n    return np.linalg.inv(x)", 2, "return np.linalg.inv(x)", "LinAlgError"),
        (INSIDE, 3, "return x @ np.ones(", "ValueError"),
        ("def f(x):\n    return sorted([x], key=lambda y: y.nothing)", 2, None, "AttributeError"),
        ("def f(x):\n    return undefined", 2, "return undefined", "NameError"),
        ("def f(x):\n    assert False, 'no'", 2, "assert False, 'no'", "AssertionError"),
        ("import sys\ndef f(x):\n    sys.exit('bye')", 3, "sys.exit('bye')", "SystemExit"),
        ("def f(x):\n    return f(x)", 2, "return f(x)", "RecursionError"),
        ("def f(x):\n    raise GeneratorExit", 2, "raise GeneratorExit", "GeneratorExit"),
        ("def f(x):\n    return np.ones(10**15)", 2, "return np.ones(10**15)", "MemoryError"),
        ("def f(x, y):\n    return x", 0, "", "TypeError"),
        ("f = np.linalg.inv", 0, "", "LinAlgError"),
        ("def f(x):\n    exec('1 / 0', globals())", 2, None, "ZeroDivisionError"),
    ],
)
def test_the_line_of_an_error_is_the_learner_s(cell: str, line: int, source: str | None, kind: str) -> None:
    """Is the innermost line of the learner's own cells shown, and no line of ours or of a library?"""
    error = observed(cell, X)["error"]
    assert error["type"] == kind
    if source is not None:
        assert (error["line"], error["source"]) == (line, source)


def test_an_error_in_another_cell_shows_that_cell_s_line() -> None:
    """Is the line of a learner's helper from another cell the one that is shown?"""
    namespace = notebook("def helper(x):\n    a = 1\n    return x.nothing", "def f(x):\n    return helper(x)")
    error = observe(exercise(), case(X), namespace)["error"]
    assert (error["line"], error["source"]) == (3, "return x.nothing")


def test_messages_are_the_same_at_every_grading() -> None:
    """Are addresses, which differ between two runs, taken out of messages, and long messages cut?"""
    error = observed("def f(x):\n    raise ValueError(f'bad {object()}')", X)["error"]
    assert error["message"] == "bad <object object at 0x...>"
    assert len(observed("def f(x):\n    raise ValueError('a' * 10**6)", X)["error"]["message"]) == 400


HOSTILE = {
    "error without text": """
        class Mute(Exception):
            def __str__(self):
                raise RuntimeError
        def f(x):
            raise Mute
        """,
    "error with an endless text": """
        class Long(Exception):
            def __str__(self):
                while True:
                    pass
        def f(x):
            raise Long
        """,
    "error with a text that is none": """
        class Text(str):
            def __getitem__(self, index):
                return 5
            def __str__(self):
                return self
        class Odd(Exception):
            def __str__(self):
                return Text("said")
        def f(x):
            raise Odd
        """,
    "error whose type has no name": """
        class Meta(type):
            __name__ = property(lambda self: 1 / 0)
        class Nameless(Exception, metaclass=Meta):
            pass
        def f(x):
            raise Nameless
        """,
    "warning with an endless text": """
        import warnings
        class Long(UserWarning):
            def __str__(self):
                raise RuntimeError
        def f(x):
            warnings.warn(Long())
        """,
    "prints something odd": """
        class Text(str):
            def __getitem__(self, index):
                return 5
            def __len__(self):
                return -1
        def f(x):
            print(Text("a"))
            return x
        """,
    "equal to everything": """
        class Equal:
            def __eq__(self, other):
                return True
            def __ne__(self, other):
                return False
            __hash__ = None
        def f(x):
            return Equal()
        """,
    "an array of objects": "def f(x):\n    return np.array([f, None])",
    "returns itself": "def f(x):\n    return f",
    "returns a knot": "def f(x):\n    y = []\n    y.extend([y] * 50)\n    return y",
    "half a surrogate pair": "def f(x):\n    print('\\ud800')\n    return {'\\ud800': '\\udfff'}",
    "no module": "class A:\n    pass\nA.__module__ = 7\ndef f(x):\n    return A()",
    "wrapped in itself": "def f(x):\n    return x\nf.__wrapped__ = f",
    "callable with a hostile __getattr__": """
        class F:
            def __call__(self, x):
                return x
            def __getattr__(self, name):
                raise RuntimeError(name)
        f = F()
        """,
    "a namespace with hostile values": """
        class Odd:
            def __getattribute__(self, name):
                raise RuntimeError(name)
        odd = Odd()
        def f(x):
            return odd is not None
        """,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_objects_give_plain_observations(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a learner's objects do, is there an observation, soon, that survives the codec unchanged?"""
    monkeypatch.setattr(observe_module, "SECONDS_TO_LOOK", 0.3)
    started = time.monotonic()
    seen = observed(HOSTILE[name], X, forbidden=("torch.nn",))
    assert seen["outcome"] in ("returned", "raised")
    assert same(decode(encode(seen)), seen)
    assert time.monotonic() - started < 6


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ("return np.ma.array(x)", X),
        ("return x.astype('float32')", X.astype("f4")),
        ("return x.astype(int)", X.astype(int)),
        ("return x + 1j", X + 1j),
        ("import torch\n    return torch.tensor(x, requires_grad=True) * 2", Tensor(X * 2, True)),
        ("return x.sum()", np.array(15.0)),
        ("return float(x.sum())", 15.0),
        ("return range(3)", Opaque("range")),
        ("class A(np.ndarray): pass\n    return x.view(A)", X),
    ],
)
def test_values_of_every_kind_arrive(body: str, value: object) -> None:
    """Does a returned value arrive with its type, as far as it is data?"""
    assert same(observed(f"def f(x):\n    {body}", X)["value"], value)


# other ways to hand in a function -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell",
    [
        "f = lambda x: x * 2",
        "from functools import partial\nf = partial(np.multiply, 2)",
        "class F:\n    def __call__(self, x):\n        return 2 * x\nf = F()",
        "class F:\n    @staticmethod\n    def double(x):\n        return 2 * x\nf = F.double",
        "import functools\n@functools.lru_cache\ndef g(n):\n    return n\ndef f(x, unused=3):\n    return g(2) * x",
        "def f(renamed_parameter):\n    return renamed_parameter * 2",
        "f = np.vectorize(lambda x: 2 * x)",
        "def f(*arguments):\n    return arguments[0] * 2",
    ],
)
def test_any_callable_will_do(cell: str) -> None:
    """Are lambdas, partials, objects and renamed parameters taken as they come?"""
    assert same(observed(cell, X)["value"], X * 2)


def test_an_interruption_by_the_reader_is_passed_on() -> None:
    """Does the stop button in Jupyter stop the check, and is the namespace in order afterwards?"""
    namespace = notebook("def step(x):\n    return 1", "def f(x):\n    raise KeyboardInterrupt")
    own = namespace["step"]
    with pytest.raises(KeyboardInterrupt):
        observe(exercise(), case(X), namespace, {"step": lambda x: 2})
    assert namespace["step"] is own


def test_forbidden_names_are_reported_but_not_those_of_earlier_exercises() -> None:
    """Does a mistake in `step` cost nothing in `f`, which builds on it?"""
    namespace = notebook(
        "import torch\ndef step(x):\n    return torch.nn.functional.relu(x)",
        "def f(x):\n    return step(x)",
    )
    options = {"forbidden": ("torch.nn",)}
    assert observe(exercise(**options), case(X), namespace)["uses"] == ["torch.nn.functional.relu"]
    built = exercise(**options, builds_on={"step": "somewhere"})
    assert observe(built, case(X), namespace)["uses"] == []


def test_an_observation_leaves_no_trace_of_the_cell() -> None:
    """Is the notebook's namespace the same after a trial, names and values?"""
    namespace = notebook("def step(x):\n    return 1", "def f(x):\n    return step(x)")
    before = dict(namespace)
    observe(exercise(), case(X), namespace, {"step": lambda x: 2})
    assert namespace == before
    assert linecache.getline(namespace["f"].__code__.co_filename, 1) == "def f(x):\n"


def observation_of_everything() -> Observation:
    return observed(NOISY, X)


def test_two_trials_give_the_same_observation() -> None:
    """Is an observation the same, to the byte, each time?"""
    assert encode(observation_of_everything()) == encode(observation_of_everything())
