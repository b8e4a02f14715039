"""The hints that the build finds in a lesson's text."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers import Refusal
from helpers.build.course import make
from helpers.build.hints import hints_of
from helpers.build.lesson_text import LessonCell
from helpers.checks.specification import Hint


def text(*lines: str, line: int = 1) -> LessonCell:
    return LessonCell("text", "", "\n".join(lines), line)


def solution(name: str, line: int = 100) -> LessonCell:
    return LessonCell("solution", name, "", line)


def fold(summary: str, *body: str) -> list[str]:
    return [f"<details><summary>{summary}</summary>", "", *body, "", "</details>", ""]


def test_hints_stand_between_the_heading_and_the_cell() -> None:
    """Are the fold-outs below an exercise's heading its hints, in order, and those elsewhere in the lesson none?"""
    cells = [
        text(*fold("A remark", "not a hint"), "### Exercise 1.1: `f` &nbsp; ●○○", *fold("One", "$h$", "", "    code")),
        LessonCell("code", "", "x = 1", 20),
        text("More.", *fold("Two", "second")),
        solution("f"),
        text(*fold("Another remark", "none either"), "### Exercise 1.2: `g`", *fold(" h[:, 1] ", "third")),
        solution("g"),
        text(*fold("A last remark", "none")),
    ]
    assert hints_of(cells, "x.py") == {
        "f": (Hint("One", "$h$\n\n    code"), Hint("Two", "second")),
        "g": (Hint("h[:, 1]", "third"),),
    }


def test_a_hint_names_its_parts() -> None:
    """Are the parts of a hint those that its fold-out names, and none where it names none?"""
    named = ['<details data-parts="padding edges"><summary>One</summary>', "", "first", "", "</details>"]
    cells = [text("### Exercise 1.1: `f`", *named, *fold("Two", "second")), solution("f")]
    assert hints_of(cells, "x.py") == {"f": (Hint("One", "first", ("padding", "edges")), Hint("Two", "second"))}


def with_parts(course: Path, *parts: str) -> None:
    """The small course, each of whose first fold-outs names parts."""
    path = course / "solutions" / "01_mini.py"
    pieces = path.read_text(encoding="utf-8").split("<details><summary>")
    names = [f' data-parts="{part}"' if part else "" for part in parts]
    joined = pieces[0]
    for place, piece in enumerate(pieces[1:]):
        joined += f"<details{names[place] if place < len(names) else ''}><summary>{piece}"
    path.write_text(joined, encoding="utf-8")


def test_the_build_puts_a_hint_s_parts_into_the_key(mini_course: Path) -> None:
    """Does the key have the parts that the fold-outs name?"""
    with_parts(mini_course, "values edges", "values")
    assert [hint.parts for hint in make("01_mini").key.exercises["double"].hints] == [("values", "edges"), ("values",)]


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (("speed",), "a hint of double names the part speed; there is values, edges."),
        (("values", "values"), "double has no hint for the part edges: every hint names others."),
    ],
)
def test_the_build_refuses_hints_that_do_not_fit(mini_course: Path, parts: tuple[str, ...], said: str) -> None:
    """Is a hint refused that names no part of its exercise, and a part that every hint leaves out?"""
    with_parts(mini_course, *parts)
    with pytest.raises(Refusal) as refused:
        make("01_mini")
    assert str(refused.value).endswith(said)


FAULTS = {
    "no hint": ([text("### Exercise 1.1: `f`"), solution("f")], "x.py:100: f has no hint: write <details>"),
    "a hint above the heading alone": (
        [text(*fold("One", "first"), "### Exercise 1.1: `f`"), solution("f")],
        "x.py:100: f has no hint",
    ),
    "no heading": ([text(*fold("One", "first")), solution("f")], "x.py:100: above f no heading says ### Exercise"),
    "another's heading": (
        [text("### Exercise 1.1: `g`", *fold("One", "first")), solution("f")],
        "x.py:100: above f no heading",
    ),
    "one heading for two": (
        [text("### Exercise 1.1: `f`", *fold("One", "first")), solution("f"), solution("f", 120)],
        "x.py:120: above f no heading",
    ),
    "no end": (
        [text("### Exercise 1.1: `f`", "", "<details><summary>One</summary>", "first", line=10), solution("f")],
        "x.py:13: a fold-out begins here that is not",
    ),
    "no end before the next": (
        [text("### Exercise 1.1: `f`", "<details><summary>One</summary>", *fold("Two", "b"), line=10), solution("f")],
        "x.py:13: a fold-out begins here that is not",
    ),
    "no summary": (
        [text("### Exercise 1.1: `f`", *fold("One", "a"), "<details>", "b", "</details>", line=10), solution("f")],
        "x.py:18: a fold-out begins here that is not",
    ),
    "an empty line": (
        [text("### Exercise 1.1: `f`", *fold(" ", "a")), solution("f")],
        "x.py:3: this hint says nothing",
    ),
    "an empty hint": ([text("### Exercise 1.1: `f`", *fold("One")), solution("f")], "x.py:3: this hint says nothing"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_refused_with_its_line(name: str) -> None:
    """Is an exercise without a hint, and a fold-out that is not whole, refused with file and line?"""
    cells, sentence = FAULTS[name]
    with pytest.raises(Refusal) as refused:
        hints_of(cells, "x.py")
    assert str(refused.value).startswith(sentence)


def test_the_build_puts_them_into_the_key(mini_course: Path) -> None:
    """Has the key of the small course the hints of each of its exercises?"""
    exercises = make("01_mini").key.exercises
    assert [hint.summary for hint in exercises["double"].hints] == ["What is twice a number?", "All at once"]
    assert exercises["double_sum"].hints == (Hint("Along which axis?", "The last."),)


def test_the_build_refuses_an_exercise_without_a_hint(mini_course: Path) -> None:
    """Does a lesson not build whose exercise has none, and is the line that of its cell?"""
    path = mini_course / "solutions" / "01_mini.py"
    lines = path.read_text(encoding="utf-8").splitlines()
    begin = lines.index("# <details><summary>Along which axis?</summary>")
    path.write_text("\n".join(lines[:begin] + lines[begin + 5 :]), encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        make("01_mini")
    line = path.read_text(encoding="utf-8").splitlines().index('# %% solution="double_sum"') + 1
    assert str(refused.value).startswith(f"solutions/01_mini.py:{line}: double_sum has no hint")
