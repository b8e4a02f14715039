"""Code in colours on pages of feedback."""

from __future__ import annotations

import pytest
from nbconvert.filters import Highlight2HTML

from helpers.grading.highlighting import highlighted


@pytest.mark.parametrize(
    "source", ["", "x = 1\n", "def f(x):\n    return '<b>' + x  # é\n", "%timeit f(2)\n!ls", "def ("]
)
def test_it_is_what_nbconvert_makes(source: str) -> None:
    """Is the HTML that of nbconvert's own filter, magics and half a program included?"""
    assert highlighted(source) == Highlight2HTML(pygments_lexer="ipython3")(source)
