"""Whether a lesson can be graded: key, private side and reference are there and belong together."""

from __future__ import annotations

from helpers import Refusal, paths
from helpers.build.staleness import unfit_for_grading
from helpers.exercises.fresh import course_salt


def refuse_unless_ready(lesson: str) -> None:
    """Raise Refusal unless the lesson's built files are what its text and exercises file come to.

    Grading with a key, a private side or a reference of another time would take a whole class's points, silently.
    """
    for needed in (f"{lesson}.py", f"{lesson}_exercises.py"):
        if not (paths.SOLUTIONS / needed).exists():
            raise Refusal(f"{lesson} cannot be graded: solutions/{needed} is missing. Put it back, then build.")
    course_salt()
    if (fault := unfit_for_grading(lesson)) is not None:
        raise Refusal(f"{lesson} cannot be graded: {fault}. Run `python3 -m helpers build {lesson}`.")
