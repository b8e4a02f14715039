"""From a lesson's text to its notebooks and its key."""

from collections.abc import Callable, Iterable


def build(
    lessons: Iterable[str],
    report: Callable[[str], None] = print,
    passing: Callable[[str], None] = lambda text: None,
    all_plans: bool = False,
) -> None:
    """Build the lessons that are out of date; see `helpers.build.course.build`."""
    from helpers.build import course  # loads nbgrader, which those who only ask for readiness need not wait for

    course.build(lessons, report, passing, all_plans)
