"""The page of feedback of a submission that could not be graded."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, Template

TEMPLATES = Path(__file__).parent / "templates" / "feedback"


def not_graded_page(lesson: str, title: str, student: str, sentence: str) -> str:
    """The page as HTML text: why there are no points, and what to do."""
    return _template().render(lesson=lesson, title=title or lesson, student=student, sentence=sentence)


@cache
def _template() -> Template:
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True).get_template("not_graded.html.j2")
