"""A text that the learner writes and a person marks: from the lesson's text to the student's notebook."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from helpers import Refusal
from helpers.build.expand import solution_notebook
from helpers.build.lesson_text import LessonCell, read_lesson
from helpers.build.release import released
from helpers.build.rules import refuse_bad_text
from helpers.exercises.reference import points_by_test
from helpers.progress.standing import tasks_of

TEXT = """\
# %% [markdown]
# # A lesson
#
# About 2 minutes.

# %% [markdown] report="my_report" points=10
# **Question.** ...
#
# **Data.** ...
"""


def read(tmp_path: Path, text: str = TEXT) -> list[LessonCell]:
    (tmp_path / "01_one.py").write_text(text, encoding="utf-8")
    return read_lesson(tmp_path / "01_one.py")


def notebook(tmp_path: Path) -> nbformat.NotebookNode:
    return solution_notebook(read(tmp_path), hidden=())


def test_it_is_read_with_its_name_and_points(tmp_path: Path) -> None:
    """Is it a kind of its own, in Markdown?"""
    cell = read(tmp_path)[-1]
    assert (cell.kind, cell.name, cell.marks["points"]) == ("report", "my_report", 10)
    assert cell.source == "**Question.** ...\n\n**Data.** ..."


def test_it_becomes_a_cell_that_nbgrader_marks_by_hand(tmp_path: Path) -> None:
    """Is it nbgrader's manually graded answer: graded and a solution, open to the learner?"""
    cell = notebook(tmp_path).cells[-1]
    assert cell.cell_type == "markdown"
    assert cell.id == cell.metadata.nbgrader.grade_id == "my_report"
    assert (cell.metadata.nbgrader.grade, cell.metadata.nbgrader.solution) == (True, True)
    assert (cell.metadata.nbgrader.locked, cell.metadata.nbgrader.points) == (False, 10)


def test_its_headings_are_given_out(tmp_path: Path) -> None:
    """Does the learner get the text as it stands, with the checksum by which an untouched report is told?"""
    made = notebook(tmp_path)
    cell = released(made, "01_one").cells[-1]
    assert cell.source == made.cells[-1].source
    assert cell.metadata.nbgrader.checksum


def test_it_is_no_test_and_no_task_of_the_checks(tmp_path: Path) -> None:
    """Do checks and the learner's progress leave its points alone, which only a person can give?"""
    made = notebook(tmp_path)
    assert points_by_test(made) == {}
    assert tasks_of(released(made, "01_one").cells) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('# %% [markdown] report="my_report"\n# x\n', "lacks the mark points"),
        ('# %% [markdown] report="my_report" points=0\n# x\n', "no sensible value"),
        ('# %% [markdown] report="my report" points=1\n# x\n', "is not a name"),
        ('# %% report="my_report" points=1\n', "unknown mark"),
        ("# %% [markdown] points=1\n# x\n", "unknown mark"),
    ],
)
def test_an_odd_report_is_refused(tmp_path: Path, text: str, said: str) -> None:
    """Is a report without points, with another name, or in a code cell told with its line?"""
    with pytest.raises(Refusal, match=said):
        read(tmp_path, text)


@pytest.mark.parametrize("another", ['# %% experiment="my_report"\nprint(1)\n', TEXT])
def test_its_name_is_its_own(tmp_path: Path, another: str) -> None:
    """Is a second cell of the same name refused?"""
    with pytest.raises(Refusal, match="is taken already"):
        refuse_bad_text(read(tmp_path, f"{TEXT}\n{another}"), "solutions/01_one.py")


def test_a_picture_in_it_needs_words(tmp_path: Path) -> None:
    """Is a picture without alternative text refused there, too?"""
    with pytest.raises(Refusal, match="no alternative text"):
        refuse_bad_text(read(tmp_path, TEXT + "#\n# ![](seen.png)\n"), "solutions/01_one.py")
