"""How far a learner is, as a table for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from helpers.progress import words
from helpers.progress.lessons import LessonProgress
from helpers.progress.standing import EARNS, PARTLY, Standing

WIDTH = 100  # columns of prose


def overview(lessons: Sequence[LessonProgress]) -> str:
    """A line a lesson, below it the tasks of a lesson that is begun and not yet done, and what to do next."""
    states = [words.state_of_lesson(progress) for progress in lessons]
    heads = _in_columns([(p.lesson, *words.counts(p), state) for p, state in zip(lessons, states, strict=True)])
    lines = []
    for progress, head, state in zip(lessons, heads, states, strict=True):
        lines += [head] if state else [head, *_tasks(progress.standings)]
    return "\n".join([*lines, "", *_advice(lessons)])


def detail(progress: LessonProgress) -> str:
    """All tasks of a lesson with their parts and points, and what to do next."""
    head = "   ".join(filter(None, [progress.lesson, *words.counts(progress), words.state_of_lesson(progress)]))
    rows = []
    for standing in progress.standings:
        task = standing.task
        kind = "question" if task.is_quiz else ""
        said = words.remark(standing) if standing.state != PARTLY else ""
        rows.append(
            (task.name, f"{standing.earned:g} of {standing.points:g}", words.label(standing.state), said or kind)
        )
        if len(task.parts) > 1:
            rows += [_part(standing, part) for part in task.parts]
    return "\n".join([head, "", *(f"  {row}" for row in _in_columns(rows)), "", *_advice([progress])])


def _tasks(standings: Sequence[Standing]) -> list[str]:
    rows = [(words.label(standing.state), standing.task.name, words.remark(standing)) for standing in standings]
    return [f"  {row}" for row in _in_columns(rows)]


def _part(standing: Standing, part: str) -> tuple[str, str, str, str]:
    state, points = standing.parts[part], standing.task.parts[part]
    earned = points if state in EARNS else 0
    return f"  {part}", f"{earned:g} of {points:g}", words.label(state), words.remark_on_part(state)


def _advice(lessons: Sequence[LessonProgress]) -> list[str]:
    texts = filter(None, [words.what_next(lessons), words.how_it_is_recorded(lessons)])
    return [textwrap.fill(text, WIDTH, break_on_hyphens=False) for text in texts]


def _in_columns(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["   ".join(f"{cell:<{w}}" for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows]
