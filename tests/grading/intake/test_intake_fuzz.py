"""Intake against notebooks that were broken at random.

    FUZZED_NOTEBOOKS=10000 python3 -m helpers test tests/grading/intake/test_intake_fuzz.py

tries as many; without it, 300.
"""

from __future__ import annotations

import copy
import os
import time
from collections import Counter
from pathlib import Path

import nbformat
import pytest

from helpers import paths
from helpers.grading.intake.intake import TakenIn, released_notebook, taken_in
from tests.grading.mutations import mutated
from tests.notebooks.notebooks import answered, given_out

NUMBER = int(os.environ.get("FUZZED_NOTEBOOKS", "300"))
LONGEST = 5.0  # seconds for one; a hundredth is usual
PORTIONS = 10  # the first of a whole lesson of the course, the others of a small one
SMALL = ("01_small", given_out(), answered())


def whole_lesson() -> tuple[str, dict, dict]:
    """A lesson of the course as it was given out, and with something in each answer cell."""
    lesson = paths.lesson_names()[-1]
    released = released_notebook(lesson)
    handed_in = copy.deepcopy(released)
    for cell in handed_in.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source += "\n# mine"
    return lesson, released, handed_in


def is_sound(result: TakenIn, released: dict) -> None:
    """There is either a sentence, or a notebook with exactly the lesson's cells in their order."""
    if result.notebook is None:
        assert result.sentence.endswith((".", "?"))
        assert result.sentence.isprintable()
        return
    assert result.sentence == ""
    assert all(sentence.endswith((".", "?")) and sentence.isprintable() for sentence in result.repairs)
    nbformat.validate(result.notebook)
    nbformat.writes(result.notebook).encode("utf-8")
    kept = [cell for cell in result.notebook.cells if not cell.id.startswith("added-")]
    assert [(cell.id, cell.cell_type, cell.metadata) for cell in kept] == [
        (cell["id"], cell["cell_type"], cell["metadata"]) for cell in released["cells"]
    ]
    for cell, own in zip(kept, released["cells"], strict=True):
        assert cell.source == own["source"] or own["metadata"].get("nbgrader", {}).get("solution")
    assert not any("nbgrader" in cell.metadata for cell in result.notebook.cells if cell not in kept)
    assert all(not cell.outputs for cell in result.notebook.cells if cell.cell_type == "code")


@pytest.mark.parametrize("portion", range(PORTIONS))
def test_any_file_ends_in_a_notebook_or_a_sentence(portion: int, tmp_path: Path) -> None:
    """Whatever happens to the bytes of a notebook: is nothing raised, nothing hung, and the lesson whole?"""
    lesson, released, handed_in = SMALL if portion else whole_lesson()
    file = tmp_path / "ann" / lesson / f"{lesson}.ipynb"
    file.parent.mkdir(parents=True)
    outcomes: Counter[bool] = Counter()
    for seed in range(portion, NUMBER, PORTIONS):
        file.write_bytes(mutated(handed_in, seed))
        started = time.monotonic()
        try:
            result = taken_in(file.parent, lesson, released)
            is_sound(result, released)
        except Exception as error:
            raise AssertionError(f"seed {seed}") from error
        assert time.monotonic() - started < LONGEST, f"seed {seed}"
        outcomes[result.notebook is not None] += 1
    assert min(outcomes[True], outcomes[False]) > 0.1 * outcomes.total()  # else the mutations are too wild, or too tame
