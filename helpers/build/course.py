"""Build lessons: text in, two notebooks and a key out. Only what changed is made again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from helpers import Refusal, paths
from helpers.build import digests, rules
from helpers.build.execute import executed
from helpers.build.expand import solution_notebook
from helpers.build.hints import hints_of
from helpers.build.key import make_key
from helpers.build.lesson_text import LessonCell, read_lesson
from helpers.build.release import released
from helpers.build.staleness import notebook_paths, stale
from helpers.build.time_plan import time_plan
from helpers.build.time_plan_text import as_text
from helpers.checks.key import Key, key_path, key_to_text, read_key
from helpers.exercises.load import load_from
from helpers.whole_file import write_text

Report = Callable[[str], None]


@dataclass(frozen=True)
class Built:
    """What a lesson's text comes to, outputs apart."""

    cells: list[LessonCell]
    solution: NotebookNode
    release: NotebookNode
    key: Key


def make(lesson: str) -> Built:
    """A lesson's notebooks, without outputs, and its key. Writes nothing. Raises Refusal for a lesson with a fault."""
    file = f"solutions/{lesson}.py"
    private_file = paths.SOLUTIONS / f"{lesson}_exercises.py"
    cells = read_lesson(paths.SOLUTIONS / f"{lesson}.py")
    rules.refuse_bad_text(cells, file)
    hints = hints_of(cells, file)
    side = load_from(lesson, solution_notebook(cells, hidden=()), private_file)
    rules.refuse_bad_private_side(cells, side, file)
    hidden = {(name, part) for name, exercise in side.exercises.items() for part in exercise.hidden}
    solution = solution_notebook(cells, hidden)
    release = released(solution, lesson)
    rules.refuse_leaks(cells, release, file)
    made_from = digests.sources(lesson) | {
        "solution": digests.digest_of_inputs(solution),
        "release": digests.digest_of_inputs(release),
        "outputs": digests.outputs(lesson, solution),
    }
    lines = {cell.name: cell.line for cell in cells if cell.kind == "solution"}
    return Built(cells, solution, release, make_key(side, made_from, lines, hints))


def build(
    lessons: Iterable[str], report: Report = print, passing: Report = lambda text: None, all_plans: bool = False
) -> None:
    """Build the lessons that are out of date.

    report     is told, for each lesson, what was done, and the time plan of what was built
    passing    is told what is being done, for a line that does not stay
    all_plans  whether the time plan is told of lessons that are up to date as well

    Raises Refusal at the first lesson with a fault; what was built before it stays.
    """
    for lesson in lessons:
        cells = _build_one(lesson, report, passing)
        if cells is None and all_plans:
            cells = read_lesson(paths.SOLUTIONS / f"{lesson}.py")
        if cells is not None:
            report(as_text(lesson, time_plan(cells)) + "\n")


def _build_one(lesson: str, report: Report, passing: Report) -> list[LessonCell] | None:
    """The cells of the lesson that was built, or None when it was up to date."""
    started = time.monotonic()
    if stale(lesson) is None:
        report(f"{lesson}: up to date")
        return None
    passing(f"{lesson}: reading the text, trying the references and the mistakes")
    built = make(lesson)
    solution_path, release_path = notebook_paths(lesson)
    kept = _with_outputs_kept(built, solution_path)
    # The notebooks and the key lie there before the solution runs, since its hidden checks read them; the key says
    # which outputs go with it only when they are written.
    _write_key(built.key, outputs="")
    write_notebook(release_path, built.release)
    write_notebook(solution_path, kept or built.solution)
    if kept:
        report(f"{lesson}: nothing that its outputs depend on has changed; they are kept")
    else:
        write_notebook(solution_path, executed(built.solution, lesson, solution_path.parent, passing))
    _write_key(built.key, outputs=built.key.made_from["outputs"])
    exercises, quizzes = len(built.key.exercises), len(built.key.quizzes)
    report(
        f"{lesson}: built {len(built.solution.cells)} cells, {exercises} exercises, {quizzes} quiz questions "
        f"in {time.monotonic() - started:.0f} s"
    )
    return built.cells


def write_notebook(path: Path, notebook: NotebookNode) -> None:
    """Write a notebook as nbgrader does."""
    write_text(path, nbformat.writes(notebook, version=4) + "\n")


def _write_key(key: Key, outputs: str) -> None:
    write_text(key_path(key.lesson), key_to_text(replace(key, made_from=key.made_from | {"outputs": outputs})))
    read_key.cache_clear()


def _with_outputs_kept(built: Built, path: Path) -> NotebookNode | None:
    """The notebook that lies there, when its code is the same and nothing its outputs depend on has changed."""
    try:
        old_key, old = read_key(built.key.lesson), nbformat.read(path, as_version=4)
    except (Refusal, OSError, ValueError):
        return None
    if old_key.made_from.get("outputs") != built.key.made_from["outputs"]:
        return None
    return old if digests.digest_of_inputs(old) == built.key.made_from["solution"] else None
