"""The counts of mutation testing as a table, and the survivors as changes of a line."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.mutation.examination import Examination
from helpers.mutation.running import Fate, Trial

HEADINGS = ("exercise", "mutants", "killed by visible", "(by an error)", "by hidden only", "equivalent", "survived")


def table(examinations: Sequence[Examination]) -> str:
    """A line for each original with the counts of its mutants, and their sums."""
    rows = [(_title(examination), *_counts(examination)) for examination in examinations]
    sums = [sum(row[column] for row in rows) for column in range(1, len(HEADINGS))]  # type: ignore[misc]
    texts = [HEADINGS, *(tuple(map(str, row)) for row in rows), ("total", *map(str, sums))]
    widths = [max(len(row[column]) for row in texts) for column in range(len(HEADINGS))]
    lines = [
        f"{row[0]:<{widths[0]}}  " + "  ".join(f"{text:>{width}}" for text, width in zip(row[1:], widths[1:]))
        for row in texts
    ]
    rule = "-" * len(lines[0])
    return "\n".join([lines[0], rule, *lines[1:-1], rule, lines[-1]])


def survivor(examination: Examination, trial: Trial) -> str:
    """A mutant that passes: where it stands, what kind of change it is, the line before and after."""
    original, mutant = examination.original, trial.mutant
    where = f"{original.file}:{original.line + mutant.line - 1}"
    before, after = mutant.change
    return f"{where}: {_title(examination)}, {mutant.operator}: {trial.fate.value}\n  - {before}\n  + {after}"


def _title(examination: Examination) -> str:
    original = examination.original
    return f"{original.exercise} ({original.style})" if original.style else original.exercise


def _counts(examination: Examination) -> tuple[int, ...]:
    return (
        len(examination.trials),
        examination.count(Fate.VISIBLE),
        sum(trial.by_error for trial in examination.trials if trial.fate is Fate.VISIBLE),
        examination.count(Fate.HIDDEN),
        examination.count(Fate.EQUIVALENT),
        len(examination.survivors),
    )
