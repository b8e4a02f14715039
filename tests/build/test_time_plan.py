"""How long a lesson takes, and where to stop and ask."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from helpers import paths
from helpers.build import time_plan as module
from helpers.build.lesson_text import read_lesson
from helpers.build.time_plan import Step, TimePlan, exercises_in, time_plan

FOLD = '# <details data-parts="values"><summary>A hint</summary>\n#\n# ' + "hint " * 600 + "\n#\n# </details>\n"
LESSON = f"""# %% [markdown]
# # A title
#
# About 40 minutes.

# %%
x = 1

# %% [markdown]
# {"word " * 120}
#
# ---
# ## 1 &nbsp; Words *become* numbers
#
# | a | b |
# |---|---|
# {"| cell " * 360}|
#
# $$x = 1 \\tag{{1.1}}$$
#
# **Before you run the next cell:** the mean is 0.5, say. How many `digits` will agree: one, or two? Say why.

# %% experiment="digits" seconds=30
x

# %% figure="picture"
x

# %% [markdown]
# ### Exercise 1.1: `digits` &nbsp; ●○○ &nbsp; 8 minutes &nbsp; 2 lines
#
# {"task " * 500}
#
{FOLD}
# %% solution="digits"
def digits(x):
    pass


# %% test="digits" part="values" points=1

# %% [markdown]
# ### After it
#
# {"word " * 240}
#
# **A question to stop at.** Where does it belong? Decide.

# %% [markdown]
# ## Quiz
#
# **1.** The dog bit the man. Who bit whom?
#
# - **a** {"word " * 100}

# %% quiz="first" answer="a" points=1
first = None

# %% [markdown]
# **2.** And now?

# %% quiz="second" answer="a" points=1
second = None

# %% [markdown]
# ## Sources
#
# {"book " * 500}
"""


@pytest.fixture
def plan(tmp_path: Path) -> TimePlan:
    """The plan of the lesson above."""
    path = tmp_path / "01_small.py"
    path.write_text(LESSON, encoding="utf-8")
    return time_plan(read_lesson(path))


def of_kind(plan: TimePlan, kind: str) -> list[tuple[str, Step]]:
    return [(section.title, step) for section in plan.sections for step in section.steps if step.kind == kind]


def test_the_sections_are_those_of_the_headings(plan: TimePlan) -> None:
    """Is every heading a section, also in the middle of a cell, and are the sources not read?"""
    assert [section.title for section in plan.sections] == ["Opening", "1 Words become numbers", "Quiz"]


def test_reading_takes_the_time_of_its_words(plan: TimePlan) -> None:
    """120 words a minute in a text, 360 in a table, none for what is folded in, a task, a quiz or the sources?"""
    minutes = {title: sum(s.minutes for t, s in of_kind(plan, "reading") if t == title) for title, _ in parts(plan)}
    assert minutes["Opening"] == pytest.approx((120 + 2 + 3) / 120)
    assert minutes["1 Words become numbers"] == pytest.approx((2 + 360) / 360 + (240 + 2) / 120)
    assert minutes["Quiz"] == 0


def parts(plan: TimePlan) -> list[tuple[str, float]]:
    return [(section.title, section.minutes) for section in plan.sections]


def test_what_is_done_takes_its_own_time(plan: TimePlan) -> None:
    """Do exercise, experiment, figure, formula and code take the minutes of the heading, the mark and the rates?"""
    assert of_kind(plan, "exercise") == [("1 Words become numbers", Step("exercise", "1.1 digits", 8.0))]
    assert of_kind(plan, "experiment")[0][1].minutes == module.EXPERIMENT + 0.5
    assert [step.minutes for _, step in of_kind(plan, "figure")] == [module.FIGURE]
    assert [step.minutes for _, step in of_kind(plan, "formula")] == [module.FORMULA]
    assert of_kind(plan, "code") == [("Opening", Step("code", "", module.CODE))]
    assert plan.minutes == pytest.approx(sum(minutes for _, minutes in parts(plan)))


def test_predictions_are_places_to_stop_at(plan: TimePlan) -> None:
    """Is the question itself given, whole and without markup, and a question to stop at as well?"""
    assert [step.what for _, step in of_kind(plan, "prediction")] == [
        "How many digits will agree: one, or two?",
        "Where does it belong?",
    ]


def test_the_questions_of_a_quiz_are_one_place_to_stop_at(plan: TimePlan) -> None:
    """Are questions that follow each other one group, with the words of the first and a minute for each?"""
    ((title, step),) = of_kind(plan, "quiz")
    assert (title, step.what) == ("Quiz", "The dog bit the man. Who bit whom?")
    assert step.minutes == 2 * module.QUIZ_QUESTION


@pytest.mark.parametrize("opening", ["About 40 minutes.", "Nothing."])
def test_the_promise_is_what_the_opening_says(tmp_path: Path, opening: str) -> None:
    """Is the promise read from the opening, and from nowhere else?"""
    path = tmp_path / "01_small.py"
    path.write_text(f"# %% [markdown]\n# # A\n#\n# {opening}\n#\n# ## 1 B\n#\n# About 9 minutes.\n", encoding="utf-8")
    assert time_plan(read_lesson(path)).promised == (40 if "40" in opening else None)


@pytest.mark.parametrize("lesson", paths.lessons_with_text())
def test_every_lesson_has_its_stops_and_exercises(lesson: str) -> None:
    """Of the real lessons: is each longer experiment announced by a question, and every exercise and quiz in the plan?

    A cell of a second may check a line of a derivation, or show a record: there is nothing to predict.
    """
    cells = read_lesson(paths.SOLUTIONS / f"{lesson}.py")
    plan = time_plan(cells)
    assert exercises_in(plan) == [cell.name for cell in cells if cell.kind in ("solution", "report")]
    text = "".join(cell.source for cell in cells if cell.kind == "text").lower()
    stops = re.findall(r"before you run (?:it|the (?:next )?cell)|a question to stop at", text)
    longer = [cell for cell in cells if cell.kind == "experiment" and cell.marks["seconds"] >= 2]
    assert len(of_kind(plan, "prediction")) == len(stops) >= len(longer)
    quizzes = sum(cell.kind == "quiz" for cell in cells)
    assert sum(step.minutes for _, step in of_kind(plan, "quiz")) == quizzes * module.QUIZ_QUESTION
    assert all(step.what for kind in ("prediction", "quiz") for _, step in of_kind(plan, kind))
