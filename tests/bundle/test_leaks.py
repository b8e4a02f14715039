"""Answers that could be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.build.lesson_text import LessonCell, read_lesson
from helpers.bundle import leaks

LESSON = '''# %% solution="double"
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    # a comment of three words
    if x is None:
        raise ValueError(f"{x} cannot be doubled")
    twice = np.multiply(x, 2.0)
    return twice
    ### END SOLUTION


# %% quiz="which" answer="b" points=1
which = None
'''


@pytest.fixture
def cells(tmp_path: Path) -> list[LessonCell]:
    """A lesson with one exercise and one question."""
    path = tmp_path / "01_mini.py"
    path.write_text(LESSON, encoding="utf-8")
    return read_lesson(path)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("def f(x):\n    twice = np.multiply(x, 2.0)\n", "has `twice = np.multiply(x, 2.0)`, of the answer to double"),
        ("twice=np.multiply(x,\n  2.0)  # in another layout", "of the answer to double"),
        (
            '{"source": "raise ValueError(f\\"{x} cannot be doubled\\")"}',
            'has `raise ValueError(f"{x} cannot be doubled")`, of the answer to double',
        ),
        ('which="b"', "of the answer to which"),
        ('"source": ["which = \\"b\\""]', "of the answer to which"),
    ],
)
def test_an_answer_is_found(cells: list[LessonCell], text: str, found: str) -> None:
    """Is a line of an answer found, in another layout too, one that raises, and the answer to a question?"""
    (clause,) = leaks.answers(cells, "which = None", {"helpers/draw/sound.py": "", "helpers/draw/x.py": text})
    assert clause.startswith("helpers/draw/x.py has ")
    assert clause.endswith(found)


@pytest.mark.parametrize("text", ["return twice", "# a comment of three words", 'which = "c"', "np.multiply(x, 2.5)"])
def test_what_gives_nothing_away_is_let_through(cells: list[LessonCell], text: str) -> None:
    """Are short lines, comments, wrong answers and other code no leak?"""
    assert list(leaks.answers(cells, "which = None", {"x.py": text})) == []


def test_what_the_notebook_shows_is_no_answer(cells: list[LessonCell]) -> None:
    """Is a line that the lesson itself shows let through?"""
    line = "twice = np.multiply(x, 2.0)"
    assert list(leaks.answers(cells, f"Try `{line}` by hand.", {"x.py": line})) == []


def test_markers_are_found() -> None:
    """Are the markers of answers and hidden tests found in code and in a notebook, and not where they are spoken of?"""
    files = {
        "a.py": "    ### BEGIN SOLUTION\n",
        "b.ipynb": '   "### BEGIN HIDDEN TESTS\\n",\n',
        "c.py": 'x = "### BEGIN"',
    }
    files["d.md"] = "between `### BEGIN SOLUTION` and `### END SOLUTION`"
    assert [clause.split()[0] for clause in leaks.markers(files)] == ["a.py", "b.ipynb"]
