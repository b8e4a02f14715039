"""Each operator of mutation produces what it says, and valid Python."""

from __future__ import annotations

import ast

import pytest

from helpers.mutation.mutant import mutants
from helpers.mutation.operators import OPERATORS

FUNCTION = '''def f(x, W, mask, n, state=None):
    """A docstring with 1 and "text"."""
    ### BEGIN SOLUTION
    {line}
    ### END SOLUTION
'''

# operator, a line, what becomes of it
PRODUCED = [
    ("other operator", "return x + n", {"return x - n", "return x * n"}),
    ("other operator", "return x @ W", {"return x * W"}),
    ("other operator", "return n - (x - 1)", {"return n + (x - 1)", "return n - (x + 1)"}),
    ("other operator", "return n - x * 2", {"return n + x * 2", "return n - (x + 2)", "return n - x / 2"}),
    ("dropped operand", "return x @ W + n", {"return x @ W", "return n", "return x + n", "return W + n"}),
    ("swapped operands", "return x @ W + n", {"return W @ x + n"}),
    ("swapped operands", "return (x + 1) / n", {"return n / (x + 1)"}),
    ("dropped sign", "return -x", {"return x"}),
    ("dropped sign", "return not x", {"return x"}),
    ("dropped sign", "return -1", set()),
    ("other comparison", "return x < n", {"return x <= n", "return x > n"}),
    ("other comparison", "return 0 <= x == n", {"return 0 < x == n", "return 0 >= x == n", "return 0 <= x != n"}),
    ("other comparison", "return mask is None", {"return mask is not None"}),
    ("other logic", "return x and n", {"return x or n", "return x", "return n"}),
    ("other condition", "return x if n else W", {
        "return x if not n else W", "return x if True else W", "return x if False else W",
    }),
    ("other condition", "return [y for y in x if n]", {
        "return [y for y in x if not n]", "return [y for y in x if True]", "return [y for y in x if False]",
    }),
    ("other condition", "while not x: n()", {"while True: n()", "while False: n()"}),
    ("other constant", "return x[0]", {"return x[1]", "return x[-1]"}),
    ("other constant", "return x[-1]", {"return x[0]", "return x[-2]", "return x[1]"}),
    ("other constant", "return x + 0.5", {"return x + 1.5", "return x + 0.0"}),
    ("other constant", "return x.sum(axis=1)", set()),
    ("other text", 'return x.split(" ")', {"return x.split('')"}),
    ("other text", 'raise ValueError("wrong")', set()),
    ("other name", "return x @ W", {
        f"return {a} @ {b}" for a, b in [(a, "W") for a in ("W", "mask", "n", "state")]
        + [("x", b) for b in ("x", "mask", "n", "state")]
    }),
    ("other name", "return len(x.shape)", {f"return len({name}.shape)" for name in ("W", "mask", "n", "state")}),
    ("other name", "return state.append(n)", {
        *(f"return {name}.append(n)" for name in ("x", "W", "mask", "n")),
        *(f"return state.append({name})" for name in ("x", "W", "mask")),
    }),
    ("swapped elements", "return x, n", {"return n, x"}),
    ("swapped elements", "return x[:, n]", {"return x[n, :]"}),
    ("swapped elements", "return np.zeros((x, n))", {"return np.zeros((n, x))"}),
    ("dropped element", "return x, n", {"return x,", "return n,"}),
    ("dropped element", "return x[:, n, None]", {"return x[n, None]", "return x[:, None]", "return x[:, n]"}),
    ("dropped element", "return {1: x, 2: n}", {"return {2: n}", "return {1: x}"}),
    ("off by one", "return x[:, n]", {"return x[:, n + 1]", "return x[:, n - 1]"}),
    ("off by one", "return x[n:]", {"return x[n + 1:]", "return x[n - 1:]"}),
    ("dropped bound", "return x[1:n]", {"return x[:n]", "return x[1:]"}),
    ("dropped bound", "return x[:, ::-1]", {"return x[:, :]"}),
    ("dropped index", "return x[mask]", {"return x"}),
    ("dropped index", "x[0] = n", set()),
    ("transpose", "return x @ W", {"return x.T @ W", "return x @ W.T"}),
    ("transpose", "return x @ W.T", {"return x.T @ W.T", "return x @ W"}),
    ("other axis", "return x.sum(axis=1)", {"return x.sum(axis=2)", "return x.sum(axis=0)"}),
    ("other axis", "return x.sum(dim=-1)", {"return x.sum(dim=0)", "return x.sum(dim=-2)"}),
    ("keepdims", "return x.sum(axis=1, keepdims=True)", {"return x.sum(axis=1, keepdims=False)"}),
    ("subscripts of einsum", 'return np.einsum("nd,dh->nh", x, W)', {
        f"return np.einsum('{subscripts}', x, W)" for subscripts in ("dn,dh->nh", "nd,hd->nh", "nd,dh->hn")
    }),
    ("swapped arguments", "return where(mask, x, n)", {"return where(x, mask, n)", "return where(mask, n, x)"}),
    ("dropped argument", "return np.stack(x, axis=1)", {"return np.stack(x)"}),
    ("dropped argument", "return max(x, n)", {"return max(x)"}),
    ("dropped call", "return np.tanh(x)", {"return x"}),
    ("dropped call", "return x.copy()", {"return x"}),
    ("dropped call", "return np.random.default_rng()", set()),
    ("other function", "return np.zeros(n)", {"return np.ones(n)"}),
    ("other function", "return max(x)", {"return min(x)"}),
    ("other range", "return range(n)", {"return range(1, n)", "return range(n - 1)", "return range(n + 1)"}),
    ("dropped statement", "x[0] = n", {"pass"}),
    ("other assignment", "x += n", {"x -= n", "x *= n", "x = n"}),
    ("changed in place", "x = x + n", {"x += n"}),
    ("changed in place", "x = n + x", set()),
    ("loop turned round", "for y in x: print(y)", {"for y in reversed(list(x)): print(y)"}),
    ("loop turned round", "for y in reversed(x): print(y)", set()),
    ("other jump", "while x: break", {"while x: continue"}),
    ("other jump", "while x: continue", {"while x: break"}),
    ("dropped context", "with torch.no_grad(): return x", {"if True: return x"}),
    ("other exception", 'raise ValueError("wrong")', {"raise Exception('wrong')"}),
]  # fmt: skip


