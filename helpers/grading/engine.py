"""Grades one submission with nbgrader, in this process."""

from __future__ import annotations

from nbgrader.apps import NbGraderAPI

from helpers.grading.gradebook import last_error


def autograde(course: NbGraderAPI, lesson: str, student: str) -> str | None:
    """Run a submission and put its points into the gradebook; what was run lies in autograded/ afterwards.

    Returns None, or the sentence that says why nbgrader could not do it.
    """
    result = course.autograde(lesson, student, force=True)
    return None if result["success"] else _sentence(result)


def write_feedback(course: NbGraderAPI, lesson: str, student: str) -> str | None:
    """Write the page of feedback of a graded submission. Returns None, or the sentence that says why it failed."""
    result = course.generate_feedback(lesson, student, force=True)
    return None if result["success"] else f"The page of feedback could not be written: {last_error(result)}"


def _sentence(result: dict) -> str:
    log = result.get("log", "")
    if "DeadKernelError" in log:
        return "Python ended while the notebook was run: it crashed, or there was not enough memory."
    if "UnresponsiveKernelError" in log or "kernel became unresponsive" in log:
        return "The notebook was still running when its time was over, and could not be stopped."
    return f"nbgrader could not grade it: {last_error(result)}"
