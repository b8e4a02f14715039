"""Names in a row, as a sentence has them."""

from __future__ import annotations

from collections.abc import Sequence

MOST_NAMES = 8  # that are read to the end


def listed(names: Sequence[str]) -> str:
    """The names in a row: a, b and c."""
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def beginning_of(names: Sequence[str]) -> str:
    """The names in a row, and of a long row the first three and how many more there are."""
    if len(names) <= MOST_NAMES:
        return listed(names)
    return listed([*names[:3], f"{len(names) - 3} more"])
