"""Makes a class: submissions under submitted/, and class/LESSON.csv with the points that each of them must get."""

from __future__ import annotations

import copy
import csv
import hashlib
import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

from helpers import Refusal, paths
from helpers.build.readiness import refuse_unless_ready
from helpers.exercises import load
from helpers.grading.made_class.added_cells import add_cells, save_with_other_editor
from helpers.grading.made_class.broken_files import MANGLED, REFUSED, write_notebook
from helpers.grading.made_class.plan import SHARES, Submission, plan_class
from helpers.grading.reporting.terminal import Reporter
from helpers.notebooks.marks import is_answer, is_marked_by_hand, is_test

A_SENTENCE = "a sentence"
REPORT = "**Question.** How often is it right?\n\n**What I tried.** Three settings, and the first was the best."
HANDED_IN = "2026-01-15 12:00:00 UTC"


def make_class(lesson: str, students: int, seed: int, report: Reporter = print) -> None:
    """Write the submissions of a made class and the table of the points that each must get.

    The same lesson, size and seed give the same files. What an earlier class of the lesson left is taken away;
    a submission that no class made is never touched.
    Raises Refusal when the lesson is not ready, the size makes no class, or a real submission is in the way.
    """
    if students < 1:
        raise Refusal(f"A class of {students} cannot be made: give --students a number from 1.")
    refuse_unless_ready(lesson)
    private = load(lesson)
    width = max(3, len(str(students)))
    names = [f"learner_{number:0{width}d}" for number in range(1, students + 1)]
    earlier = learners_of_last_class(lesson)
    for name in names:
        if name not in earlier and (paths.SUBMITTED / name / lesson).exists():
            raise Refusal(f"submitted/{name}/{lesson} was not made by this command: move it away to make a class.")
    _take_away(lesson, earlier)
    released = json.loads((paths.NOTEBOOKS / lesson / f"{lesson}.ipynb").read_text(encoding="utf-8"))
    plans = plan_class(private, students, seed)
    # The table comes first: a run that is stopped half-way leaves only folders that the next one knows as its own.
    _write_table(lesson, dict(zip(names, plans, strict=True)), _tests(released, private.points), private.points)
    for name, plan in zip(names, plans, strict=True):
        _hand_in(paths.SUBMITTED / name / lesson, plan, copy.deepcopy(released), f"{seed} {name}")
    listed = sum(len(exercise.mistakes) for exercise in private.exercises.values())
    report(_summary(lesson, plans, sum(private.points.values()), listed))


def table_path(lesson: str) -> Path:
    """The table of the last class made for a lesson."""
    return paths.ROOT / "class" / f"{lesson}.csv"


def learners_of_last_class(lesson: str) -> list[str]:
    """The learners of the last class made for a lesson; none when there was none."""
    if not table_path(lesson).is_file():
        return []
    with table_path(lesson).open(encoding="utf-8", newline="") as table:
        return [row["student"] for row in csv.DictReader(table)]


def _take_away(lesson: str, students: list[str]) -> None:
    if not students:
        return
    if (paths.ROOT / "gradebook.db").exists():
        from helpers.grading.course import opened_course
        from helpers.grading.gradebook import forget

        with opened_course() as course:
            forget(course, lesson, students)
    for step in ("submitted", "autograded", "feedback"):
        for student in students:
            folder = paths.ROOT / step / student / lesson
            if folder.exists():
                _remove_tree(folder)
            if folder.parent.is_dir() and not any(folder.parent.iterdir()):
                folder.parent.rmdir()


def _remove_tree(folder: Path) -> None:
    for path in folder.rglob("*"):
        path.chmod(0o700)  # nbgrader leaves read-only files, which Windows would not remove
    shutil.rmtree(folder)


def _tests(released: dict[str, Any], points: dict[tuple[str, str], float]) -> dict[str, tuple[str, str]]:
    """grade_id -> (exercise, part) of the test cells, in the notebook's order."""
    by_id = {"_".join(filter(None, ["test", name, part])): (name, part) for name, part in points}
    marks = (cell["metadata"].get("nbgrader", {}) for cell in released["cells"])
    return {mark["grade_id"]: by_id[mark["grade_id"]] for mark in marks if is_test(mark)}


def _write_table(
    lesson: str,
    plans: dict[str, Submission],
    tests: dict[str, tuple[str, str]],
    points: dict[tuple[str, str], float],
) -> None:
    table_path(lesson).parent.mkdir(exist_ok=True)
    with table_path(lesson).open("w", encoding="utf-8", newline="") as table:
        writer = csv.writer(table)
        writer.writerow(["student", "kind", "what", *tests, "total"])
        for student, plan in plans.items():
            expected = [0.0 if part in plan.lost else points[part] for part in tests.values()]
            cells = [""] * len(tests) if plan.kind == "broken" else [f"{value:g}" for value in expected]
            total = A_SENTENCE if plan.kind == "broken" else f"{sum(expected):g}"
            writer.writerow([student, plan.kind, plan.what, *cells, total])


def _hand_in(folder: Path, plan: Submission, notebook: dict[str, Any], secret: str) -> None:
    for cell in notebook["cells"]:
        marks = cell["metadata"].get("nbgrader", {})
        if is_answer(marks) and marks["grade_id"] in plan.answers:
            cell["source"] = plan.answers[marks["grade_id"]].splitlines(keepends=True)
        if is_marked_by_hand(marks) and plan.answers:
            cell["source"] = REPORT.splitlines(keepends=True)
    if plan.kind == "added cells":
        add_cells(notebook)
    elif plan.kind == "other editor":
        save_with_other_editor(notebook)
    folder.mkdir(parents=True)
    path = folder / f"{folder.name}.ipynb"
    if plan.kind in ("broken", "mangled"):
        (REFUSED | MANGLED)[plan.what](path, notebook)
    else:
        write_notebook(path, notebook)
    # As the exchange leaves them with what it collects; without them it cannot hand feedback back.
    (folder / "timestamp.txt").write_text(HANDED_IN, encoding="utf-8")
    (folder / "submission_secret.txt").write_text(hashlib.sha256(secret.encode()).hexdigest(), encoding="utf-8")


def _summary(lesson: str, plans: list[Submission], most: float, listed: int) -> str:
    kinds = Counter(plan.kind for plan in plans)
    made = len({mistake for plan in plans for mistake in plan.mistakes})
    lines = [f"{lesson}: a class of {len(plans)} under submitted/, {most:g} points to be had"]
    lines += [f"  {kinds[kind]:>4}  {kind}" for kind in SHARES if kinds[kind]]
    lines += [
        f"Between them they make {made} of the {listed} mistakes that are listed.",
        f"class/{lesson}.csv has the points that each must get; `python3 -m helpers grade {lesson}` grades them.",
    ]
    return "\n".join(lines)
