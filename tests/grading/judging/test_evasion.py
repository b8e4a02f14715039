"""What could evade the checks in a class of torch is named for a person to read, and what is usual is not."""

from __future__ import annotations

import nbformat
import pytest

from helpers.checks.key import Key
from helpers.checks.specification import Exercise
from helpers.grading.judging.evasion import evasions_in

CELL = """from torch import nn
from torch.nn import functional as F


class RNNCell(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.W_xh = nn.Parameter(torch.randn(D, H))

    def forward(self, x, h):
        {line}
        return torch.tanh(x @ self.W_xh + h)
"""
ODD = {
    "a layer by its name as text": "rnn = getattr(nn, 'RNN' + 'Cell')",
    "a layer by a name that is put together": "rnn = getattr(nn, x.name)",
    "a function that is replaced": "F.softmax = torch.tanh",
    "a class that is replaced": "nn.Linear = RNNCell",
    "what torch compiles": "rnn = torch.jit.script(self)",
    "the layer behind torch's own": "rnn = torch._VF.rnn_tanh_cell",
    "text that spells it": "rnn = find('nn.RNN')",
}
USUAL = [
    "x = F.dropout(x, 0.5, self.training)",
    "self.state = h.detach()",
    "x = x.clone(); x[:, 0] = 0",
    "h = torch.where(x > 0, h, 0.0)",
    "layers = nn.ModuleList([nn.Linear(3, 4)])",
    "torch.backends.cudnn.enabled = False",
]


def flags_of(line: str) -> tuple[str, ...]:
    exercise = Exercise("RNNCell", "module", {"h": "N H"}, forbidden=("torch.nn.RNN", "torch.nn.RNNCell"))
    marks = {"nbgrader": {"solution": True, "grade_id": "RNNCell"}}
    cell = nbformat.v4.new_code_cell(CELL.format(line=line), metadata=marks)
    return evasions_in(nbformat.v4.new_notebook(cells=[cell]), Key("07_mini", {}, {"RNNCell": exercise}, {}))


@pytest.mark.parametrize("what", ODD)
def test_what_is_odd_in_a_method_is_named(what: str) -> None:
    """Is the line found, and quoted?"""
    (flag,) = flags_of(ODD[what])
    assert flag.startswith("Cell 1, the answer to RNNCell, line 11, ")
    assert ODD[what] in flag


@pytest.mark.parametrize("line", USUAL)
def test_what_is_usual_is_not(line: str) -> None:
    """Is nothing said of what modules do?"""
    assert flags_of(line) == ()
