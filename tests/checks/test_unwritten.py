"""One line where a cell needs what is not written yet."""

from __future__ import annotations

from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from helpers.paths import ROOT
from tests.environment import environment_of_a_person

CELLS = [
    'from helpers.checks import Check\ncheck = Check("01_mini", globals())',
    'def double(x):\n    raise NotImplementedError("double is not written yet")',
    "print(double(3))",
    'raise NotImplementedError("not for this device")',
]


def test_a_cell_that_needs_a_stub_says_so_in_one_line() -> None:
    """Does a cell that calls a stub end in one sentence, and another NotImplementedError keep its traceback?"""
    notebook = new_notebook(cells=[new_code_cell(source) for source in CELLS])
    client = NotebookClient(notebook, allow_errors=True, extra_arguments=["--log-level=40"])
    client.execute(env=environment_of_a_person(ROOT))
    (stub,), (other,) = (cell.outputs for cell in notebook.cells[2:])
    assert stub.ename == other.ename == "NotImplementedError"
    assert stub.traceback == [
        "double is not written yet, and this cell needs it: write it first, then run this cell again."
    ]
    assert any("not for this device" in line for line in other.traceback)
    assert len(other.traceback) > 1
