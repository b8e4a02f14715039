"""The cells that were run, and which of them an answer comes from."""

from __future__ import annotations

import pytest

from helpers.checks.history import last_to_bind, sources_in_history


def test_solution_cells_are_found_in_the_history() -> None:
    """Are the cells that define an exercise found among all that were run, in order, each as often as it was run?"""
    step, forward, both = "def rnn_step(x):\n    pass", "class rnn_forward:\n    pass", "x = 1\ndef rnn_step(): pass"
    history = ["", "import numpy", step, "rnn_step(3)", "def helper():\n    def rnn_step(): pass", forward, both, step]
    assert sources_in_history({"In": history}, {"rnn_step", "rnn_forward"}) == [step, forward, both, step]


@pytest.mark.parametrize(
    "source",
    [
        "%matplotlib inline",
        "def (",
        "\0",
        "(" * 10_000,
        "-" * 100_000 + "1",
        "x = '\ud800'",
        "def f():\n\tx\n        y",
        3,
        None,
    ],
    ids=lambda source: repr(source)[:12],
)
def test_cells_that_are_no_python_are_passed_over(source: object) -> None:
    """Do cells that Python cannot read, and odd entries, leave the history usable?"""
    step = "def rnn_step(x):\n    pass"
    assert sources_in_history({"In": [source, step]}, {"rnn_step"}) == [step]


def test_without_a_history_there_are_no_cells() -> None:
    """Outside Jupyter, is the list empty?"""
    assert sources_in_history({}, {"f"}) == []


BINDS = {
    "a function": "def f(x):\n    return x",
    "a class": "class f:\n    pass",
    "a lambda": "f = lambda x: x",
    "one of two": "g, f = 1, 2",
    "an import": "from math import sqrt as f",
    "with an annotation": "f: str = 'b'",
    "inside an if": "if True:\n    def f():\n        pass",
}
BINDS_NOT = ["f(3)", "print('f')", "def g():\n    f = 1", "g = lambda f: f", "class g:\n    f = 1", "f.x = 1", "# f"]


@pytest.mark.parametrize("name", BINDS)
def test_the_cell_that_an_answer_comes_from(name: str) -> None:
    """Is the last cell found that gave the name its value, however it did, and cells that use it passed over?"""
    cells = ["f = 0", BINDS[name], *BINDS_NOT]
    assert last_to_bind("f", cells, cells) == BINDS[name]


def test_an_answer_with_magic_is_found_as_it_was_written() -> None:
    """Is the text given back that stands in the notebook, where Python got another one?"""
    written = "%matplotlib inline\ndef f():\n    pass"
    run = "get_ipython().run_line_magic('matplotlib', 'inline')\ndef f():\n    pass"
    assert last_to_bind("f", ["", run, "f()"], ["", written, "f()"]) == written


@pytest.mark.parametrize("source", ["f = (", "f = \0", "f" + "(" * 10_000, "f = '\ud800", 3, None], ids=str)
def test_a_cell_that_is_no_python_binds_nothing(source: str) -> None:
    """Do cells that Python cannot read leave the earlier answer found?"""
    cells = ["f = 1", source]
    assert last_to_bind("f", cells, cells) == "f = 1"
    assert last_to_bind("f", [source], [source]) == ""
    assert last_to_bind("f", [], []) == ""
