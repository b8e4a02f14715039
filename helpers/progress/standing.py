"""How far a learner is in a lesson: what it asks, what is on record, and what is saved, put side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from helpers.commands.working_copies import source_of
from helpers.grade_ids import exercise_and_part
from helpers.notebooks.marks import is_answer, is_test
from helpers.progress.record import Mark, Record, fingerprint

PASSED, UNSAVED, CHANGED, FAILED, UNTRIED = "passed", "unsaved", "changed", "failed", "not tried"
PARTLY = "partly"  # of an exercise, never of a part
EARNS = (PASSED, UNSAVED)


@dataclass(frozen=True)
class Task:
    """An exercise or a quiz question of a lesson: its parts with their points, and its cell as learners get it."""

    name: str
    is_quiz: bool
    parts: dict[str, float]  # a quiz has one, called ""
    blank: str


@dataclass(frozen=True)
class Saved:
    """The answers in the saved notebook, by name, and when it was saved, in seconds since 1970."""

    sources: dict[str, str]
    at: float


@dataclass(frozen=True)
class Standing:
    """How far a learner is with a task: the state of each of its parts."""

    task: Task
    parts: dict[str, str]

    @property
    def state(self) -> str:
        """The state of the whole, PARTLY among the others."""
        states = set(self.parts.values())
        if states <= {*EARNS, CHANGED}:
            return next(state for state in (CHANGED, UNSAVED, PASSED) if state in states)
        if states & {*EARNS, CHANGED}:
            return PARTLY
        return FAILED if FAILED in states else UNTRIED

    @property
    def passes(self) -> bool:
        return self.state in EARNS

    @property
    def earned(self) -> float:
        """The points of the parts that pass."""
        return sum(points for part, points in self.task.parts.items() if self.parts[part] in EARNS)

    @property
    def points(self) -> float:
        """The points that there are."""
        return sum(self.task.parts.values())


def tasks_of(cells: Iterable[dict[str, Any]]) -> list[Task]:
    """The tasks of a lesson in order, from the cells of its released notebook."""
    blanks = answers_of(cells)
    parts: dict[str, dict[str, float]] = {name: {} for name in blanks}
    for cell in cells:
        marks = _marks(cell)
        if is_test(marks):
            name, part = exercise_and_part(str(marks.get("grade_id")), blanks)
            if name in parts:
                parts[name][part] = float(marks.get("points", 0))
    return [Task(name, list(parts[name]) == [""], parts[name], blanks[name]) for name in blanks if parts[name]]


def answers_of(cells: Iterable[dict[str, Any]]) -> dict[str, str]:
    """The text of each cell in which a learner answers, by the name of its exercise or quiz, in order."""
    return {str(_marks(cell).get("grade_id")): source_of(cell) for cell in cells if is_answer(_marks(cell))}


def standing_of(task: Task, record: Record, saved: Saved) -> Standing:
    """How far a learner is with a task.

    A part that passed is CHANGED when another text is in the saved cell than the one that passed, and UNSAVED when
    that is so only because the notebook was not saved since. An answer taken away again counts as UNTRIED.
    """
    return Standing(task, {part: _state(task, record.get((task.name, part)), saved) for part in task.parts})


def _state(task: Task, mark: Mark | None, saved: Saved) -> str:
    if mark is None or mark.state == "blank":
        return UNTRIED
    source = saved.sources.get(task.name, task.blank)
    not_saved_since = mark.at > saved.at
    if not not_saved_since and fingerprint(source) == fingerprint(task.blank):
        return UNTRIED
    if mark.state == "failed":
        return FAILED
    if not mark.cell or mark.cell == fingerprint(source):
        return PASSED
    return UNSAVED if not_saved_since else CHANGED


def _marks(cell: dict[str, Any]) -> dict[str, Any]:
    metadata = cell.get("metadata")
    marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return marks if isinstance(marks, dict) else {}
