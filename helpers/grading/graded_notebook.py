"""The notebook as it was graded: the submission with what its cells showed and what its checks said."""

from __future__ import annotations

import copy
from collections.abc import Sequence

from nbformat import NotebookNode, from_dict

from helpers.grading.feedback import TOLD
from helpers.grading.judging.judge import Judgement, TestResult
from helpers.notebooks.marks import is_test


def graded_notebook(submission: NotebookNode, judgement: Judgement, repairs: Sequence[str] = ()) -> NotebookNode:
    """A copy of the submission with outputs as a run in a kernel would leave them: the judgement's.

    Why the run ended early, and what intake put right, go along in its metadata, so that nbgrader's own
    generate_feedback shows them too.

    Raises ValueError when the judgement lacks a test: to nbgrader a test cell without output is one that passed.
    """
    told = {"ended": judgement.ended, "repairs": list(repairs)}
    graded = copy.copy(submission)
    graded.metadata = NotebookNode(submission.metadata | {TOLD: told})
    graded.cells = [copy.copy(cell) for cell in submission.cells]  # what a cell holds is replaced, never changed
    count = 0
    for place, cell in enumerate(graded.cells):
        if cell.cell_type != "code":
            continue
        cell.outputs, cell.execution_count = [], None
        marks = cell.metadata.get("nbgrader", {})
        test = judgement.tests.get(marks.get("grade_id", ""))
        if test is None and is_test(marks):
            raise ValueError(f"the judgement says nothing of {marks.get('grade_id')}")
        if test is None and place not in judgement.outputs:
            continue
        count += 1
        cell.execution_count = count
        cell.outputs = list(map(from_dict, [_output_of(test)] if test else judgement.outputs[place]))
    return graded


def _output_of(test: TestResult) -> dict:
    """What the test cell shows: printed where it passed, else the error that takes the points."""
    if test.earned:
        return {"output_type": "stream", "name": "stdout", "text": test.text + "\n"}
    lines = test.text.splitlines()
    return {"output_type": "error", "ename": test.error, "evalue": test.text, "traceback": lines}
