"""A learner's notebook rebuilt from the lesson's: the cells as they were given out, the learner's answers in them,
and the cells that the learner added in their places. Data in, data out: nothing of the notebook is run.
"""

from __future__ import annotations

import copy
import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from helpers.notebooks.cells import CourseCell, GivenCell, alike, course_cell, given_cell
from helpers.notebooks.repairs import sentences_on


@dataclass(frozen=True)
class Rebuilt:
    """A rebuilt notebook, without outputs.

    answered  the grade_ids of the answer cells in which something else stands than was given out
    added     how many cells with text in them the learner added
    repairs   one sentence for each kind of thing that was put right
    """

    notebook: dict[str, Any]
    answered: tuple[str, ...]
    added: int
    repairs: tuple[str, ...]


def rebuilt(handed_in: Mapping[str, Any], released: Mapping[str, Any]) -> Rebuilt:
    """Lay a learner's answers and added cells into the lesson's notebook.

    handed_in  a notebook of format 4, as JSON holds it; whatever else it holds, nothing is raised
    released   the lesson's notebook as learners got it

    A cell of the lesson is known by its grade_id, else by its cell id, else by its text. Only the text of answer
    cells is taken over, and the pictures in a report. A cell that is not the lesson's is kept as an added one, with its text, tags and pictures.
    """
    course = [course_cell(cell) for cell in released["cells"]]
    cells = handed_in.get("cells")
    entries = cells if isinstance(cells, list) else []
    given = [cell for cell in map(given_cell, entries) if cell is not None]

    found, empty_copies = _chosen(course, given, _claims(course, given))
    lessons_own = {*found.values(), *empty_copies}
    added = [place for place in range(len(given)) if place not in lessons_own]
    unmoved = _longest_run_in_order(found)
    after = _places_of_added(course, added, {number: found[number] for number in unmoved})

    answers = {number: given[place].source for number, place in found.items() if course[number].is_answer}
    kept = [*answers.values(), *(given[place].source for place in added if given[place].kind == "code")]
    deleted = {number: cell.grade_id for number, cell in enumerate(course) if cell.is_answer and number not in found}
    elsewhere = {number for number, name in deleted.items() if any(_defines(name, source) for source in kept)}
    # Its empty cell, back in its place, could come after the answer and undo it.
    answers |= {number: f"# {deleted[number]} is written in another cell." for number in elsewhere}

    ids = _unused_ids({cell.id for cell in course})
    result = [_added_cell(given[place], next(ids)) for place in added if after[place] < 0]
    for number, cell in enumerate(course):
        pictures = given[found[number]].pictures if number in found and cell.is_answer else {}
        result.append(_course_cell(cell, answers.get(number, cell.source), pictures))
        result += [_added_cell(given[place], next(ids)) for place in added if after[place] == number]
    return Rebuilt(
        {key: copy.deepcopy(value) for key, value in released.items() if key != "cells"} | {"cells": result},
        tuple(
            course[number].grade_id
            for number in sorted(found)
            if number in answers and not alike(answers[number], course[number].source)
        ),
        sum(bool(given[place].source.strip()) for place in added),
        sentences_on(
            pairs=[(course[number], given[place]) for number, place in sorted(found.items())],
            deleted=[cell for number, cell in enumerate(course) if number not in {*found, *elsewhere}],
            elsewhere=[course[number] for number in sorted(elsewhere)],
            moved=[course[number] for number in sorted(found) if number not in unmoved],
            copies=[given[place] for place in sorted(empty_copies)],
            added=[given[place] for place in added],
            unreadable=len(entries) - len(given),
        ),
    )