@pytest.mark.parametrize(("operator", "line", "expected"), PRODUCED, ids=[f"{op}: {line}" for op, line, _ in PRODUCED])
def test_operator_produces_what_it_says(operator: str, line: str, expected: set[str]) -> None:
    """Does an operator make exactly these lines of a line?"""
    found = {mutant.change[1] for mutant in mutants(FUNCTION.format(line=line)) if mutant.operator == operator}
    normal = {ast.unparse(ast.parse(_inside(text))) for text in found}
    assert normal == {ast.unparse(ast.parse(_inside(text))) for text in expected}


def _inside(line: str) -> str:
    return f"def f():\n  while 1:\n    {line}"


def test_every_operator_is_tried() -> None:
    """Is there an example above for each operator, or a test of its own?"""
    assert {operator for operator, _, _ in PRODUCED} | {"other attribute"} == set(OPERATORS)


@pytest.mark.parametrize("line", sorted({line for _, line, _ in PRODUCED}))
def test_mutants_are_valid_and_differ(line: str) -> None:
    """Is every mutant valid Python, another program than the original, and unlike every other mutant?"""
    source = FUNCTION.format(line=line)
    trees = [ast.dump(ast.parse(source))]
    for mutant in mutants(source):
        compile(mutant.source, "<mutant>", "exec")
        trees.append(ast.dump(ast.parse(mutant.source)))
    assert len(trees) == len(set(trees)) > 1


def test_names_are_those_that_have_a_value() -> None:
    """Does a variable become only what has been assigned above it, and never a function or a module?"""
    source = "def f(x):\n    a = np.tanh(x)\n    b = len(a)\n    return b\n"
    changes = {mutant.change for mutant in mutants(source) if mutant.operator == "other name"}
    assert changes == {
        ("b = len(a)", "b = len(x)"),
        ("return b", "return x"),
        ("return b", "return a"),
    }


def test_an_attribute_becomes_each_other_one_of_its_class() -> None:
    """Does `self.a` become every other attribute that some method of the class gives a value, and no method?"""
    source = (
        "class C:\n    def __init__(self):\n        self.a = 1\n        self.b = 2\n\n    def f(self, x):\n"
        "        return self.g(self.a) + x.a\n\n    def g(self, x):\n        self.c = x\n"
    )
    assert {mutant.change for mutant in mutants(source) if mutant.operator == "other attribute"} == {
        ("return self.g(self.a) + x.a", f"return self.g(self.{name}) + x.a") for name in "bc"
    }


def test_what_is_no_code_is_left_alone() -> None:
    """Are docstrings, annotations, decorators, imports and messages left as they are?"""
    source = (
        'import os\n\n\n@cached(1)\ndef f(x: \'array[1]\') -> \'array[2]\':\n    """Text 3."""\n'
        '    y: "number" = x\n    raise ValueError(f"wrong: {y + 1}")\n'
    )
    assert {mutant.change for mutant in mutants(source)} == {
        ('y: "number" = x', "pass"),
        ('raise ValueError(f"wrong: {y + 1}")', "pass"),
        ('raise ValueError(f"wrong: {y + 1}")', "raise Exception(f'wrong: {y + 1}')"),
    }
