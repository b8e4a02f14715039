"""A small lesson whose cases a test chooses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

TEXT = '''# %%
import numpy as np
from helpers.checks import Check

check = Check("01_mini", globals())


# %% solution="total"
def total(x, w):
    """The weighted sum of each row."""
    ### BEGIN SOLUTION
    result = (x * w).sum(axis=1)
    return result
    ### END SOLUTION


# %% test="total" part="values" points=1
'''
PRIVATE = """import numpy as np

from helpers.exercises import case, equivalent, exercise, hidden, mistake, quiz, right, visible

exercise("total", returns={{"sums": "N"}})


@visible("total", part="values")
def _(rng):
{visible}


@hidden("total", part="values")
def _(rng):
{hidden}


@right("total", style="product")
def by_product(x, w):
    return x @ w


{more}
"""
WEAK = "yield case('two ones', x=np.ones((1, 1)), w=np.ones(1))"
STRONG = "yield case('a batch', x=rng.normal(size=(3, 4)), w=rng.normal(size=4))"
Write = Callable[..., str]


@pytest.fixture
def lesson(mini_course: Path) -> Write:
    """Writes the lesson 01_mini with these cases and further declarations; gives its name."""

    def write(visible: str = STRONG, hidden: str = STRONG, more: str = "") -> str:
        private = PRIVATE.format(visible="    " + visible, hidden="    " + hidden, more=more)
        (mini_course / "solutions" / "01_mini.py").write_text(TEXT, encoding="utf-8")
        (mini_course / "solutions" / "01_mini_exercises.py").write_text(private, encoding="utf-8")
        return "01_mini"

    return write
