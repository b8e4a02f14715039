"""What of a built lesson is missing or out of date, told by digests, without building it."""

from __future__ import annotations

from pathlib import Path

import nbformat

from helpers import Refusal, paths
from helpers.build import digests
from helpers.checks.key import read_key


def stale(lesson: str) -> str | None:
    """What is missing or out of date in a built lesson, as a clause; None when all of it is right."""
    if (fault := unfit_for_grading(lesson)) is not None:
        return fault
    solution_path, _ = notebook_paths(lesson)
    solution = nbformat.read(solution_path, as_version=4)
    if read_key(lesson).made_from.get("outputs") != digests.outputs(lesson, solution):
        return f"the outputs of {_shown(solution_path)} are older than the helpers they were made with"
    return None


def unfit_for_grading(lesson: str) -> str | None:
    """What keeps a lesson from being graded, as a clause: the outputs of its solution notebook do not matter here."""
    read_key.cache_clear()  # what lies there now counts, in a server that runs for months too
    try:
        key = read_key(lesson)
    except Refusal as refusal:
        return str(refusal).rstrip(".")
    for name, digest in digests.sources(lesson).items():
        if key.made_from.get(name) != digest:
            what = {"lesson": f"solutions/{lesson}.py", "exercises": f"solutions/{lesson}_exercises.py"}
            return f"its key is older than {what.get(name, 'the code in helpers/ that builds and checks')}"
    for name, path in zip(("solution", "release"), notebook_paths(lesson), strict=True):
        try:
            notebook = nbformat.read(path, as_version=4)
        except FileNotFoundError:
            return f"{_shown(path)} is missing"
        except Exception as error:  # nbformat has a dozen of ways to say that a file is no notebook
            return f"{_shown(path)} cannot be read ({type(error).__name__})"
        if key.made_from.get(name) != digests.digest_of_inputs(notebook):
            return f"{_shown(path)} is not what its text comes to"
    return None


def notebook_paths(lesson: str) -> tuple[Path, Path]:
    """Where the solution notebook and the student's notebook lie."""
    return paths.SOLUTIONS / lesson / f"{lesson}.ipynb", paths.NOTEBOOKS / lesson / f"{lesson}.ipynb"


def _shown(path: Path) -> str:
    return path.relative_to(path.parent.parent.parent).as_posix()
