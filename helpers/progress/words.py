"""The words for how far a learner is, the same in the terminal and on a page."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.commands.command_line import PROGRAM
from helpers.progress.lessons import LessonProgress
from helpers.progress.standing import CHANGED, EARNS, FAILED, PARTLY, UNSAVED, UNTRIED, Standing

# Beside the words, never in their place.
MARKS = {"passed": "✓", UNSAVED: "✓", CHANGED: "↻", PARTLY: "◐", FAILED: "✗", UNTRIED: "·"}
_NOT_SAVED = "this answer is not saved yet: save the notebook"


def label(state: str) -> str:
    """The one word for a state."""
    return "passed" if state == UNSAVED else state


def remark_on_part(state: str) -> str:
    """What there is to say beside the word for a part."""
    return {CHANGED: "its cell has changed since it passed", UNSAVED: _NOT_SAVED}.get(state, "")


def remark(standing: Standing) -> str:
    """What there is to say beside the word: which part is missing, what to do; often nothing."""
    if standing.state == PARTLY:
        return ", ".join(f"{part} {label(state)}" for part, state in standing.parts.items())
    if standing.state == CHANGED:
        what = "its check" if len(standing.parts) == 1 else "its checks"
        return f"passed, but its cell has changed since: run {what} again"
    return _NOT_SAVED if standing.state == UNSAVED else ""


def counts(progress: LessonProgress) -> tuple[str, str, str]:
    """Points, exercises and questions of a lesson: what passes, and what there is."""
    exercises, questions = progress.count(quizzes=False), progress.count(quizzes=True)
    return (
        f"{progress.earned:g} of {progress.points:g} points",
        f"{exercises[0]} of {exercises[1]} exercises" if exercises[1] else "",
        f"{questions[0]} of {questions[1]} questions" if questions[1] else "",
    )


def state_of_lesson(progress: LessonProgress) -> str:
    """What there is to say of a lesson as a whole; nothing when it is in the middle."""
    if progress.remark:
        return progress.remark
    return "everything passes" if progress.to_do is None else ""


def what_next(lessons: Sequence[LessonProgress]) -> str:
    """What to do next: the first exercise or question that does not pass."""
    for progress in lessons:
        if (standing := progress.to_do) is not None:
            kind = "the question" if standing.task.is_quiz else "the exercise"
            return f"Next: {kind} {standing.task.name} in {progress.lesson} ({_why(standing)})."
    return "Every exercise and every question passes."


def how_it_is_recorded(lessons: Sequence[LessonProgress]) -> str:
    """Where a record comes from, for a learner who has none at all; else nothing."""
    if any(not progress.remark for progress in lessons):
        return ""
    number = lessons[0].lesson.split("_")[0]
    return (
        f"A check leaves a record when you run it in JupyterLab, as `{PROGRAM} lab` opens it. "
        f"`{PROGRAM} check {number}` runs all the checks of a lesson."
    )


def _why(standing: Standing) -> str:
    if standing.state in (FAILED, UNTRIED):
        return standing.state
    if standing.state == CHANGED:
        return "its cell has changed since it passed"
    missing = [part for part, state in standing.parts.items() if state not in EARNS]
    return f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing"
