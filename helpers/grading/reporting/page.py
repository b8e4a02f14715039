"""The report on a class: a page that is whole in itself, and a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape

from helpers import Refusal, paths
from helpers.checks.prose import prose
from helpers.grading.reporting.histogram import bars_of, histogram, label_of
from helpers.grading.reporting.results import ClassResults
from helpers.grading.reporting.similarity import Likeness, Pair, alike
from helpers.grading.reporting.summary import Summary, summary_of
from helpers.grading.reporting.table import class_table
from helpers.whole_file import write_bytes

TEMPLATES = Path(__file__).parent.parent / "templates"
FOLDER = "report"
MOST_PAIRS = 40  # that the page shows whole
MOST_MISTAKES = 12  # that stand open at the top: more cannot be explained in a morning
MOST_NAMES = 12  # in one line of the page; the table has all
LONGEST_NAME = 40  # characters of a name there


@dataclass(frozen=True)
class CodeOfClass:
    """What there is to say of code that submissions have in common; `why_not` when it could not be looked at."""

    likeness: Likeness = field(default_factory=Likeness)
    submissions: int = 0
    why_not: str = ""


def write_report(lesson: str) -> str:
    """Write report/LESSON.html and report/LESSON.csv, each whole or not at all; returns the lines to show.

    Raises Refusal when nothing was graded yet, or what is needed cannot be read.
    """
    from helpers.grading.reporting.data import read_class

    classroom = read_class(lesson)
    summary = summary_of(classroom)
    code = _code_of(classroom)
    made = datetime.now().astimezone()
    page = report_page(classroom, summary, code, made)
    folder = paths.ROOT / FOLDER
    write_bytes(folder / f"{lesson}.html", page.encode("utf-8", "replace"))
    # With its mark a spreadsheet knows the file for UTF-8.
    write_bytes(folder / f"{lesson}.csv", class_table(classroom).encode("utf-8-sig", "replace"))
    return _shown(lesson, classroom, summary)


def _code_of(classroom: ClassResults) -> CodeOfClass:
    from helpers.grading.reporting.data import answers_of, known_code

    try:
        known = known_code(classroom.lesson.name)
    except Refusal as refusal:
        return CodeOfClass(why_not=f"The private side of the lesson could not be loaded. {refusal}")
    answers = answers_of(classroom, known)
    return CodeOfClass(alike(answers, known), len(answers))


def _shown(lesson: str, classroom: ClassResults, summary: Summary) -> str:
    number = summary.submissions
    lines = [f"{lesson}: {number} submission{'' if number == 1 else 's'}, {period(summary)}"]
    if summary.scores:
        lines.append(f"  points: median {summary.scores.median:g} of {classroom.lesson.out_of:g}")
    if summary.mistakes:
        most = summary.mistakes[0]
        lines.append(f"  most frequent mistake, {len(most.students)} times, in {most.exercise}: {most.sentence}")
    if summary.graded < number:
        lines.append(f"  not graded: {number - summary.graded}")
    if classroom.unreadable:
        lines.append(f"  {_unreadable(classroom.unreadable)}")
    lines.append(f"The page is report/{lesson}.html, the table report/{lesson}.csv.")
    return "\n".join(lines)


def report_page(classroom: ClassResults, summary: Summary, code: CodeOfClass, made: datetime) -> str:
    """The page as HTML text: it asks nothing of the network, and all that comes from a submission is escaped."""
    bars = bars_of(
        [result.points for result in classroom.results if result.points is not None], classroom.lesson.out_of
    )
    environment = Environment(
        loader=FileSystemLoader([TEMPLATES / "report", TEMPLATES / "feedback"]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "prose": _prose,
        "number": _number,
        "names": _names,
        "percent": _percent,
        "people": _people,
    }
    frequent = [mistake for mistake in summary.mistakes[:MOST_MISTAKES] if len(mistake.students) > 1]
    return environment.get_template("class.html.j2").render(
        frequent=frequent,
        rarer=summary.mistakes[len(frequent) :],
        lesson=classroom.lesson,
        results=classroom.results,
        from_gradebook=classroom.from_gradebook,
        unreadable=_unreadable(classroom.unreadable),
        summary=summary,
        period=period(summary),
        made=moment(made),
        bars=[(label_of(bar), bar.count) for bar in bars],
        histogram=Markup(histogram(bars, _in_words(summary, classroom.lesson.out_of))),
        code=code,
        pairs=[_side_by_side(pair) for pair in code.likeness.pairs[:MOST_PAIRS]],
        pairs_left_out=max(0, len(code.likeness.pairs) - MOST_PAIRS),
    )


def period(summary: Summary) -> str:
    """When the submissions were graded, in words."""
    if not summary.first:
        return "graded at a time that no record tells"
    first, last = _parsed(summary.first), _parsed(summary.last)
    return f"graded on {first}" if first == last else f"graded between {first} and {last}"


def moment(when: datetime) -> str:
    """A date and a time of day, as the clock of this machine shows them."""
    return when.astimezone().strftime("%Y-%m-%d %H:%M")


def _parsed(text: str) -> str:
    try:
        return moment(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return text


def _unreadable(number: int) -> str:
    if not number:
        return ""
    lines = "1 line of the records" if number == 1 else f"{number} lines of the records"
    return f"{lines} could not be read; a submission that is missing here has to be graded again."


def _in_words(summary: Summary, out_of: float) -> str:
    if summary.scores is None:
        return "No scores."
    scores = summary.scores
    return (
        f"How many learners have how many points. {scores.number} scores from {scores.lowest:g} to {scores.highest:g} "
        f"of {out_of:g}, half of them between {scores.lower_quartile:g} and {scores.upper_quartile:g}; "
        f"the median is {scores.median:g}. The table below has the numbers."
    )


def _prose(text: str) -> Markup:
    return Markup(prose(text))


def _number(value: float) -> str:
    return f"{round(value, 2):g}"


def _percent(share: float) -> str:
    return f"{100 * share:.0f}\u00a0%"


def _people(number: int) -> str:
    return "1 learner" if number == 1 else f"{number} learners"


def _names(names: Sequence[str]) -> str:
    """Names in one line: of many the first, and of a long one its beginning."""
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    shown = (name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}..." for name in names[:MOST_NAMES])
    return ", ".join(shown) + more


def _side_by_side(pair: Pair) -> Mapping[str, object]:
    """A pair with each cell's lines, and which of them hold what the two share."""
    return {
        "first": pair.first,
        "second": pair.second,
        "part": pair.part,
        "cells": [
            {
                "name": cell.name,
                "columns": [
                    (pair.first, _marked(cell.first, cell.first_lines)),
                    (pair.second, _marked(cell.second, cell.second_lines)),
                ],
            }
            for cell in pair.cells
        ],
    }


def _marked(source: str, lines: frozenset[int]) -> Markup:
    rows = []
    for number, line in enumerate(source.splitlines(), start=1):
        text = line.lstrip()
        margin = line[: len(line) - len(text)]
        rows.append(Markup("{}<mark>{}</mark>").format(margin, text) if number in lines else escape(line))
    return Markup("\n").join(rows)
