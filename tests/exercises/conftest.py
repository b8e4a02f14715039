"""A lesson of one's own: a private file beside a solution notebook, written by the test."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers import paths
from helpers.build.expand import solution_notebook
from helpers.build.lesson_text import read_lesson
from helpers.exercises.load import PrivateSide, load_from

LESSON = '''
# %%
import numpy as np

# %% solution="double"
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% test="double" part="values" points=2
# %% quiz="why" answer="b" points=1
why = None
'''

PRIVATE = """
import numpy as np

from helpers.exercises import case, exercise, hidden, mistake, quiz, right, visible

exercise("double", returns={"y": "N"})

@visible("double", part="values")
def _(rng):
    yield case("a few", x=rng.normal(size=3), note="twice")

@hidden("double", part="values")
def _(rng):
    yield case("more", x=rng.normal(size=rng.integers(2, 9)))

@right("double", style="plus")
def plus(x):
    return x + x

@mistake("double", fails=("values",), says="You square.")
def squared(x):
    return x**2

quiz("why", {"a": "no", "b": "yes"})
"""


@pytest.fixture
def lesson(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., PrivateSide]:
    """A function that makes the private side of the lesson above; changes are (old, new) pairs in either file."""
    (tmp_path / "salt.txt").write_text("salt\n", encoding="utf-8")
    monkeypatch.setattr(paths, "SOLUTIONS", tmp_path)

    def make(*changes: tuple[str, str], text: str = LESSON, private: str = PRIVATE) -> PrivateSide:
        for old, new in changes:
            assert (old in text) != (old in private), f"{old!r} has to stand in one of the two files"
            text, private = text.replace(old, new), private.replace(old, new)
        for name, content in (("01_own.py", text), ("01_own_exercises.py", private)):
            (tmp_path / name).write_text(textwrap.dedent(content).lstrip("\n"), encoding="utf-8")
        notebook = solution_notebook(read_lesson(tmp_path / "01_own.py"), hidden=())
        return load_from("01_own", notebook, tmp_path / "01_own_exercises.py")

    return make
