"""Grades the submissions of one or more lessons: intake, nbgrader, feedback, a table of scores."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from helpers import Refusal, paths
from helpers.build.readiness import refuse_unless_ready
from helpers.grading.intake import problem_with, released_notebook
from helpers.grading.report import Reporter, Result, progress_through, table_of

if TYPE_CHECKING:
    from nbformat import NotebookNode
    from nbgrader.apps import NbGraderAPI


def grade(lessons: Sequence[str] = (), report: Reporter = print) -> int:
    """Grade every submission of the lessons, or of all lessons that have some, into nbgrader's gradebook.

    A submission that cannot be graded is named with a sentence and stops no other.
    Returns 0 when every sound submission was graded, 1 when nbgrader failed on one.
    Raises Refusal, before anything is touched, when there is nothing to grade or a lesson is not ready.
    """
    wanted = list(lessons) or [name for name in paths.lesson_names() if submitters(name)]
    if not wanted:
        raise Refusal("There are no submissions: they belong in submitted/LEARNER/LESSON/LESSON.ipynb.")
    for lesson in wanted:
        if not submitters(lesson):
            raise Refusal(
                f"There are no submissions of {lesson}: they belong in submitted/LEARNER/{lesson}/{lesson}.ipynb."
            )
        refuse_unless_ready(lesson)
    results = [result for lesson in wanted for result in grade_lesson(lesson, report)]
    return 0 if all(result.points is not None or result.is_broken for result in results) else 1


def submitters(lesson: str) -> list[str]:
    """The learners with a folder for the lesson under submitted/, in order."""
    return sorted(
        folder.parent.name for folder in paths.SUBMITTED.glob(f"*/{lesson}") if not folder.parent.name.startswith(".")
    )


def grade_lesson(lesson: str, report: Reporter) -> list[Result]:
    """Grade the submissions of one lesson, say how it goes, and return one result for each."""
    from helpers.grading.course import opened_course
    from helpers.grading.gradebook import register_lesson

    students = submitters(lesson)
    released = released_notebook(lesson)
    report(f"{lesson}: {len(students)} submissions")
    started = time.monotonic()
    results = []
    with opened_course() as course:
        register_lesson(course, lesson)
        with progress_through(students, report) as in_turn:
            for student in in_turn:
                results.append(_grade_one(course, lesson, student, released))
    seconds = time.monotonic() - started
    report(table_of(results))
    report(_summary(lesson, results, seconds))
    return results


def _grade_one(course: NbGraderAPI, lesson: str, student: str, released: NotebookNode) -> Result:
    from helpers.grading.engine import autograde, write_feedback
    from helpers.grading.gradebook import score_of
    from helpers.grading.ungraded import leave_ungraded

    problem = problem_with(paths.SUBMITTED / student / lesson, released)
    sentence = problem or autograde(course, lesson, student)
    if sentence:
        leave_ungraded(course, lesson, student, sentence, released)
        return Result(student, None, _points_in(released), sentence, is_broken=bool(problem))
    failure = write_feedback(course, lesson, student)
    score = score_of(course, lesson, student)
    return Result(student, score.points, score.out_of, failure or "", score.by_hand)


def _points_in(released: NotebookNode) -> float:
    marks = (cell.metadata.get("nbgrader", {}) for cell in released.cells)
    return sum(float(mark.points) for mark in marks if mark.get("grade") or mark.get("task"))


def _summary(lesson: str, results: Sequence[Result], seconds: float) -> str:
    graded = sum(result.points is not None for result in results)
    lines = [f"{graded} of {len(results)} graded in {seconds:.0f} s ({seconds / len(results):.1f} s each)."]
    if graded < len(results):
        lines.append(f"{len(results) - graded} could not be graded; the table says why.")
    lines.append(f"Scores are in gradebook.db, pages of feedback in feedback/LEARNER/{lesson}/{lesson}.html.")
    return " ".join(lines)
