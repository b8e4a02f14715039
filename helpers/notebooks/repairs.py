"""What was put right in a notebook that was rebuilt: one sentence for each kind of thing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from helpers.checks.listed import listed
from helpers.notebooks.cells import MARKS, CourseCell, GivenCell, alike

LONGEST_NAME = 60  # characters of a name that somebody may have made up
MOST_NAMES = 8  # in one sentence


def sentences_on(
    *,
    pairs: Sequence[tuple[CourseCell, GivenCell]],
    deleted: Sequence[CourseCell],
    elsewhere: Sequence[CourseCell],
    moved: Sequence[CourseCell],
    copies: Sequence[GivenCell],
    added: Sequence[GivenCell],
    unreadable: int,
) -> tuple[str, ...]:
    """The sentences, none when nothing had to be put right.

    pairs       the lesson's cells with what was handed in as them
    deleted     the lesson's cells for which nothing was handed in
    elsewhere   answer cells that were deleted and whose answer stands in another cell
    moved       the lesson's cells that stood in other places
    copies      second copies of the lesson's cells that were left out
    added       the cells that are kept as the learner's own
    unreadable  how many cells were left out since they could not be read
    """
    locked = [(cell, given) for cell, given in pairs if not cell.is_answer]
    changed = [cell for cell, given in locked if cell.kind != given.kind or not alike(cell.source, given.source)]
    retyped = [cell for cell, given in pairs if cell.is_answer and cell.kind != given.kind]
    renamed = [cell for cell, given in pairs if cell.grade_id != given.grade_id and cell.grade_id]
    remarked = [cell for cell, given in pairs if cell not in renamed and _is_marked_otherwise(cell, given)]
    names = {cell.grade_id for cell, _ in pairs if cell.grade_id}
    more_than_once = dict.fromkeys(given.grade_id for given in [*copies, *added] if given.grade_id in names)
    strange = [given for given in added if given.marks is not None and given.grade_id not in names]
    return (
        *_on(changed, "had been changed", "it is as the lesson has it again", "they are as the lesson has them again"),
        *(
            sentence
            for kind, word in (("code", "code"), ("markdown", "text"))
            for sentence in _on(
                [cell for cell in retyped if cell.kind == kind],
                "had been turned into another kind of cell",
                f"it is {word} again",
                f"they are {word} again",
            )
        ),
        *_on(renamed, "had lost the name for the grading", "it is named again", "they are named again"),
        *_on(remarked, "had other marks or tags", "it has the lesson's again", "they have the lesson's again"),
        *_on(deleted, "had been deleted", "it is back in its place", "they are back in their places"),
        *_on(
            elsewhere,
            "had been deleted, and the answer stands in another cell",
            "it is back, without an answer in it",
            "they are back, without answers in them",
        ),
        *_on(moved, "had been moved", "it is back in its place", "they are back in their places"),
        *_on_copies(list(more_than_once)),
        *_on_strange(strange),
        *_on_unreadable(unreadable),
    )


def _is_marked_otherwise(cell: CourseCell, given: GivenCell) -> bool:
    if given.has_odd_tags or set(cell.tags) != set(given.tags):
        return True
    if not cell.marks:
        return given.marks is not None
    return not isinstance(given.marks, Mapping) or any(given.marks.get(m) != cell.marks.get(m) for m in MARKS)


def _on(cells: Sequence[CourseCell], what: str, now_one: str, now_many: str) -> list[str]:
    """A sentence on the cells that have a name, by name, and one on the others, by number."""
    named = [cell.grade_id for cell in cells if cell.is_called_something]
    others = len(cells) - len(named)
    subjects = {
        f"The cell{'s' if len(named) > 1 else ''} {_some(named)}" if named else "": len(named),
        f"{others} cell{'s' if others > 1 else ''} of text, examples, pictures or experiments": others,
    }
    return [
        f"{subject} {what}: {now_one if number == 1 else now_many}." for subject, number in subjects.items() if number
    ]


def _on_copies(names: list[str]) -> list[str]:
    if not names:
        return []
    return [
        f"The cell{'s' if len(names) > 1 else ''} {_some(names)} stood there more than once: the first that holds "
        "an answer counts as the cell, and what a copy held besides is kept as an added cell."
    ]


def _on_strange(cells: Sequence[GivenCell]) -> list[str]:
    if not cells:
        return []
    names = [_printable(cell.grade_id) for cell in cells if cell.grade_id]
    called = f" ({_some(names)})" if names else ""
    what = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
    kept = "it is kept as an added cell" if len(cells) == 1 else "they are kept as added cells"
    return [f"{what}{called} had marks of grading that this lesson does not have: {kept}, without marks."]


def _on_unreadable(number: int) -> list[str]:
    if not number:
        return []
    what = "1 cell has" if number == 1 else f"{number} cells have"
    return [f"{what} no kind or text that can be read: left out."]


def _some(names: Sequence[str]) -> str:
    if len(names) <= MOST_NAMES:
        return listed(names)
    return listed([*names[: MOST_NAMES - 2], f"{len(names) - MOST_NAMES + 2} more"])


def _printable(name: str) -> str:
    """A name that somebody may have made up, without what a terminal would obey."""
    return repr(name[:LONGEST_NAME])[1:-1]