def _claims(course: Sequence[CourseCell], given: Sequence[GivenCell]) -> dict[int, list[int]]:
    """For each cell of the lesson, where something is handed in as it: by grade_id, else by cell id, else by text."""
    by_name = {cell.grade_id: number for number, cell in enumerate(course) if cell.grade_id}
    by_id = {cell.id: number for number, cell in enumerate(course) if cell.id}
    named = {by_name[cell.grade_id] for cell in given if cell.grade_id in by_name}
    claims: dict[int, list[int]] = {}
    left = []
    for place, cell in enumerate(given):
        number, by_its_id = by_name.get(cell.grade_id), by_id.get(cell.id)
        # Editors give new ids, so that a name counts for more, unless its owner is there and another's name is gone.
        if by_its_id is not None and by_its_id not in named and (number is None or course[by_its_id].grade_id):
            number = by_its_id
        if number is None:
            left.append(place)
        else:
            claims.setdefault(number, []).append(place)
    for number, wanted in enumerate(course):
        if number not in claims:
            same = [place for place in left if given[place].kind == wanted.kind and given[place].source == wanted.source]
            if same:
                claims[number] = same[:1]
                left.remove(same[0])
    return claims


def _chosen(
    course: Sequence[CourseCell], given: Sequence[GivenCell], claims: Mapping[int, list[int]]
) -> tuple[dict[int, int], set[int]]:
    """Which of several copies of a cell is taken, and which of the others hold nothing of their own.

    Of an answer it is the first in which something was written, of other cells the first.
    """
    found, empty = {}, set()
    for number, places in claims.items():
        released = course[number].source
        written = [place for place in places if not alike(given[place].source, released)]
        found[number] = written[0] if written and course[number].is_answer else places[0]
        known = [released, given[found[number]].source]
        for place in places:
            if any(alike(given[place].source, text) for text in known):
                empty.add(place)
            known.append(given[place].source)
    return found, empty - set(found.values())


def _defines(name: str, source: str) -> bool:
    """Whether code gives something that name, told by its lines, since Python cannot parse all that is handed in."""
    pattern = rf"(?m)^(?:async\s+def|def|class)\s+{re.escape(name)}\b|^{re.escape(name)}\s*(?::[^=\n]*)?=(?!=)"
    return re.search(pattern, source) is not None


def _longest_run_in_order(found: Mapping[int, int]) -> set[int]:
    """The most cells of the lesson that stand in the lesson's order; the others were moved."""
    ends: list[int] = []  # where the best run of each length ends so far, and the cell that it ends with
    last: list[int] = []
    before: dict[int, int | None] = {}
    for number in sorted(found):
        length = bisect_left(ends, found[number])
        before[number] = last[length - 1] if length else None
        ends[length : length + 1] = [found[number]]
        last[length : length + 1] = [number]
    run: set[int] = set()
    step = last[-1] if last else None
    while step is not None:
        run.add(step)
        step = before[step]
    return run


def _places_of_added(
    course: Sequence[CourseCell], added: Sequence[int], unmoved: Mapping[int, int]
) -> dict[int, int]:
    """After which cell of the lesson each added cell comes; -1 is before all of them.

    It follows the cell that stood before it. Of cells that are put back there, those that it may need come before
    it, and test cells, which may need what it defines, come after it.
    """
    numbers = sorted(unmoved)
    result = {}
    for place in added:
        at = max((number for number in numbers if unmoved[number] < place), default=-1)
        following = next((number for number in numbers if number > at), len(course))
        for number in range(at + 1, following):
            if course[number].is_test:
                break
            if course[number].marks:
                at = number
        result[place] = at
    return result


def _course_cell(cell: CourseCell, source: str, pictures: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """A cell of the lesson with the learner's text in it; into a report pictures can be pasted."""
    made = copy.deepcopy(dict(cell.whole)) | {"source": source}
    if cell.kind == "code":
        return made | {"outputs": [], "execution_count": None}
    return made | ({"attachments": _copied(pictures)} if pictures else {})


def _added_cell(cell: GivenCell, cell_id: str) -> dict[str, Any]:
    metadata = {"tags": list(cell.tags)} if cell.tags else {}
    made: dict[str, Any] = {"cell_type": cell.kind, "id": cell_id, "metadata": metadata, "source": cell.source}
    if cell.kind == "code":
        made |= {"outputs": [], "execution_count": None}
    elif cell.pictures:
        made["attachments"] = _copied(cell.pictures)
    return made


def _copied(pictures: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    return {name: dict(bundle) for name, bundle in pictures.items()}


def _unused_ids(taken: Collection[str]) -> Iterator[str]:
    number = 0
    while True:
        number += 1
        if f"added-{number}" not in taken:
            yield f"added-{number}"
