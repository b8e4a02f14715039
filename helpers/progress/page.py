"""How far a learner is, as HTML for Jupyter in its light and dark themes."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from helpers.checks.prose import prose
from helpers.progress import words
from helpers.progress.lessons import LessonProgress

_CELL = "padding:3px 16px 3px 0;text-align:left;vertical-align:top;background:transparent"
_TABLE = "border:none;border-collapse:collapse;color:inherit;font-size:inherit;margin:4px 0"


def overview(lessons: Sequence[LessonProgress]) -> str:
    """A row a lesson, what to do next, and the tasks of each lesson that is begun, in a fold-out: one HTML element.

    The fold-out of the lesson in which to go on is open.
    """
    columns = "".join(
        f'<th scope="col" style="{_CELL}">{name}</th>'
        for name in ("lesson", "points", "exercises", "questions", "remark")
    )
    rows = "".join(map(_row, lessons))
    said = filter(None, [words.what_next(lessons), words.how_it_is_recorded(lessons)])
    paragraphs = "".join(f'<p style="margin:8px 0">{prose(text)}</p>' for text in said)
    go_on = next((progress.lesson for progress in lessons if progress.to_do is not None), "")
    folded = "".join(_tasks(progress, progress.lesson == go_on) for progress in lessons if not progress.remark)
    return (
        '<div style="color:var(--jp-content-font-color1, inherit);line-height:1.45">'
        f'<table style="{_TABLE}"><caption style="text-align:left;color:inherit">'
        "<strong>Your progress</strong></caption>"
        f"<thead><tr>{columns}</tr></thead><tbody>{rows}</tbody></table>{paragraphs}{folded}</div>"
    )


def _row(progress: LessonProgress) -> str:
    # the counts without their nouns, which the head of the table has
    texts = [*(count.rpartition(" ")[0] for count in words.counts(progress)), words.state_of_lesson(progress)]
    cells = "".join(f'<td style="{_CELL}">{escape(text)}</td>' for text in texts)
    return (
        f'<tr style="background:transparent"><th scope="row" style="{_CELL}">{escape(progress.lesson)}</th>{cells}</tr>'
    )


def _tasks(progress: LessonProgress, is_open: bool) -> str:
    rows = "".join(
        f'<tr style="background:transparent"><td style="{_CELL};white-space:nowrap">'
        f"<strong>{words.MARKS[standing.state]} {words.label(standing.state)}</strong></td>"
        f'<td style="{_CELL}"><code>{escape(standing.task.name)}</code></td>'
        f'<td style="{_CELL}">{escape(words.remark(standing))}</td></tr>'
        for standing in progress.standings
    )
    return (
        f'<details{" open" if is_open else ""} style="margin:4px 0">'
        f"<summary>{escape(progress.lesson)}, one by one</summary>"
        f'<table style="{_TABLE}">{rows}</table></details>'
    )
