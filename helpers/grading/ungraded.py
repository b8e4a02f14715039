"""What is left of a submission that could not be graded: why, and nothing of an earlier one."""

from __future__ import annotations

import shutil
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from nbformat import NotebookNode
from nbgrader.apps import NbGraderAPI
from nbgrader.utils import rmtree

from helpers.grading.feedback import title_of
from helpers.grading.gradebook import record_ungraded

TEMPLATES = Path(__file__).parent / "templates" / "feedback"
EXCHANGE_FILES = ("timestamp.txt", "submission_secret.txt")  # the exchange hands feedback back by these


def leave_ungraded(course: NbGraderAPI, lesson: str, student: str, sentence: str, released: NotebookNode) -> None:
    """Record in the gradebook and in feedback/ why a submission has no points; an earlier result is taken away."""
    places = course.coursedir
    record_ungraded(course, lesson, student, sentence)
    graded = Path(places.format_path(places.autograded_directory, student, lesson))
    if graded.exists():
        rmtree(str(graded))
    submitted = Path(places.format_path(places.submitted_directory, student, lesson))
    feedback = Path(places.format_path(places.feedback_directory, student, lesson))
    feedback.mkdir(parents=True, exist_ok=True)
    page = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True).get_template("not_graded.html.j2")
    text = page.render(lesson=lesson, title=title_of(released) or lesson, student=student, sentence=sentence)
    (feedback / f"{lesson}.html").write_text(text, encoding="utf-8")
    for name in EXCHANGE_FILES:
        if (submitted / name).is_file():
            shutil.copyfile(submitted / name, feedback / name)
