"""The page of feedback of a graded notebook, from what the gradebook has of it."""

from __future__ import annotations

import copy

from jinja2 import Template
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from traitlets.config import Config

from helpers.grading.gradebook_writer import Recorded
from helpers.grading.highlighting import highlighted


def page_template(configuration: Config) -> Template:
    """The template of feedback pages as nbgrader finds it, with nbconvert's filters; it serves for all pages of a run.

    An exporter would run its preprocessors over the whole notebook and read its own page again, for each page.
    """
    own = Config()
    own.HTMLExporter.template_name = "feedback"
    own.merge(configuration)
    exporter = HTMLExporter(config=own)
    exporter.register_filter("highlight_code", highlighted)
    return exporter.template


def feedback_page(template: Template, lesson: str, student: str, notebook: NotebookNode, recorded: Recorded) -> str:
    """The page as HTML text."""
    with_grades = copy.copy(notebook)
    with_grades.cells = [_with_grade(cell, recorded) for cell in notebook.cells]
    resources = {
        "nbgrader": {
            "assignment": lesson,
            "notebook": lesson,
            "student": student,
            "score": recorded.points,
            "max_score": recorded.out_of,
            "late_penalty": recorded.late_penalty,
        }
    }
    return template.render(nb=with_grades, resources=resources)


def _with_grade(cell: NotebookNode, recorded: Recorded) -> NotebookNode:
    """A copy of the cell whose metadata have its comment and points, where the gradebook has some."""
    marks = dict(cell.metadata.get("nbgrader", {}))
    name = marks.get("grade_id")
    if name in recorded.comments:
        marks["comment"] = recorded.comments[name]
    if name in recorded.scores:
        marks["score"], marks["points"] = recorded.scores[name]
    changed = copy.copy(cell)
    changed.metadata = NotebookNode(cell.metadata | {"nbgrader": NotebookNode(marks)})
    return changed
