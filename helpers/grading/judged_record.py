"""The record of a submission that was judged."""

from __future__ import annotations

from collections.abc import Sequence

from nbformat import NotebookNode

from helpers.grading.judging.judge import Judgement
from helpers.grading.records import CellRecord, Record, TestRecord
from helpers.notebooks.marks import is_answer

LONGEST_NAME = 60  # characters of the kind of an error, which a learner can name
LONGEST_MESSAGE = 200


def record_of_judgement(
    student: str,
    notebook: NotebookNode,
    judgement: Judgement,
    *,
    digest: str,
    graded: str,
    repairs: Sequence[str] = (),
) -> Record:
    """The record of a judgement on a rebuilt notebook; `Record` says what the other entries are."""
    return Record(
        student,
        digest,
        graded,
        judgement.seconds,
        tests=tuple(
            TestRecord(test.grade_id, test.earned, test.text, test.error, test.mistake)
            for test in judgement.tests.values()
        ),
        cells=tuple(_cells_with_errors(notebook, judgement)),
        ended=judgement.ended,
        flags=tuple(judgement.flags),
        repairs=tuple(repairs),
    )


def _cells_with_errors(notebook: NotebookNode, judgement: Judgement) -> list[CellRecord]:
    found = []
    for place, cell in enumerate(notebook.cells):
        marks = cell.metadata.get("nbgrader", {})
        if not is_answer(marks):
            continue
        for output in judgement.outputs.get(place, []):
            if output["output_type"] == "error" and output["ename"] != "NotImplementedError":
                message = (output["evalue"].strip().splitlines() or [""])[0][:LONGEST_MESSAGE]
                found.append(CellRecord(marks["grade_id"], output["ename"][:LONGEST_NAME], message))
    return found
