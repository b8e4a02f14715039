import numpy as np
import pytest
import torch

from helpers.checks.forbidden import forbidden_names
from tests.checks.trial import notebook

torch.set_num_threads(1)
FORBIDDEN = ("torch.nn", "helpers.nn", "torch.autograd.grad", "numpy.linalg.svd")


def found(*cells: str, forbidden: tuple[str, ...] = FORBIDDEN) -> list[str]:
    namespace = notebook(*cells)
    return forbidden_names(namespace["f"], namespace, forbidden)


@pytest.mark.parametrize(
    ("cells", "names"),
    [
        (["import torch\ndef f(x):\n    return torch.nn.RNN(3, 4)(x)"], ["torch.nn.RNN"]),
        (["import torch.nn as nn\ndef f(x):\n    return nn.functional.relu(x)"], ["torch.nn.functional.relu"]),
        (["from torch import nn\ndef f(x):\n    return nn.RNN(3, 4)(x)"], ["torch.nn.RNN"]),
        (["from torch.nn import RNN\ndef f(x):\n    return RNN(3, 4)(x)"], ["torch.nn.modules.rnn.RNN"]),
        (["import torch.nn.functional as F\ndef f(x):\n    return F.tanh(x)"], ["torch.nn.functional.tanh"]),
        (["def f(x):\n    import torch\n    return torch.nn.RNN(3, 4)(x)"], ["torch.nn.RNN"]),
        (["def f(x):\n    import torch.nn as n\n    return n.RNN(3, 4)(x)"], ["torch.nn.RNN"]),
        (["def f(x):\n    from torch.nn import RNN as R\n    return R(3, 4)(x)"], ["torch.nn.RNN"]),
        (["def f(x):\n    from torch import nn\n    return nn"], ["torch.nn"]),
        (["def f(x):\n    from helpers.nn.vanilla_rnn import rnn_step\n    return rnn_step"],
         ["helpers.nn.vanilla_rnn.rnn_step"]),
        (["from helpers.nn.vanilla_rnn import rnn_step\ndef f(x):\n    return rnn_step(x)"],
         ["helpers.nn.vanilla_rnn.rnn_step"]),
        (["from helpers import nn\ndef f(x):\n    return nn.vanilla_rnn.rnn_step(x)"],
         ["helpers.nn.vanilla_rnn.rnn_step"]),
        (["import torch\ndef helper(x):\n    return torch.nn.RNN", "def f(x):\n    return helper(x)"],
         ["torch.nn.RNN"]),
        (["import torch\nclass Cell:\n    def forward(self, x):\n        return torch.nn.RNN(1, 1)(x)",
          "def f(x):\n    return Cell().forward(x)"], ["torch.nn.RNN"]),
        (["import torch\nclass f(torch.nn.LSTM):\n    pass"], ["torch.nn.modules.rnn.LSTM"]),
        (["import torch\nf = lambda x: torch.nn.RNN(1, 1)(x)"], ["torch.nn.RNN"]),
        (["def f(x):\n    def inner():\n        return np.linalg.svd(x)\n    return inner()"], ["numpy.linalg.svd"]),
        (["import torch\ndef f(x):\n    nn = torch.nn\n    return nn.RNN(1, 1)(x)"], ["torch.nn"]),
        (["import torch\nlayer = torch.nn.RNN(1, 1)\ndef f(x):\n    return layer(x)"], ["torch.nn.modules.rnn.RNN"]),
        (["from numpy.linalg import svd\ndef f(x):\n    return svd(x)"], ["numpy.linalg.svd"]),
        (["import torch\ndef f(x):\n    return [torch.nn.RNN, torch.autograd.grad]"],
         ["torch.autograd.grad", "torch.nn.RNN"]),
    ],
)  # fmt: skip
def test_forbidden_names_are_found(cells: list[str], names: list[str]) -> None:
    """Is a forbidden name found however it was imported, in the function or in what it uses of the notebook?"""
    assert found(*cells) == names


@pytest.mark.parametrize(
    "cells",
    [
        ["def f(x):\n    return np.linalg.svdvals(x)"],
        ["import torch\ndef f(x):\n    return torch.tanh(torch.autograd.Variable(x))"],
        ["import torch\nweight = torch.nn.Parameter(torch.ones(1))\ndef f(x):\n    return x * weight"],
        ["import torch\nunused = torch.nn.RNN(1, 1)\ndef f(x):\n    return x"],
        ["import torch\ndef other(x):\n    return torch.nn.RNN", "def f(x):\n    return x"],
        ["def f(x):\n    'torch.nn.RNN is not allowed here'\n    return 'torch.nn'  # torch.nn"],
        ["def f(nn):\n    return nn.sum()"],
        ["from torch import nn", "def f(nn):\n    return nn.sum()"],
        ["import torch.nn.functional as F", "def f(x):\n    F = x + 1\n    return F.sum()"],
        ["import torch.nn.functional as F", "def f(x):\n    return [F.sum() for F in x]"],
        ["from helpers import checks\ndef f(x):\n    return checks"],
    ],
)
def test_what_is_allowed_is_not_found(cells: list[str]) -> None:
    """Are names that only look alike, unused ones, and mentions in text left alone?"""
    assert found(*cells) == []


