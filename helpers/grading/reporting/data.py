"""Where the report on a class takes its data from: records, gradebook, released notebook, graded notebooks."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterable

from helpers import Refusal, paths
from helpers.grading.feedback import title_of
from helpers.grading.intake.intake import released_notebook
from helpers.grading.records import read_records
from helpers.grading.reporting.results import ClassResults, InGradebook, class_results, graded, lesson_of
from helpers.grading.reporting.similarity import LONGEST_CELL
from helpers.notebooks.cells import given_cell
from helpers.notebooks.marks import is_answer

SQLITE = "sqlite:///"
LARGEST_FILE = 20_000_000  # bytes; a graded notebook has its figures in it


def read_class(lesson: str) -> ClassResults:
    """What is known of everybody's work on a lesson.

    Raises Refusal when nothing was graded, the gradebook cannot be read, or the lesson's notebook is missing.
    """
    released = released_notebook(lesson)
    records = read_records(lesson)
    gradebook = _gradebook_rows(lesson)
    if not records.by_student and not gradebook:
        raise Refusal(
            f"Nothing of {lesson} was graded yet, so there is nothing to report: "
            f"run `python3 -m helpers grade {lesson}` first."
        )
    return class_results(lesson_of(lesson, title_of(released) or lesson, released), records, gradebook)


def _gradebook_rows(lesson: str) -> dict[str, InGradebook] | None:
    """The gradebook's rows of a lesson by learner; None when there is no gradebook or it does not have the lesson."""
    from nbgrader.coursedir import CourseDirectory

    from helpers.grading.course import course_configuration

    if not (paths.ROOT / "nbgrader_config.py").is_file():
        return None
    url = CourseDirectory(config=course_configuration()).db_url
    if url.startswith(SQLITE) and not (paths.ROOT / url.removeprefix(SQLITE)).is_file():
        return None  # to open it would make an empty one
    from nbgrader.api import Gradebook
    from sqlalchemy.exc import SQLAlchemyError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Gradebook(url) as gradebook:
                rows = gradebook.submission_dicts(lesson)
                penalties = _late_penalties(gradebook, lesson)
    except (SQLAlchemyError, OSError) as error:
        reason = " ".join(str(getattr(error, "orig", None) or error).split())[:200]
        raise Refusal(
            f"The gradebook ({url.removeprefix(SQLITE)}) cannot be read ({reason}): wait until nothing else uses it, "
            "or move it away; the report then speaks from the records alone."
        ) from None
    return {
        row["student"]: InGradebook(
            max(0.0, float(row["score"]) - penalties.get(row["student"], 0.0)), bool(row["needs_manual_grade"])
        )
        for row in rows
    } or None


def _late_penalties(gradebook, lesson: str) -> dict[str, float]:
    """What was taken off for lateness, by learner; asked for at once, since a class can be large."""
    from nbgrader.api import Assignment, SubmittedAssignment, SubmittedNotebook
    from sqlalchemy import func

    penalty = func.sum(SubmittedNotebook.late_submission_penalty)
    query = (
        gradebook.db.query(SubmittedAssignment.student_id, penalty)
        .select_from(SubmittedNotebook)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .filter(Assignment.name == lesson, SubmittedNotebook.late_submission_penalty.isnot(None))
        .group_by(SubmittedAssignment.student_id)
    )
    return {student: float(amount) for student, amount in query}


def answers_of(classroom: ClassResults, exercises: Iterable[str]) -> dict[str, dict[str, str]]:
    """The learners' code as grading left it in autograded/: learner -> exercise -> what stands in its cell.

    A learner whose graded notebook is not there is left out.
    """
    wanted = set(exercises)
    answers = {}
    for result in graded(classroom.results):
        path = paths.ROOT / "autograded" / result.student / classroom.lesson.name / f"{classroom.lesson.name}.ipynb"
        try:
            if path.stat().st_size > LARGEST_FILE:
                continue
            cells = json.loads(path.read_bytes())["cells"]
            read = [cell for cell in map(given_cell, cells) if cell is not None and cell.kind == "code"]
        except (OSError, ValueError, RecursionError, KeyError, TypeError):
            continue
        answers[result.student] = {
            cell.grade_id: cell.source[:LONGEST_CELL] for cell in read if cell.grade_id in wanted
        }
    return answers


def known_code(lesson: str) -> dict[str, list[str]]:
    """Exercise -> code that nobody has to have from a neighbour: the cell as it was given out, the reference, its other
    right ways and the listed mistakes. Raises Refusal when the private side cannot be loaded.
    """
    from helpers.exercises import load

    given = {}
    for cell in released_notebook(lesson).cells:
        marks = cell.metadata.get("nbgrader", {})
        if is_answer(marks):
            given[marks["grade_id"]] = cell.source
    private = load(lesson)
    return {
        name: [
            *filter(None, [given.get(name), private.solution_sources.get(name)]),
            *(way.source for way in exercise.rights),
            *(wrong.source for wrong in exercise.mistakes),
        ]
        for name, exercise in private.exercises.items()
    }
