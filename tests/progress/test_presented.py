"""Progress as text and as a page."""

from __future__ import annotations

import re

import pytest

from helpers.progress import page, table
from helpers.progress.lessons import course_progress, lesson_progress
from tests.checks.test_present import Reader
from tests.learner import ANSWER, Learner

ALL = {"step": ANSWER, "quiz": 'quiz = "b"'}


def in_the_middle(learner: Learner) -> None:
    """The first lesson is partly done, the second one not begun."""
    learner.save("01_first", **ALL)
    learner.check("01_first", "step", "values", "passed")
    learner.check("01_first", "step", "shapes", "failed")
    learner.check("01_first", "quiz", "", "passed", 'quiz = "a"')
    learner.save("02_second")


def all_done(learner: Learner) -> None:
    learner.save("01_first", **ALL)
    for part in ("values", "shapes"):
        learner.check("01_first", "step", part, "passed")
    learner.check("01_first", "quiz", "", "passed", 'quiz = "b"')
    learner.save("02_second", last=ANSWER)
    learner.check("02_second", "last", "values", "passed", at=120.0)


def test_the_overview_in_the_middle(learner: Learner) -> None:
    """Is there a line a lesson, the tasks of the one that is begun, and what to do next?"""
    in_the_middle(learner)
    assert table.overview(course_progress()).splitlines() == [
        "01_first    2 of 4 points   0 of 1 exercises   0 of 1 questions",
        "  partly    step   values passed, shapes failed",
        "  changed   quiz   passed, but its cell has changed since: run its check again",
        "02_second   0 of 4 points   0 of 1 exercises                      nothing recorded yet",
        "",
        "Next: the exercise step in 01_first (shapes is missing).",
    ]


def test_the_overview_at_the_end(learner: Learner) -> None:
    """Does a lesson that is done take one line, and is there nothing left to do?"""
    all_done(learner)
    assert table.overview(course_progress()).splitlines() == [
        "01_first    4 of 4 points   1 of 1 exercises   1 of 1 questions   everything passes",
        "02_second   4 of 4 points   1 of 1 exercises                      everything passes",
        "",
        "Every exercise and every question passes.",
    ]


def test_the_overview_at_the_beginning(learner: Learner) -> None:
    """Without any record, does it say where one comes from, and with what to begin?"""
    shown = table.overview(course_progress())
    assert shown.count("no copy in work/ yet") == 2
    assert "Next: the exercise step in 01_first (not tried)." in shown
    assert "A check leaves a record when you run it in JupyterLab" in shown
    assert "check 01` runs all the checks" in shown.replace("\n", " ")
    learner.save("01_first")
    assert "nothing recorded yet" in table.overview(course_progress())


def test_a_lesson_in_detail(learner: Learner) -> None:
    """Does a lesson alone show each part with its points, and what is left to do in it?"""
    in_the_middle(learner)
    assert table.detail(lesson_progress("01_first")).splitlines() == [
        "01_first   2 of 4 points   0 of 1 exercises   0 of 1 questions",
        "",
        "  step       2 of 3   partly",
        "    values   2 of 2   passed",
        "    shapes   0 of 1   failed",
        "  quiz       0 of 1   changed   passed, but its cell has changed since: run its check again",
        "",
        "Next: the exercise step in 01_first (shapes is missing).",
    ]
    learner.check("01_first", "quiz", "", "failed", 'quiz = "b"')
    learner.save("01_first", **(ALL | {"step": ANSWER + " + 0"}))
    assert table.detail(lesson_progress("01_first")).splitlines()[2:6] == [
        "  step       0 of 3   partly",
        "    values   0 of 2   changed   its cell has changed since it passed",
        "    shapes   0 of 1   failed",
        "  quiz       0 of 1   failed    question",
    ]


def test_an_answer_that_is_not_saved(learner: Learner) -> None:
    """Is a pass that the saved notebook does not hold yet a pass, with the word to save it?"""
    learner.save("02_second")
    learner.check("02_second", "last", "values", "passed", at=120.0)
    shown = table.detail(lesson_progress("02_second"))
    assert "last   4 of 4   passed   this answer is not saved yet: save the notebook" in shown
    assert "this answer is not saved yet" not in table.overview([lesson_progress("02_second")])


@pytest.mark.parametrize("situation", [lambda learner: None, in_the_middle, all_done])
def test_the_page_says_what_the_text_says(learner: Learner, situation) -> None:
    """Is the HTML well formed, each word of the overview in it, and no script, link or picture?"""
    situation(learner)
    shown = page.overview(course_progress())
    reader = Reader()
    reader.feed(shown)
    assert reader.open == []
    for word in re.findall(r"[A-Za-z0-9_]+", table.overview(course_progress())):
        assert word in reader.text
    assert not re.search(r"<(script|link|img|a)\b|https?:|on\w+=", shown)


def test_the_page_folds_all_but_the_lesson_to_go_on_with(learner: Learner) -> None:
    """Is the fold-out open of the lesson with the next thing to do, and closed of one that is done?"""
    all_done(learner)
    assert page.overview(course_progress()).count("<details open") == 0
    learner.check("02_second", "last", "values", "failed")
    shown = page.overview(course_progress())
    assert re.findall(r"<details( open)?[^>]*><summary>(\w+), one by one", shown) == [
        ("", "01_first"),
        (" open", "02_second"),
    ]


def test_no_state_is_told_by_a_sign_or_a_colour_alone(learner: Learner) -> None:
    """Does each mark on the page stand beside its word, and are the columns and rows of the table named?"""
    in_the_middle(learner)
    shown = page.overview(course_progress())
    assert re.findall(r"<strong>(\S) ([a-z ]+)</strong>", shown) == [("◐", "partly"), ("↻", "changed")]
    assert shown.count('<th scope="col"') == 5
    assert shown.count('<th scope="row"') == 2
    assert "<caption" in shown
    assert not re.search(r"color:#|background:#", shown)  # the theme's own colours
