"""How long grading takes: the same submissions by stock nbgrader and by ours, in turn, into fresh gradebooks."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from helpers import Refusal, paths
from helpers.checks.check import stand_ins_for
from helpers.checks.observe import observe_all
from helpers.checks.specification import Case
from helpers.exercises.load import PrivateSide, load
from helpers.exercises.reference import needed_cells
from helpers.grading.records import FOLDER, NAME, records_of

COPIED = ("helpers", "solutions", "notebooks", "nbgrader_config.py", "pyproject.toml", "constraints.txt")
SOUND = ("right", "mistake", "blank", "half finished", "added cells", "wrong quiz", "other editor")
MADE_BY_GRADING = ("gradebook.db", "autograded", "feedback", ".grading")
# nbgrader as it comes, but for the folders' names: it runs a notebook in a kernel of its own.
STOCK = """
from nbgrader.converters import Autograde
c = get_config()
load_subconfig("nbgrader_config.py")
c.Autograde.sanitize_preprocessors = Autograde.sanitize_preprocessors.default()
c.Autograde.autograde_preprocessors = Autograde.autograde_preprocessors.default()
c.Autograde.exporter_class = "nbconvert.exporters.NotebookExporter"
"""
SCORES = """
import json
from nbgrader.api import Gradebook
with Gradebook("sqlite:///gradebook.db", "unrolled") as gradebook:
    print(json.dumps({
        submission.student.id: {grade.name: grade.auto_score for row in submission.notebooks for grade in row.grades}
        for submission in gradebook.assignment_submissions(LESSON)
    }))
"""


@dataclass(frozen=True)
class Measured:
    """Seconds for all submissions, and each one's points by test."""

    seconds: float
    points: dict[str, dict[str, float | None]]
    on_benches: float = 0.0  # seconds of ours in which submissions were judged, added up


def benchmark(lesson: str, students: int, jobs: tuple[int, ...], report: Callable[[str], object] = print) -> int:
    """Make a class in a scratch copy of the course, grade its sound submissions both ways, and print the seconds.

    Returns 0 when both gave each submission the same points, else 1.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        root = Path(folder)
        _copy_course(root)
        names = _make_class(root, lesson, students)
        if not names:
            raise Refusal(f"A class of {students} has no sound submission to measure with: give a larger number.")
        report(f"{lesson}: {len(names)} sound submissions of a made class of {students}")
        floor = _floor(root, lesson, names)
        report(_line("the learners' own cells and calls alone", floor, len(names)))
        ours = {}
        for number in jobs:
            ours[number] = _measured(root, lesson, [*_helpers(), "grade", lesson, "--jobs", str(number)])
            report(_line(f"ours, --jobs {number}", ours[number].seconds, len(names)))
        stock = _measured(root, lesson, _stock_command(root, lesson))
        report(_line("stock nbgrader autograde", stock.seconds, len(names)))
    best = min(measured.seconds for measured in ours.values())
    one = ours[jobs[0]].seconds
    report(f"ours beyond the floor, --jobs {jobs[0]}: {(one - floor) / len(names):.3f} s a submission; where it goes:")
    judging = ours[jobs[0]].on_benches
    report(_line("processes, sandbox, hidden cases, comparing", judging - floor, len(names)))
    report(_line("start, and the last page and commit", one - judging, len(names)))
    report(f"stock / ours: {stock.seconds / best:.1f}")
    if len(jobs) > 1:
        report(f"--jobs {jobs[-1]} is {one / ours[jobs[-1]].seconds:.2f} times --jobs {jobs[0]}")
    differing = [
        name for measured in ours.values() for name in names if measured.points.get(name) != stock.points.get(name)
    ]
    report(f"points that differ from stock's: {', '.join(sorted(set(differing))) or 'none'}")
    return 1 if differing else 0


def _line(name: str, seconds: float, count: int) -> str:
    return f"  {name:<42}{seconds:8.2f} s {seconds / count:8.3f} s a submission"


def _copy_course(root: Path) -> None:
    for name in COPIED:
        source = paths.ROOT / name
        if source.is_dir():
            shutil.copytree(source, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, root / name)
    (root / "stock_config.py").write_text(STOCK, encoding="utf-8")


def _environment(root: Path) -> dict[str, str]:
    return os.environ | {
        "PYTHONPATH": str(root),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }


def _run(root: Path, command: list[str]) -> str:
    ran = subprocess.run(command, cwd=root, env=_environment(root), capture_output=True, text=True, check=False)
    if ran.returncode:
        raise Refusal(f"{' '.join(command[:4])} failed: {(ran.stderr or ran.stdout).strip().splitlines()[-1:]}")
    return ran.stdout


def _helpers() -> list[str]:
    return [sys.executable, "-m", "helpers"]


def _stock_command(root: Path, lesson: str) -> list[str]:
    return [sys.executable, "-m", "nbgrader", "autograde", lesson, "--config", str(root / "stock_config.py")]


def _make_class(root: Path, lesson: str, students: int) -> list[str]:
    """Make the class and take away what stock nbgrader cannot read; the learners that are left."""
    _run(root, [*_helpers(), "class", lesson, "--students", str(students)])
    sound = []
    with (root / "class" / f"{lesson}.csv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            if row["kind"] in SOUND:
                sound.append(row["student"])
            else:
                shutil.rmtree(root / "submitted" / row["student"])
    return sound


def _measured(root: Path, lesson: str, command: list[str]) -> Measured:
    for name in MADE_BY_GRADING:
        path = root / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    # What both need once, and stock nbgrader leaves to another command: the lesson's cells in the gradebook.
    _run(
        root,
        [
            sys.executable,
            "-m",
            "nbgrader",
            "generate_assignment",
            lesson,
            "--force",
            "--CourseDirectory.release_directory=unused",
        ],
    )
    began = time.monotonic()
    _run(root, command)
    seconds = time.monotonic() - began
    points = json.loads(_run(root, [sys.executable, "-c", f"LESSON = {lesson!r}\n{SCORES}"]))
    records = root / FOLDER / lesson / NAME
    judged = records_of(records.read_bytes()).by_student.values() if records.exists() else ()
    return Measured(seconds, points, sum(record.seconds for record in judged))


def _floor(root: Path, lesson: str, names: list[str]) -> float:
    """The seconds that the submissions' own cells and the calls of their functions take, in one loaded process."""
    side = load(lesson)
    notebooks = [nbformat.read(root / "submitted" / name / lesson / f"{lesson}.ipynb", as_version=4) for name in names]
    cases = {
        (name, part): side.visible_cases(name, part) + side.hidden_cases(name, part, [])
        for name, exercise in side.exercises.items()
        for part in exercise.parts
    }
    _tried(notebooks[0], side, cases)  # so that imports are done
    began = time.monotonic()
    for notebook in notebooks:
        _tried(notebook, side, cases)
    return time.monotonic() - began


def _tried(notebook: nbformat.NotebookNode, side: PrivateSide, cases: dict[tuple[str, str], list[Case]]) -> None:
    namespace: dict[str, Any] = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for cell in needed_cells(notebook):
            with contextlib.suppress(Exception):
                exec(compile(cell.source, "<cell>", "exec"), namespace)
        for name, exercise in side.exercises.items():
            stand_ins, _ = stand_ins_for(exercise.specification)
            for part in exercise.parts:
                observe_all(exercise.specification, cases[name, part], namespace, stand_ins)