def test_a_class_has_two_names() -> None:
    """Is torch.nn.LSTM, whose own name is torch.nn.modules.rnn.LSTM, found by the name that the exercise gives it?"""
    for cell in (
        "from torch.nn import LSTM\ndef f(x):\n    return LSTM(1, 1)(x)",
        "def f(x):\n    from torch.nn.modules.rnn import LSTM\n    return LSTM(1, 1)(x)",
        "import torch\nclass f(torch.nn.LSTM):\n    pass",
    ):
        assert found(cell, forbidden=("torch.nn.LSTM",)) == ["torch.nn.LSTM"]
        assert found(cell, forbidden=("torch.nn.GRU",)) == []


def test_functions_that_use_each_other_are_read_once() -> None:
    """Do functions that call each other, and a class that names itself, come to an end?"""
    assert found("def g(x):\n    return f(x)", "def f(x):\n    return g(f(x))") == []
    assert found("class f:\n    def again(self):\n        return f()") == []


@pytest.mark.parametrize("thing", [np.tanh, len, 3, "f", None, torch.nn.RNN(1, 1), type("A", (), {})])
def test_what_has_no_source_is_no_fault(thing: object) -> None:
    """Is there an answer for objects whose source nobody has?"""
    assert forbidden_names(thing, {"__name__": "__main__"}, ("numpy.fft",)) == []


def test_nothing_is_read_where_nothing_is_forbidden() -> None:
    """Is an exercise without forbidden names free of the search?"""
    assert found("import torch\ndef f(x):\n    return torch.nn", forbidden=()) == []


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("import torch\ndef f(x):\n    return torch.log_softmax(x, 1)", ["torch.log_softmax"]),
        ("import torch\ndef f(x):\n    y = torch.tensor(x)\n    return y.log_softmax(1)", ["y.log_softmax"]),
        ("import torch\ndef f(x):\n    return torch.tensor(x)[0].log_softmax(1).mean()", [".log_softmax"]),
        ("def f(x):\n    return (x - x.max()).log_softmax(1)", [".log_softmax"]),
        (
            "def f(x):\n    from torch.special import log_softmax as g\n    return g(x, 1)",
            ["torch.special.log_softmax"],
        ),
    ],
)
def test_a_name_behind_any_dot_is_found(cell: str, names: list[str]) -> None:
    """Is ".log_softmax" found as a module's function and as a method of whatever stands before it?"""
    assert found(cell, forbidden=(".log_softmax",)) == names


@pytest.mark.parametrize(
    "cell",
    [
        "def log_softmax(x):\n    return x - np.log(np.exp(x).sum())\ndef f(x):\n    return log_softmax(x)",
        "class Loss:\n    def log_softmax(self, x):\n        return x\n    def __call__(self, x):\n"
        "        return self.log_softmax(x)\nf = Loss()",
        "class Loss:\n    def log_softmax(self, x):\n        return x\ndef f(x):\n    return Loss().log_softmax(x)",
        "def f(x):\n    return x.log_softmax_of_mine(1)",
        "def f(log_softmax):\n    return log_softmax",
    ],
)
def test_a_learners_own_name_is_no_attribute(cell: str) -> None:
    """May a learner's own function, method or variable have the name that is forbidden behind a dot?"""
    assert found(cell, forbidden=(".log_softmax",)) == []


@pytest.mark.parametrize(
    "cell",
    [
        "class f(nn.Module):\n    @staticmethod\n    def g(x):\n        return nn.RNN(3, 4)(x)",
        "class f(nn.Module):\n    @property\n    def g(self):\n        return nn.RNN",
        "class f(nn.Module):\n    @classmethod\n    def g(cls):\n        return nn.RNN",
        "class f(nn.Module):\n    rnn = nn.RNN(3, 4)",
        "class f(nn.Module):\n    kind = nn.RNN",
        "class f(nn.Module):\n    class Inner(nn.Module):\n        def g(self):\n            return nn.RNN",
        "class f(nn.RNN):\n    pass",
        "class Base(nn.RNN):\n    pass\n\n\nclass f(Base):\n    pass",
        "class Base(nn.Module):\n    def g(self):\n        return nn.RNN\n\n\nclass f(Base):\n    pass",
    ],
)
def test_a_class_is_looked_through(cell: str) -> None:
    """Is a layer found in every kind of method, in the class's body, inside it, and in what it inherits from?"""
    assert found(f"import torch\nfrom torch import nn\n\n\n{cell}", forbidden=("torch.nn.RNN",)) == ["torch.nn.RNN"]


def test_a_class_of_its_own_layers_is_no_find() -> None:
    """May a module have parameters, layers that are allowed, and a base class of its own?"""
    cell = (
        "from torch import nn\n\n\nclass Base(nn.Module):\n    size = 3\n\n\nclass f(Base):\n    def __init__(self):\n"
        "        super().__init__()\n        self.layer = nn.Linear(3, 4)"
    )
    assert found(cell, forbidden=("torch.nn.RNN", "torch.nn.LSTM")) == []
