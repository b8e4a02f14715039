"""Which hint a check offers to somebody who failed it again and again."""

from __future__ import annotations

from collections.abc import Sequence

from helpers import paths
from helpers.checks.report import OfferedHint, Report
from helpers.checks.specification import Hint

FAILURES_A_HINT = 3

# (lesson, exercise, part) -> failures in a row. Kept with the module: running the first cell again makes a new Check.
_failures: dict[tuple[str, str, str], int] = {}


def failures_in_a_row(lesson: str, exercise: str, part: str, report: Report) -> int:
    """Count a report, and return how often the check has failed since it last passed.

    A check that had nothing to try, since nothing is written or the function's cell was not run, does not count.
    """
    check = (lesson, exercise, part)
    if report.passed:
        _failures.pop(check, None)
    elif report.lines:
        _failures[check] = _failures.get(check, 0) + 1
    return _failures.get(check, 0)


def offered_after(failures: int, hints: Sequence[Hint], reveal: str = "") -> OfferedHint | None:
    """The hint after so many failures in a row: the first after three, the next after three more; the last stays.

    reveal  the command that shows the answer; it is named when a further hint would be due and there is none
    """
    due = failures // FAILURES_A_HINT
    if not due or not hints:
        return None
    number = min(due, len(hints))
    return OfferedHint(number, len(hints), hints[number - 1], reveal if due > len(hints) else "")


def fitting(hints: Sequence[Hint], part: str) -> list[Hint]:
    """The hints that help with a part: those that name it, and those that name none."""
    return [hint for hint in hints if not hint.parts or part in hint.parts]


def reveal_command(lesson: str, exercise: str) -> str:
    """The command that shows an exercise's answer; empty where there are no answers, as in a learner's bundle."""
    if not (paths.SOLUTIONS / lesson / f"{lesson}.ipynb").is_file():
        return ""
    from helpers.commands.command_line import PROGRAM

    return f"{PROGRAM} reveal {lesson.split('_')[0]} {exercise}"
