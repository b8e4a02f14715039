"""How far a learner is, as a table for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.progress import words
from helpers.progress.lessons import LessonProgress
from helpers.progress.standing import Standing


def overview(lessons: Sequence[LessonProgress]) -> str:
    """A line a lesson, below it the tasks of a lesson that is begun and not yet done, and what to do next."""
    heads = _in_columns([(progress.lesson, *words.counts(progress)) for progress in lessons])
    lines = []
    for progress, head in zip(lessons, heads, strict=True):
        lines.append("   ".join(filter(None, [head, words.state_of_lesson(progress)])).rstrip())
        if not words.state_of_lesson(progress):
            lines += _tasks(progress.standings)
    lines += ["", words.what_next(lessons)]
    return "\n".join(lines + list(filter(None, [words.how_it_is_recorded(lessons)])))


def detail(progress: LessonProgress) -> str:
    """All tasks of a lesson with their parts and points, and what to do next."""
    head = "   ".join(filter(None, [progress.lesson, *words.counts(progress), words.state_of_lesson(progress)]))
    rows = []
    for standing in progress.standings:
        task = standing.task
        kind = "question" if task.is_quiz else ""
        said = words.remark(standing) if standing.state != "partly" else ""
        rows.append(
            (task.name, f"{standing.earned:g} of {standing.points:g}", words.label(standing.state), said or kind)
        )
        if len(task.parts) > 1:
            rows += [("  " + part, "", words.label(standing.parts[part]), "") for part in task.parts]
    lines = [head, "", *(f"  {row}" for row in _in_columns(rows)), "", words.what_next([progress])]
    return "\n".join(lines + list(filter(None, [words.how_it_is_recorded([progress])])))


def _tasks(standings: Sequence[Standing]) -> list[str]:
    rows = [(words.label(standing.state), standing.task.name, words.remark(standing)) for standing in standings]
    return [f"  {row}" for row in _in_columns(rows)]


def _in_columns(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["   ".join(f"{cell:<{w}}" for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows]
