"""How much of a notebook that was handed in is looked at: enough for every honest one, and no more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from helpers.notebooks.cells import course_cell, given_cell

MOST_ADDED = 500  # cells that do not have the name of one of the lesson's; a lesson has about a hundred in all
MOST_COPIES = 20  # of one cell
LONGEST_CELL = 1_000_000  # characters; a picture that was pasted as text fits


def within_bounds(handed_in: Mapping[str, Any], released: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The notebook without what is too much, and a sentence for each kind of thing that was left out.

    handed_in  a notebook with a list of cells, of which nothing more is known
    released   the lesson's notebook as learners got it

    The lesson's own cells are known by name and are never crowded out by others.
    """
    course = [course_cell(cell) for cell in released["cells"]]
    names = {cell.grade_id for cell in course if cell.grade_id}
    ids = {cell.id for cell in course if cell.id}
    seen: Counter[str] = Counter()
    kept: list[Any] = []
    too_many, too_long, with_zeros = 0, 0, 0
    for entry in handed_in["cells"]:
        cell = given_cell(entry)
        if cell is None:
            key, limit = "unreadable", MOST_ADDED
        elif cell.grade_id in names:
            key, limit = f"named {cell.grade_id}", MOST_COPIES
        elif cell.id in ids:
            key, limit = f"id {cell.id}", MOST_COPIES
        else:
            key, limit = "added", MOST_ADDED
        seen[key] += 1
        if seen[key] > limit:
            too_many += 1
        elif cell is not None and len(cell.source) > LONGEST_CELL:
            too_long += 1
        elif cell is not None and "\0" in cell.source:
            kept.append({**entry, "source": cell.source.replace("\0", "")})
            with_zeros += 1
        else:
            kept.append(entry)
    return {**handed_in, "cells": kept}, _sentences(too_many, too_long, with_zeros)


def _sentences(too_many: int, too_long: int, with_zeros: int) -> tuple[str, ...]:
    sentences = []
    if too_many:
        sentences.append(
            f"{_cells(too_many)} left out: of the cells that are not the lesson's the first {MOST_ADDED} are taken, and "
            f"of copies of one cell the first {MOST_COPIES}."
        )
    if too_long:
        sentences.append(f"{_cells(too_long)} left out, since a cell of more than {LONGEST_CELL:,} characters is not read.")
    if with_zeros:
        sentences.append(
            f"{'1 cell' if with_zeros == 1 else f'{with_zeros} cells'} held NUL characters, which no Python reads: they "
            "were taken out."
        )
    return tuple(sentences)


def _cells(number: int) -> str:
    return "1 cell was" if number == 1 else f"{number:,} cells were"
