"""A learner's folder for a course of two small lessons, for tests of progress."""

from __future__ import annotations

import os
from pathlib import Path

from helpers.progress.record import Mark, fingerprint, note
from tests.commands.notebooks import code, write

STUB = 'raise NotImplementedError("not written yet")'
ANSWER = "def step(): return 1"


class Learner:
    """A learner's folder: lessons 01_first (an exercise of two parts and a question) and 02_second (an exercise)."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def copy(self, lesson: str) -> Path:
        return self.root / "work" / lesson / f"{lesson}.ipynb"

    def save(self, lesson: str, at: float = 100.0, **answers: str) -> Path:
        """Save the working copy of a lesson with these answers, at a time in seconds since 1970."""
        path = write(self.copy(lesson), *cells_of(lesson, answers))
        os.utime(path, (at, at))
        return path

    def check(self, lesson: str, name: str, part: str, state: str, source: str = ANSWER, at: float = 90.0) -> None:
        """Leave on record what a check came to."""
        note(self.copy(lesson).parent, name, part, Mark(state, fingerprint(source), at))


def cells_of(lesson: str, answers: dict[str, str]) -> list[dict]:
    if lesson == "02_second":
        return [code(answers.get("last", STUB), "last"), code("check", "test_last_values", points=4)]
    return [
        code(answers.get("step", STUB), "step"),
        code("check", "test_step_values", points=2),
        code("check", "test_step_shapes", points=1),
        code(answers.get("quiz", "quiz = None"), "quiz"),
        code("check", "test_quiz", points=1),
    ]


def lay_out_lessons(root: Path) -> None:
    """Put the two lessons into the notebooks/ of a folder, as a learner gets them."""
    for lesson in ("01_first", "02_second"):
        write(root / "notebooks" / lesson / f"{lesson}.ipynb", *cells_of(lesson, {}))
