"""The driver for torch modules: what a learner's class does, by name, and what is said where it is wrong."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from helpers import paths
from helpers.checks.drivers.modules import run_module
from helpers.checks.observe import observe, observe_all
from helpers.checks.specification import Case, Exercise
from helpers.checks.undisclosed import judge_undisclosed
from helpers.checks.verdict import judge
from tests.checks.trial import notebook

CELL = """
import torch
from torch import nn


class RNNCell(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.W_xh = nn.Parameter(torch.randn(D, H))
        self.W_hh = nn.Parameter(torch.randn(H, H))
        self.b_h = nn.Parameter(torch.zeros(H))

    def forward(self, x, h):
        return torch.tanh(x @ self.W_xh + h @ self.W_hh + self.b_h)
"""
EXERCISE = Exercise("RNNCell", "module", {"h_next": "N H", "x": "N D", "h": "N H", "W_xh": "D H", "W_hh": "H H"})


def arguments(**changed: Any) -> dict[str, Any]:
    """A case of the cell: sizes, parameters, inputs, and weights for the loss."""
    rng = np.random.default_rng(7)
    parameters = {"W_xh": rng.normal(size=(3, 4)), "W_hh": rng.normal(size=(4, 4)), "b_h": rng.normal(size=4)}
    inputs = {"x": rng.normal(size=(2, 3)), "h": rng.normal(size=(2, 4))}
    made = {"sizes": {"D": 3, "H": 4}, "parameters": parameters, "inputs": inputs}
    return made | {"outputs": {"h_next": rng.normal(size=(2, 4))}} | changed


def sentence(*changes: tuple[str, str], hidden: bool = False, **changed: Any) -> str:
    """What a learner reads whose cell is the right one with some changes in its text."""
    text = CELL
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    given = arguments(**changed)
    case = Case("a case", given)
    right = observe(EXERCISE, case, notebook(CELL))
    expected = {"outcome": "returned", "value": right["value"], "changed": []}
    case = Case("a case", given, "", expected)
    verdict = judge_undisclosed if hidden else judge
    return verdict(EXERCISE, case, observe(EXERCISE, case, notebook(text))).sentence


def test_outputs_and_gradients_come_by_name() -> None:
    """Are they those of the formula, worked out with NumPy, for the values that the case has?"""
    given = arguments()
    seen = run_module(notebook(CELL)["RNNCell"], given)
    W_xh, W_hh, b_h = given["parameters"].values()
    x, h = given["inputs"].values()
    h_next = np.tanh(x @ W_xh + h @ W_hh + b_h)
    dz = given["outputs"]["h_next"] * (1 - h_next**2)
    wanted = {
        "h_next": h_next,
        "gradient of x": dz @ W_xh.T,
        "gradient of h": dz @ W_hh.T,
        "gradient of W_xh": x.T @ dz,
        "gradient of W_hh": h.T @ dz,
        "gradient of b_h": dz.sum(axis=0),
    }
    assert list(seen) == list(wanted)
    for name, array in wanted.items():
        assert seen[name].dtype == np.float64
        np.testing.assert_allclose(seen[name], array, rtol=0, atol=1e-12)


def test_the_start_is_seen_without_its_numbers() -> None:
    """With sizes alone, is each parameter told by its shape and whether its numbers are random?"""
    seen = run_module(notebook(CELL)["RNNCell"], {"sizes": {"D": 6, "H": 7}})
    assert seen == {
        "W_hh": "(7, 7), random numbers around 0",
        "W_xh": "(6, 7), random numbers around 0",
        "b_h": "(7,), small numbers",
    }
    others = CELL.replace("torch.randn(D, H)", "torch.ones(D, H)").replace("torch.zeros(H)", "torch.full((H,), 1e999)")
    others = others.replace("super().__init__()", "super().__init__(); torch.manual_seed(3)")
    assert run_module(notebook(others)["RNNCell"], {"sizes": {"D": 6, "H": 7}}) == {
        "W_hh": "(7, 7), the same numbers in each object",
        "W_xh": "(6, 7), the same number everywhere",
        "b_h": "(7,), numbers that are not finite, or that nobody has set",
    }


STARTS = {
    "torch.randn(D, H)": "random numbers around 0",
    "torch.rand(D, H)": "random numbers that do not lie around 0",
    "torch.randn(D, H) * 8": "random numbers that are too large, about 8",
    "torch.randn(D, H, dtype=torch.float64)": "numbers in float64 where torch's usual kind is float32",
    "torch.randn(D, H), requires_grad=False": "numbers that nothing would train, requires_grad=False",
    "torch.empty(D, H)": "numbers that are not finite, or that nobody has set",
    "torch.eye(D, H)": "the same numbers in each object",
}


def test_a_case_may_say_how_large_first_numbers_are() -> None:
    """Is the spread of a case the limit, and a tensor that is no parameter named as one?"""
    text = CELL.replace("nn.Parameter(torch.zeros(H))", "torch.zeros(H)")
    seen = run_module(notebook(text)["RNNCell"], {"sizes": {"D": 60, "H": 90}, "spreads": {"W_hh": 0.2}})
    assert seen == {
        "W_hh": "(90, 90), random numbers that are too large, about 1",
        "W_xh": "(60, 90), random numbers around 0",
        "b_h": "a tensor, and no parameter",
    }


@pytest.mark.parametrize("made", STARTS)
def test_the_start_is_told_in_words(made: str) -> None:
    """Are numbers of one sign, large ones, and memory that nobody has written to told from random ones around zero?"""
    kind = notebook(CELL.replace("torch.randn(D, H)", made))["RNNCell"]
    assert run_module(kind, {"sizes": {"D": 60, "H": 90}})["W_xh"] == f"(60, 90), {STARTS[made]}"


def test_the_line_on_a_start_is_a_sentence() -> None:
    """Are the driver's words on first numbers shown as words, without quotation marks?"""
    start = Case("start", {"sizes": {"D": 60, "H": 90}})
    right = observe(EXERCISE, start, notebook(CELL))
    start = Case("start", start.arguments, "", {"outcome": "returned", "value": right["value"], "changed": []})
    seen = observe(EXERCISE, start, notebook(CELL.replace("torch.randn(H, H)", "torch.rand(H, H)")))
    said = judge(EXERCISE, start, seen).sentence
    assert said.endswith(
        ": W_hh: (90, 90), random numbers that do not lie around 0; expected (90, 90), random numbers around 0."
    )


SENTENCES = {
    "an output": (
        [("+ self.b_h", "")],
        "first difference at sequence 0, unit 0: h_next is ",
    ),
    "a gradient": (
        [("h @ self", "h.detach() @ self")],
        "gradient of h is wrong; gradient of x, gradient of W_xh, gradient of W_hh and gradient of b_h are right: ",
    ),
    "a shape": (
        [("torch.randn(D, H)", "torch.randn(H, D)"), ("self.W_xh +", "self.W_xh.T +")],
        "W_xh has the shape (H, D) = (4, 3), expected (D, H) = (3, 4).",
    ),
    "a name": ([("b_h", "bias")], "it has no parameter b_h; its parameters are W_hh, W_xh and bias."),
    "a tensor": (
        [("nn.Parameter(torch.zeros(H))", "torch.zeros(H)")],
        "b_h is a tensor, and no parameter: nothing would train it.",
    ),
    "a shared one": (
        [("self.b_h = ", "self.W_hh = self.W_xh; self.b_h = ")],
        "W_hh is the same parameter as W_xh.",
    ),
    "a frozen one": (
        [("torch.zeros(H))", "torch.zeros(H), requires_grad=False)")],
        "b_h has requires_grad=False: it gets no gradient, and nothing would train it.",
    ),
    "another shape": (
        [("torch.zeros(H)", "torch.zeros(D)")],
        "b_h has the shape (3,), expected (H,) = (4,).",
    ),
    "no constructor of the module's": (
        [("super().__init__()", "pass")],
        "raised AttributeError: `super().__init__()` has to come first in the constructor",
    ),
    "factors that do not fit": (
        [("x @ self.W_xh", "x @ self.W_hh")],
        "raised RuntimeError: in `@`, the left factor has 3 columns and the right one 4 rows; they have to be equal.",
    ),
    "factors of a batch that do not fit": (
        [("return torch", "x[:, None] @ self.W_hh.expand(2, 4, 4); return torch")],
        "raised RuntimeError: in `@`, the left factor has 3 columns and the right one 4 rows; they have to be equal.",
    ),
    "an axis that is not there": (
        [("return torch", "x.transpose(1, 2); return torch")],
        "raised IndexError: there is no axis 2: this tensor has 2, 0 and 1.",
    ),
    "a negative step": (
        [("return torch", "x[:, ::-1]; return torch")],
        "raised ValueError: torch takes no negative step: `[:, ::-1]` works in NumPy alone, and `x.flip(axis)` turns",
    ),
    "writing into a parameter": (
        [("return torch", "y = self.b_h; y += 1; return torch")],
        "raised RuntimeError: this writes into a parameter or an input itself, as `y += ...` and `y[0] = ...` do;",
    ),
    "writing into an input": (
        [("return torch", "h[0] = 1; return torch")],
        "raised RuntimeError: this writes into a parameter or an input itself",
    ),
    "NumPy's array": (
        [("self.b_h)\n", "self.b_h).detach().numpy()\n")],
        "a NumPy array comes back; asked for is a tensor, and torch.from_numpy makes one of it.",
    ),
    "NumPy's function": ([("torch.tanh(", "__import__('numpy').tanh(")], "NumPy knows no gradients; torch has a funct"),
    "two kinds of floats": (
        [("return torch.tanh(x @", "return torch.tanh(x.float() @")],
        "This check computes in float64",
    ),
    "one too many": (
        [("self.b_h = ", "self.b_y = nn.Parameter(torch.zeros(H)); self.b_h = ")],
        "it has a parameter too many, b_y; expected W_xh, W_hh and b_h.",
    ),
    "no module": (
        [("(nn.Module)", ""), ("super().__init__()", "pass")],
        "its objects are no torch modules: the class begins with `class RNNCell(nn.Module):`.",
    ),
    "no gradient": ([("return torch", "with torch.no_grad(): return torch")], "what comes back hangs on no parameter"),
    "two values": ([("return torch", "return h, torch")], "a tuple of 2, expected a tensor of shape (N, H) = (2, 4)."),
    "nothing": ([("return torch", "torch")], "returned None. Does every way through the function end in `return`?"),
    "something kept": (
        [("return torch", "h = getattr(self, 'h', h); self.h = h + 1; return torch")],
        "called twice with the same inputs, one object gives two different results",
    ),
    "an object": (
        [("self.b_h)\n", "self.b_h)\nRNNCell = RNNCell(3, 4)\n")],
        "it is an object of type RNNCell here, not a class: run the cell of the class again.",
    ),
    "an error": ([("return torch", "return x + h + torch")], "line 13 of its cell, `return x + h + torch.tanh("),
    "no forward": ([("def forward", "def ahead")], "raised NotImplementedError: Module [RNNCell] is missing the req"),
}


@pytest.mark.parametrize("what", SENTENCES)
def test_the_sentence_says_what_is_wrong(what: str) -> None:
    """Does the learner read which array, which parameter, or what else differs from what is asked?"""
    changes, wanted = SENTENCES[what]
    said = sentence(*changes)
    assert wanted in said


@pytest.mark.parametrize("what", SENTENCES)
def test_a_hidden_case_tells_no_values(what: str) -> None:
    """Is something said of a hidden case too, without a number of its own?"""
    said = sentence(*SENTENCES[what][0], hidden=True)
    assert said
    assert "0.9" not in said
    assert "line 0" not in said


@pytest.mark.parametrize("written", ["raise NotImplementedError()", "self.nothing = None"])
def test_a_stub_is_blank(written: str) -> None:
    """Is a class whose constructor, or whose forward alone, is not written yet, a blank and no mistake?"""
    text = CELL.replace("super().__init__()", written if "raise" in written else "super().__init__()")
    text = text.replace("return torch", "raise NotImplementedError()\n        return torch")
    assert observe(EXERCISE, Case("", arguments()), notebook(text))["outcome"] == "blank"


def test_inputs_that_are_changed_are_seen() -> None:
    """Does a tensor share its memory with the case's array, so that a change in place is told?"""
    text = CELL.replace("return torch", "with torch.no_grad(): x += 1\n        return torch")
    without_weights = arguments(outputs={"h_next": None})
    assert observe(EXERCISE, Case("", without_weights), notebook(text))["changed"] == ["inputs"]


def test_numbers_in_float32_made_on_the_way_do_no_harm() -> None:
    """May a learner make a first state without saying which dtype, and set the notebook's own seed and threads?"""
    text = CELL.replace(
        "def forward(self, x, h):", "def forward(self, x, h):\n        h = h + torch.zeros(x.shape[0], 4)"
    )
    assert "\n        h = h" in text
    import torch

    torch.manual_seed(1)
    before = torch.get_rng_state()
    assert observe(EXERCISE, Case("", arguments()), notebook(text))["outcome"] == "returned"
    assert torch.equal(before, torch.get_rng_state())
    assert torch.get_default_dtype() == torch.float32


def test_dropout_is_off_in_evaluation_and_on_in_training() -> None:
    """Does the case say which of the two the object is in?"""
    text = CELL.replace("return torch.tanh(", "return nn.functional.dropout(x, 1.0, self.training) @ self.W_xh + 0 * (")
    kind = notebook(text)["RNNCell"]
    assert np.any(run_module(kind, arguments())["h_next"])
    assert not np.any(run_module(kind, arguments(training=True))["h_next"])


@pytest.mark.parametrize(
    ("dropout", "values"),
    [
        ("nn.functional.dropout(x, 0.5, self.training)", [0.0, 2.0]),
        ("x * (torch.rand_like(x) > 0.5)", [0.0, 1.0]),
        ("x", [1.0]),
        ("nn.functional.dropout(nn.functional.dropout(x, 0.5), 0.5)", [0.0, 4.0]),
    ],
)
def test_which_values_are_drawn(dropout: str, values: list[float]) -> None:
    """Does a case see of what is drawn which values come out, and not how often?"""
    text = CELL.replace("return torch.tanh(", f"return {dropout} @ self.W_xh + 0 * (")
    parameters = {"W_xh": np.ones((1, 1)), "W_hh": np.ones((1, 1)), "b_h": np.ones(1)}
    given = {"sizes": {"D": 1, "H": 1}, "parameters": parameters, "outputs": {"h_next": None}, "training": True}
    given |= {"inputs": {"x": np.ones((1, 1)), "h": np.ones((1, 1))}, "draws": 60}
    np.testing.assert_allclose(run_module(notebook(text)["RNNCell"], given)["h_next"], values)


def test_several_and_nested_outputs_are_named_in_order() -> None:
    """Is (y, (h, c)) three outputs, each with weights of its own or none?"""
    text = CELL.replace("return torch.tanh(", "y = torch.tanh(").replace(
        "+ self.b_h)", "+ self.b_h); return y, (h, 2 * y)"
    )
    kind = notebook(text)["RNNCell"]
    given = arguments(outputs={"y": None, "h": None, "c": np.ones((2, 4))})
    seen = run_module(kind, given)
    assert list(seen)[:3] == ["y", "h", "c"]
    np.testing.assert_allclose(seen["c"], 2 * seen["y"])
    with pytest.raises(ValueError, match=r"^h is a tuple of 2, expected a tensor"):
        run_module(kind, arguments(outputs={"y": None, "h": None}))
    with pytest.raises(ValueError, match="3 values came back, expected 4: y, h, c, d"):
        run_module(kind, arguments(outputs={"y": None, "h": None, "c": None, "d": None}))


def test_a_list_of_modules_is_told_from_one_that_torch_knows() -> None:
    """Does a plain list of layers get a sentence, where their parameters are not found?"""
    text = """
    import torch
    from torch import nn


    class RNNCell(nn.Module):
        def __init__(self, D, H):
            super().__init__()
            self.layers = [nn.Linear(D, H), nn.Linear(H, H)]
    """
    given = arguments(parameters={"layers.0.weight": np.zeros((4, 3))})
    with pytest.raises(ValueError, match="layers is a plain list, in which torch finds no modules"):
        run_module(notebook(text)["RNNCell"], given)


BLOCKS = """
import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, D):
        super().__init__()
        self.first, self.second = nn.Linear(D, D), nn.Linear(D, D)


class Deep(nn.Module):
    def __init__(self, D, L):
        super().__init__()
        self.blocks = nn.ModuleList([Block(D) for _ in range(L)])

    def forward(self, x):
        return x
"""
NAMES = [f"blocks.{b}.{layer}.{what}" for b in range(4) for layer in ("first", "second") for what in ("weight", "bias")]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("[Block(D) for _ in range(L)]", "[Block(D)] * L"), "blocks.1 is blocks.0: one object under two names"),
        (("nn.Linear(D, D), nn.Linear(D, D)", "[nn.Linear(D, D)] * 2"), "blocks.0.second is blocks.0.first: one obj"),
        (("range(L)", "range(1)"), r"^it has no parameter blocks.1.first.weight; its parameters are blocks.0.first.bi"),
        (
            ("range(L)", "range(5)"),
            r"blocks.4.first.weight; expected blocks.0.first.weight, .* blocks.0.second.weight and 13 more$",
        ),
    ],
)
def test_one_object_in_two_places_is_named_without_a_list(change: tuple[str, str], said: str) -> None:
    """Is a block that is used twice called by its own name, and are long rows of names cut short?"""
    given = {"sizes": {"D": 3, "L": 4}, "parameters": {name: np.zeros((3, 3)) for name in NAMES}}
    given["parameters"] |= {name: np.zeros(3) for name in NAMES if name.endswith("bias")}
    with pytest.raises(ValueError, match=said) as raised:
        run_module(notebook(BLOCKS.replace(*change))["Deep"], given | {"inputs": {}, "outputs": {"y": None}})
    assert len(str(raised.value)) < 200


def test_all_cases_of_an_exercise_may_differ_in_form() -> None:
    """Can an exercise have cases of its start beside cases of what forward does?"""
    cases = [Case("start", {"sizes": {"D": 3, "H": 4}}), Case("values", arguments())]
    assert [seen["outcome"] for seen in observe_all(EXERCISE, cases, notebook(CELL))] == ["returned", "returned"]


def test_nothing_loads_torch_before_it_is_needed() -> None:
    """Are the checks and their drivers imported without torch?"""
    program = "import sys, helpers, helpers.checks.check, helpers.checks.drivers; print('torch' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", program], cwd=paths.ROOT, capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "False"


def test_a_case_loads_nothing_but_torch() -> None:
    """Does the first case import no more of torch, which would count against it, in each exercise's process anew?"""
    program = (
        "import sys, torch; from helpers.checks.drivers.modules import run_module; before = set(sys.modules); "
        "run_module(torch.nn.Linear, {'sizes': {'D': 60, 'H': 40}}); print(sorted(set(sys.modules) - before))"
    )
    out = subprocess.run([sys.executable, "-c", program], cwd=paths.ROOT, capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
