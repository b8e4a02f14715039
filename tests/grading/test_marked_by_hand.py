"""A report that a person marks: handed in with its picture, graded, marked, and graded again without losing the "
"mark."""

from __future__ import annotations

import json

import nbformat
import pytest

from helpers.grading.sandbox.pieces import what_is_missing
from tests.grading.conftest import LESSON, Course

pytestmark = pytest.mark.skipif(bool(what_is_missing()), reason=what_is_missing())

REPORT = """
# %% [markdown] report="my_report" points=10
# **Question.** ...
"""
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
WRITTEN = "**Question.** How much is twice?\n\n![seen](attachment:seen.png)"
MARK = f"""
from nbgrader.api import Gradebook
with Gradebook("sqlite:///gradebook.db", "unrolled") as gradebook:
    grade = gradebook.find_grade("my_report", "{LESSON}", "{LESSON}", "writer")
    grade.manual_score, grade.needs_manual_grade = 7.0, False
    gradebook.find_comment("my_report", "{LESSON}", "{LESSON}", "writer").manual_comment = "Which data?"
    gradebook.db.commit()
"""
GRADES = f"""
import json
from nbgrader.api import Gradebook
with Gradebook("sqlite:///gradebook.db", "unrolled") as gradebook:
    found = {{}}
    for student in ("writer", "silent"):
        grade = gradebook.find_grade("my_report", "{LESSON}", "{LESSON}", student)
        comment = gradebook.find_comment("my_report", "{LESSON}", "{LESSON}", student)
        found[student] = [grade.score, grade.auto_score, grade.manual_score, grade.needs_manual_grade, comment.comment]
    print(json.dumps(found))
"""


@pytest.fixture
def reported(course: Course) -> Course:
    """The small course with a report in its lesson, one learner who wrote it, and one who did not."""
    text = course.root / "solutions" / f"{LESSON}.py"
    text.write_text(text.read_text(encoding="utf-8") + REPORT, encoding="utf-8")
    built = course.python(f"from helpers.build import build; build(['{LESSON}'])")
    assert built.returncode == 0, built.stderr
    for student in ("writer", "silent"):
        notebook = nbformat.read(course.root / "notebooks" / LESSON / f"{LESSON}.ipynb", as_version=4)
        if student == "writer":
            notebook.cells[-1].source = WRITTEN
            notebook.cells[-1].attachments = {"seen.png": {"image/png": PIXEL}}
        folder = course.root / "submitted" / student / LESSON
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / f"{LESSON}.ipynb")
    return course


def grades(course: Course) -> dict[str, list]:
    """Of each learner's report: score, automatic score, mark by hand, whether it waits, comment."""
    return json.loads(course.python(GRADES).stdout)


def regrade(course: Course) -> str:
    """What `python3 -m helpers grade LESSON --regrade` prints."""
    run = course.python(
        f"from helpers.grading.grade import Wishes, grade; grade(['{LESSON}'], Wishes(jobs=1, regrade=True))"
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def page(course: Course, student: str) -> str:
    return (course.root / "feedback" / student / LESSON / f"{LESSON}.html").read_text(encoding="utf-8")


def test_a_report_waits_for_a_person_and_its_mark_stays(reported: Course) -> None:
    """Does what was written wait, what was not written get 0, and a mark survive grading again?"""
    first = reported.grade(jobs=1)
    assert first.returncode == 0, first.stderr
    assert "1 to be graded by hand" in first.stdout
    assert grades(reported) == {
        "writer": [0.0, None, None, True, None],
        "silent": [0.0, 0.0, None, False, "No response."],
    }
    assert "A person marks this." in page(reported, "writer")
    handed_on = nbformat.read(reported.root / "autograded" / "writer" / LESSON / f"{LESSON}.ipynb", as_version=4)
    (report,) = [cell for cell in handed_on.cells if cell.id == "my_report"]
    assert report.source == WRITTEN
    assert report.attachments == {"seen.png": {"image/png": PIXEL}}

    marked = reported.python(MARK)
    assert marked.returncode == 0, marked.stderr
    regrade(reported)
    score, automatic, by_hand, _, comment = grades(reported)["writer"]
    assert (score, automatic, by_hand, comment) == (7.0, None, 7.0, "Which data?")
    text = page(reported, "writer")
    assert "<strong>7</strong> of 17 points" in text
    assert "Which data?" in text
    assert "A person marks this." not in text
