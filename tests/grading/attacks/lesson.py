"""The lesson that is attacked: lesson 02 up to rnn_forward, with one of its questions; and what must stay secret."""

from __future__ import annotations

import copy
import json
import os
import sys
from functools import cache
from pathlib import Path
from typing import Any

from helpers import paths
from helpers.bundle.contents import modules_of_nn
from helpers.exercises import load
from helpers.exercises.fresh import course_salt
from helpers.notebooks.rebuild import rebuilt
from tests.grading.attacks.submission import EMBED, FORWARD, POINTS, RIGHT, WRONG, Submission

LESSON = "02_vanilla_rnn"
CANARY = ("UNROLLED_CANARY", "a-word-of-the-graders-environment")
LAST_TEST, QUIZ_CELLS = "test_rnn_forward_mask", ("same_weights", "test_same_weights")
SHORTEST_LINE = 25  # characters of a line that is a secret; shorter ones stand in many programs


@cache
def released() -> dict[str, Any]:
    """The part of the lesson that is attacked, as learners get it, as JSON holds it."""
    return cut(json.loads((paths.NOTEBOOKS / LESSON / f"{LESSON}.ipynb").read_text(encoding="utf-8")))


def cut(notebook: dict[str, Any]) -> dict[str, Any]:
    """The part that is attacked of a notebook of the lesson."""
    names = [name_of(cell) for cell in notebook["cells"]]
    kept = notebook["cells"][: names.index(LAST_TEST) + 1]
    kept += [notebook["cells"][names.index(name)] for name in QUIZ_CELLS]
    assert {name_of(cell) for cell in kept} >= POINTS.keys()
    return notebook | {"cells": kept}


def name_of(cell: dict[str, Any]) -> str:
    """A cell's grade_id; empty when it has none."""
    return cell["metadata"].get("nbgrader", {}).get("grade_id", "")


def handed_in(submission: Submission) -> dict[str, Any]:
    """The notebook as the learner hands it in."""
    notebook = copy.deepcopy(released())
    for cell in notebook["cells"]:
        if name_of(cell) in submission.answers:
            cell["source"] = submission.answers[name_of(cell)]
    if submission.added:
        first = next(place for place, cell in enumerate(notebook["cells"]) if cell["cell_type"] == "code")
        notebook["cells"].insert(first + 1, own_cell("own-1", submission.added))
    if submission.last:
        notebook["cells"].append(own_cell("own-2", submission.last))
    if submission.mangle:
        submission.mangle(notebook)
    return notebook


def own_cell(cell_id: str, source: str, **metadata: Any) -> dict[str, Any]:
    """A code cell of the learner's own."""
    empty = {"outputs": [], "execution_count": None}
    return {"cell_type": "code", "id": cell_id, "metadata": metadata, "source": source} | empty


def as_judged(submission: Submission) -> str:
    """The notebook that is judged: rebuilt from what was handed in, as text."""
    return json.dumps(rebuilt(handed_in(submission), released()).notebook)


RIGHT_ONE = Submission(
    "a right one", "The control: it must get all its points.", answers=RIGHT, earns=frozenset(POINTS)
)
HALF_RIGHT_ONE = Submission(
    "half a right one",
    "The control: it must get the points of what is right, and no others.",
    answers=RIGHT | WRONG,
    earns=EMBED | FORWARD,
)
WRONG_ONE = Submission("a wrong one", "The control: it must get none.", answers=WRONG)


@cache
def secrets() -> tuple[str, ...]:
    """What no submission may show: salt, private file, reference, hidden cases' code, the grader's environment."""
    given = "\n".join("".join(cell["source"]) for cell in released()["cells"]) + "\n".join(RIGHT.values())
    private = (paths.SOLUTIONS / f"{LESSON}_exercises.py").read_text(encoding="utf-8").splitlines()
    reference = [line for source in load(LESSON).solution_sources.values() for line in source.splitlines()]
    module = (paths.ROOT / "helpers" / "nn" / "vanilla_rnn.py").read_text(encoding="utf-8").splitlines()
    held = "\n".join(
        path.read_text(encoding="utf-8") for path in modules_of_nn(LESSON)
    )  # by learners, of earlier lessons
    lines = {line.strip() for line in (*private, *reference, *module) if line.strip() not in held}
    return (
        course_salt(),
        CANARY[1],
        f"{LESSON}_exercises.py",
        "gradebook.db",
        *([] if Path(sys.prefix).is_relative_to(paths.ROOT) else [str(paths.ROOT)]),  # .venv may tell where it lies
        *(name for name in (os.environ.get("HOSTNAME", ""), os.environ.get("HOME", "")) if len(name) > 8),
        *sorted(line for line in lines if len(line) >= SHORTEST_LINE and line not in given),
    )
