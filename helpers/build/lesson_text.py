"""Read a lesson's text: its cells with their marks and the lines on which they begin."""

from __future__ import annotations

import keyword
import math
import re
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
    "report": {"report": str, "points": (int, float)},  # a text that the learner writes and a person marks
    "text": {},
}
OF_TEXT = ("report", "text")  # kinds of cells in Markdown
SKIPPED = ("experiment", "figure")  # not needed for grading
OPTIONAL = {"seconds"}
TAGS = {"nbval-ignore-output"}

_OTHER_MARK = re.compile(r"#\s*%%")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")  # cell ids are made of it, and they may hold no other letters


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
    lines = _lines_of_marks(text, path)
    try:
        notebook = jupytext.reads(text, fmt="py:percent")
    except Exception:  # jupytext trusts the marks that it parses
        line = next((number for number in lines if not _is_readable(text.splitlines()[number - 1])), 1)
        raise Refusal(f"solutions/{path.name}:{line}: these marks cannot be read.") from None
    if len(lines) != len(notebook.cells):
        raise Refusal(
            f"solutions/{path.name}: {len(lines)} lines begin with `# %%`, but there are {len(notebook.cells)} cells; "
            "such a line has no place in a text between quotation marks."
        )
    return [_cell(cell, line, path) for cell, line in zip(notebook.cells, lines, strict=True)]


def _lines_of_marks(text: str, path: Path) -> list[int]:
    """The numbers of the lines on which cells begin."""
    found: list[int] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("# %%"):
            found.append(number)
        elif _OTHER_MARK.match(line):
            raise Refusal(f"solutions/{path.name}:{number}: write `# %%`, with one blank.")
        elif line.strip() and not found:
            raise Refusal(f"solutions/{path.name}:{number}: text stands before the first `# %%` line.")
    return found


def _is_readable(line: str) -> bool:
    try:
        jupytext.reads(f"{line}\n", fmt="py:percent")
    except Exception:
        return False
    return True


def _cell(cell: Any, line: int, path: Path) -> LessonCell:
    where = f"solutions/{path.name}:{line}"
    marks = {name: value for name, value in cell.metadata.items() if name != "lines_to_next_cell"}
    tags = marks.pop("tags", [])
    if cell.cell_type == "raw":
        raise Refusal(f"{where}: unknown mark [raw].")
    if cell.cell_type == "markdown":
        kind = "report" if "report" in marks else "text"
    else:
        kind = next((kind for kind in MARKS if kind in marks and kind not in OF_TEXT), "code")
    if unknown := [*(set(marks) - set(MARKS[kind])), *(set(tags) - TAGS)]:
        raise Refusal(f"{where}: unknown mark {', '.join(sorted(map(str, unknown)))}.")
    for mark, wanted in MARKS[kind].items():
        if mark not in marks and mark not in OPTIONAL:
            raise Refusal(f"{where}: this {kind} cell lacks the mark {mark}.")
        if mark in marks and not _is_sensible(marks[mark], wanted):
            raise Refusal(f"{where}: the mark {mark} has no sensible value.")
    for mark in {kind, "part"} & set(marks):
        if not _NAME.fullmatch(marks[mark]) or keyword.iskeyword(marks[mark]):
            raise Refusal(f"{where}: {marks[mark]!r} is not a name; use plain letters, digits and underscores.")
    return LessonCell(kind, marks.get(kind, ""), cell.source, line, marks, tags)


def _is_sensible(value: Any, wanted: type | tuple[type, ...]) -> bool:
    if isinstance(value, bool) or not isinstance(value, wanted):
        return False
    return 0 < value < math.inf if isinstance(value, int | float) else value != ""
