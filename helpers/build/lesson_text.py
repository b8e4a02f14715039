"""Read a lesson's text: its cells with their marks and the lines on which they begin."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jupytext

from helpers import Refusal

# kind of cell -> the marks that its line may carry; the first names the cell
MARKS: dict[str, dict[str, type | tuple[type, ...]]] = {
    "solution": {"solution": str},
    "test": {"test": str, "part": str, "points": (int, float)},
    "quiz": {"quiz": str, "answer": str, "points": (int, float)},
    "experiment": {"experiment": str, "seconds": (int, float)},
    "figure": {"figure": str},
    "code": {},
    "text": {},
}
SKIPPED = ("experiment", "figure")  # not needed for grading
OPTIONAL = {"seconds"}
TAGS = {"nbval-ignore-output", "hide-input"}


@dataclass
class LessonCell:
    """One cell of a lesson's text. `name` is what its first mark says, empty for text and plain code."""

    kind: str
    name: str
    source: str
    line: int
    marks: dict[str, Any] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)


def read_lesson(path: Path) -> list[LessonCell]:
    """The cells of a lesson's text. Raises Refusal, with file and line, for a mark that does not exist."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise Refusal(f"solutions/{path.name} is missing: a lesson is written there.") from None
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.startswith("# %%")]
    notebook = jupytext.reads(text, fmt="py:percent")
    if len(lines) != len(notebook.cells):
        raise Refusal(f"solutions/{path.name}: text stands before the first `# %%` line.")
    return [_cell(cell, line, path) for cell, line in zip(notebook.cells, lines, strict=True)]


def _cell(cell: Any, line: int, path: Path) -> LessonCell:
    where = f"solutions/{path.name}:{line}"
    marks = {name: value for name, value in cell.metadata.items() if name != "lines_to_next_cell"}
    tags = marks.pop("tags", [])
    if cell.cell_type == "markdown":
        kind = "text"
    else:
        kind = next((kind for kind in MARKS if kind in marks), "code")
    if unknown := [*(set(marks) - set(MARKS[kind])), *(set(tags) - TAGS)]:
        raise Refusal(f"{where}: unknown mark {', '.join(sorted(map(str, unknown)))}.")
    for mark, wanted in MARKS[kind].items():
        if mark not in marks and mark not in OPTIONAL:
            raise Refusal(f"{where}: this {kind} cell lacks the mark {mark}.")
        if mark in marks and (not isinstance(marks[mark], wanted) or marks[mark] == "" or marks[mark] is True):
            raise Refusal(f"{where}: the mark {mark} has no sensible value.")
    name = marks.get(kind, "")
    if name and not name.isidentifier():
        raise Refusal(f"{where}: {name!r} is not a name; use letters, digits and underscores.")
    return LessonCell(kind, name, cell.source, line, marks, tags)
