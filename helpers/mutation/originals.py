"""What is mutated: the references of a lesson, or its other right ways, read from the lesson's texts."""

from __future__ import annotations

from dataclasses import dataclass

from helpers import paths
from helpers.build.expand import solution_notebook
from helpers.build.lesson_text import read_lesson
from helpers.checks.specification import MEASURED_DRIVER
from helpers.exercises.load import PrivateSide, load_from


@dataclass(frozen=True)
class Original:
    """A right solution of an exercise, and the file and line where its source begins."""

    exercise: str
    style: str  # empty for the reference
    source: str
    file: str
    line: int


def side_from_texts(lesson: str) -> PrivateSide:
    """The private side that a lesson's two texts make, built or not: cases can be tried while they are written."""
    cells = read_lesson(paths.SOLUTIONS / f"{lesson}.py")
    private_file = paths.SOLUTIONS / f"{lesson}_exercises.py"
    return load_from(lesson, solution_notebook(cells, hidden=()), private_file)


def references(side: PrivateSide) -> list[Original]:
    """The reference of every exercise that is compared, in the order in which they are declared."""
    cells = read_lesson(paths.SOLUTIONS / f"{side.lesson}.py")
    lines = {cell.name: cell.line + 1 for cell in cells if cell.kind == "solution"}
    file = f"solutions/{side.lesson}.py"
    return [Original(name, "", side.solution_sources[name], file, lines[name]) for name in _compared(side)]


def other_right_ways(side: PrivateSide) -> list[Original]:
    """Every other right way of every exercise that is compared."""
    file = f"solutions/{side.lesson}_exercises.py"
    return [
        Original(name, right.style, right.source, file, right.line)
        for name in _compared(side)
        for right in side.exercises[name].rights
    ]


def _compared(side: PrivateSide) -> list[str]:
    """The exercises with one right answer. Of a project, whose answers are measured, most mutants are as good."""
    return [name for name, exercise in side.exercises.items() if exercise.specification.driver != MEASURED_DRIVER]
