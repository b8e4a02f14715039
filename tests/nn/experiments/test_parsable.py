"""Which lines count as Python, and which as indented further."""

from __future__ import annotations

import math

import pytest

from helpers.nn.experiments.indentation import shares_deeper
from helpers.nn.experiments.parsable import lines_of_code, parses, share_distinct, share_parsable


@pytest.mark.parametrize(
    "line",
    [
        "return self._value",
        "x = [1, 2, 3]",
        "while x > 0:",
        "else:",
        "elif x and y:",
        "except ValueError:",
        "finally:",
        "@property",
        "def f(x, *rest):",
        "class A(B):",
        "case [1, x]:",
        "'a word of text'",
    ],
)
def test_statements_and_heads_of_blocks_parse(line: str) -> None:
    """Is a line right that is a statement, or the head of one?"""
    assert parses(line)


@pytest.mark.parametrize(
    "line",
    ["return self._value)", "while x > 0", "def f(x", "the value of the file", "x = = 3", "'half a string", "\0"],
)
def test_other_lines_do_not(line: str) -> None:
    """Is a line wrong that Python would not take?"""
    assert not parses(line)


def test_lines_that_are_judged() -> None:
    """Are the cut lines at both ends left out, short ones, and comments?"""
    lines = [
        "rest of it",
        "    return something",
        "",
        "    # a long comment",
        "    x = 1",
        "    y = some_value",
        "cut o",
    ]
    text = "\n".join(lines)
    assert lines_of_code(text) == ["return something", "y = some_value"]
    assert share_parsable(["return something", "return something)"]) == 0.5
    assert share_distinct(["a", "a", "b", "a"]) == 0.5
    assert math.isnan(share_parsable([]))
    assert math.isnan(share_distinct([]))


def test_deeper_lines() -> None:
    """Is the next line with something in it compared, after a colon and otherwise?"""
    text = "cut\nif x:\n\n    y = 1\n    z = 2\nwhile y:\nz = 3\n  w = 4\ncut"
    assert shares_deeper([text]) == (0.5, 1 / 3)
    assert all(math.isnan(share) for share in shares_deeper(["a", "a\nb"]))
