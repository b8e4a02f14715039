import inspect
import sys

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from helpers import Refusal
from helpers.exercises.reference import (
    needed_cells,
    points_by_test,
    reference_namespace,
    solution_sources,
    without_markers,
)


def cell(source: str, *tags: str, **nbgrader: object):
    metadata = {"tags": list(tags)} if tags else {}
    if nbgrader:
        metadata["nbgrader"] = {"grade": False, "solution": False} | nbgrader
    return new_code_cell(source, metadata=metadata, id=str(nbgrader.get("grade_id", "plain")))


NOTEBOOK = new_notebook(
    cells=[
        new_markdown_cell("# Text"),
        cell("import math\nprint('shown to readers')", grade_id="setup"),
        cell("def f(x):\n    return math.sqrt(x)", grade_id="f", solution=True),
        cell("raise AssertionError('a test is not run')", grade_id="test_f_values", grade=True, points=2),
        cell("raise AssertionError('an experiment is not run')", "skip-execution", "raises-exception"),
        cell("answer = 'b'", grade_id="answer", solution=True),
        cell("check('answer')", grade_id="test_answer", grade=True, points=0.5),
    ]
)


def test_the_cells_of_a_solution_notebook_are_told_apart() -> None:
    """Are solution cells, points and the cells that grading runs found by their metadata?"""
    assert solution_sources(NOTEBOOK) == {"f": "def f(x):\n    return math.sqrt(x)", "answer": "answer = 'b'"}
    assert points_by_test(NOTEBOOK) == {"test_f_values": 2.0, "test_answer": 0.5}
    assert [found.id for found in needed_cells(NOTEBOOK)] == ["setup", "f", "answer"]


def test_a_reference_is_written_without_its_markers() -> None:
    """Are the lines that mark an answer left out, and every other line kept as it is?"""
    marked = "def f(x):\n    ### BEGIN SOLUTION\n    # why\n    return x\n    ### END SOLUTION"
    assert without_markers(marked) == "def f(x):\n    # why\n    return x"


def test_the_reference_is_what_the_solution_cells_define(capfd: pytest.CaptureFixture[str]) -> None:
    """Is the namespace that of the needed cells, with sources that can be found, and without output?"""
    namespace = reference_namespace(NOTEBOOK, "01_own")
    assert namespace["f"](9) == 3
    assert namespace["answer"] == "b"
    assert inspect.getsource(namespace["f"]) == "def f(x):\n    return math.sqrt(x)"
    assert capfd.readouterr() == ("", "")


def test_a_reference_that_does_not_run_is_refused() -> None:
    """Is the cell named that raises?"""
    broken = new_notebook(cells=[cell("x = 1", grade_id="setup"), cell("1 / 0", grade_id="f", solution=True)])
    with pytest.raises(Refusal, match="Lesson 01_own: the cell f raises ZeroDivisionError: division by zero"):
        reference_namespace(broken, "01_own")


def test_a_reference_s_classes_and_dataclasses_work() -> None:
    """Do classes of the reference, which lie in no module, behave as in a notebook?"""
    source = "from dataclasses import dataclass\n@dataclass\nclass Cell:\n    size: 'int' = 3"
    namespace = reference_namespace(new_notebook(cells=[cell(source, grade_id="f", solution=True)]), "01_own")
    assert namespace["Cell"]().size == 3
    assert namespace["Cell"].__module__ not in sys.modules
