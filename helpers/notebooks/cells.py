"""Cells of a notebook, read from JSON: those that a lesson gave out, and those that a learner hands in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from helpers.notebooks.marks import is_answer, is_test

KINDS = ("code", "markdown", "raw")
MARKS = ("grade", "solution", "locked", "task", "points", "schema_version")  # of nbgrader, beside the grade_id

MADE_UP_NAME = re.compile(r"cell-[0-9a-f]{12}(?:-\d+)?")


@dataclass(frozen=True)
class CourseCell:
    """A cell as the lesson gave it out. `marks` are nbgrader's; a cell that grading does not ask for has none."""

    whole: Mapping[str, Any]
    kind: str
    id: str
    source: str
    tags: tuple[str, ...]
    marks: Mapping[str, Any]

    @property
    def grade_id(self) -> str:
        return self.marks.get("grade_id", "")

    @property
    def is_called_something(self) -> bool:
        """Whether its name says something to a person; the build makes up names for cells that have none."""
        return bool(self.grade_id) and MADE_UP_NAME.fullmatch(self.grade_id) is None

    @property
    def is_answer(self) -> bool:
        """Whether it is a learner who writes in it."""
        return is_answer(self.marks)

    @property
    def is_test(self) -> bool:
        return is_test(self.marks)


@dataclass(frozen=True)
class GivenCell:
    """A cell that was handed in, as far as it can be read. What is missing or of an odd type is empty."""

    kind: str
    id: str
    source: str
    tags: tuple[str, ...]
    marks: Any  # whatever stood in their place; None when nothing did
    grade_id: str
    has_odd_tags: bool
    pictures: Mapping[str, Mapping[str, str]]  # that were pasted into a text cell


def course_cell(cell: Mapping[str, Any]) -> CourseCell:
    """Read a cell of a lesson's own notebook."""
    metadata = cell["metadata"]
    source = text_of(cell["source"]) or ""
    return CourseCell(cell, cell["cell_type"], cell.get("id", ""), source, _tags(metadata), metadata.get("nbgrader", {}))


def given_cell(cell: Any) -> GivenCell | None:
    """Read a cell of which nothing is known; None when it has no kind or no text."""
    if not isinstance(cell, Mapping):
        return None
    kind, source = cell.get("cell_type"), text_of(cell.get("source"))
    if not isinstance(kind, str) or kind not in KINDS or source is None:
        return None
    metadata = cell.get("metadata")
    metadata = metadata if isinstance(metadata, Mapping) else {}
    marks = metadata.get("nbgrader")
    return GivenCell(
        kind=kind,
        id=_string(cell.get("id")),
        source=source,
        tags=_tags(metadata),
        marks=marks,
        grade_id=_string(marks.get("grade_id")) if isinstance(marks, Mapping) else "",
        has_odd_tags=not isinstance(metadata.get("tags", []), list),
        pictures=_pictures(cell.get("attachments")),
    )


def text_of(source: Any) -> str | None:
    """A cell's text with plain line ends; None when it is no text."""
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    return _writable(source).replace("\r\n", "\n").replace("\r", "\n") if isinstance(source, str) else None


def alike(one: str, other: str) -> bool:
    """Whether two texts are the same but for blanks at the end, which editors add and take away."""
    return one.rstrip() == other.rstrip()


def _string(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _writable(text: str) -> str:
    """Text without halves of characters, which JSON can hold and a file in UTF-8 cannot."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _tags(metadata: Mapping[str, Any]) -> tuple[str, ...]:
    tags = metadata.get("tags")
    words = [_writable(tag) for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
    return tuple(dict.fromkeys(word for word in words if word and "," not in word))  # the format asks for both


def _pictures(attachments: Any) -> dict[str, dict[str, str]]:
    if not isinstance(attachments, Mapping):
        return {}
    return {
        _writable(str(name)): {_writable(str(kind)): _writable(content) for kind, content in bundle.items()}
        for name, bundle in attachments.items()
        if isinstance(bundle, Mapping) and all(isinstance(content, str) for content in bundle.values())
    }
