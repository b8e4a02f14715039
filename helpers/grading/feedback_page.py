"""The page of feedback of a graded notebook, from what the gradebook has of it."""

from __future__ import annotations

import copy

from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from traitlets.config import Config

from helpers.grading.gradebook_writer import Recorded


def page_exporter(configuration: Config) -> HTMLExporter:
    """The exporter of feedback pages, as nbgrader sets it up; it serves for all pages of a run."""
    own = Config()
    own.HTMLExporter.template_name = "feedback"
    own.merge(configuration)
    return HTMLExporter(config=own)


def feedback_page(exporter: HTMLExporter, lesson: str, student: str, notebook: NotebookNode, recorded: Recorded) -> str:
    """The page as HTML text."""
    notebook = copy.deepcopy(notebook)
    for cell in notebook.cells:
        marks = cell.metadata.get("nbgrader", {})
        name = marks.get("grade_id")
        if name in recorded.comments:
            marks["comment"] = recorded.comments[name]
        if name in recorded.scores:
            marks["score"], marks["points"] = recorded.scores[name]
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
    text, _ = exporter.from_notebook_node(notebook, resources)
    return str(text)
