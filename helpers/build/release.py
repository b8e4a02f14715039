"""The student's notebook: the solution notebook through nbgrader's own preprocessors."""

from __future__ import annotations

import copy
import re

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.converters.generate_assignment import GenerateAssignment
from nbgrader.preprocessors import ClearSolutions, SaveCells
from nbgrader.utils import is_solution
from traitlets.config import Config

_QUIZ_ANSWER = re.compile(r'(\w+) = "[^"\n]*"')


class ReleaseSolutions(ClearSolutions):
    """Clear answers so that each stub says which exercise is not written, and each quiz waits with None."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, cell_index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        if is_solution(cell) and cell.cell_type == "markdown":
            return cell, resources  # a report: its headings are given out, and what stands below them is the learner's
        if is_solution(cell) and (quiz := _QUIZ_ANSWER.fullmatch(cell.source.strip())):
            cell.source = f"{quiz.group(1)} = None"
            return cell, resources
        if is_solution(cell):
            name = cell.metadata.nbgrader.grade_id
            self.code_stub = {"python": f'raise NotImplementedError("{name} is not written yet")'}
        return super().preprocess_cell(cell, resources, cell_index)


def release_preprocessors() -> list[type]:
    """nbgrader's list for `generate_assignment`, with our stubs; nbgrader_config.py sets the same."""
    return [ReleaseSolutions if step is ClearSolutions else step for step in GenerateAssignment().preprocessors]


def released(notebook: NotebookNode, lesson: str) -> NotebookNode:
    """The student's notebook, as `nbgrader generate_assignment` makes it, without touching the gradebook."""
    result = copy.deepcopy(notebook)
    resources = ResourcesDict(unique_key=lesson)
    for step in release_preprocessors():
        if step is not SaveCells:
            result, resources = step(config=Config(), enabled=True).preprocess(result, resources)
    return result
