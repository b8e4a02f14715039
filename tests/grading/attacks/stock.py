"""The suite against stock nbgrader as the control: `python -m tests.grading.attacks.stock` writes docs/attacks.md.

Each submission is graded by `nbgrader autograde` with its own Execute and without our intake, in a course of its own
in a temporary folder; from outside it is kept off the machine and ended after a while. What would harm the machine
all the same is left out, and the table says so. With a word, only submissions with it in their name are tried, and
nothing is written.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

from helpers import paths
from tests.grading.attacks.conftest import AttackedBench
from tests.grading.attacks.lesson import CANARY, LESSON, as_judged, cut, handed_in, secrets
from tests.grading.attacks.submission import ALL, POINTS, RIGHT, Submission
from tests.grading.attacks.suite import FAMILIES

SECONDS = 75  # for one submission
ADDRESSES = 12 * 2**30  # bytes
STUDENT = "attacker"
CONFIGURATION = """
c = get_config()
c.CourseDirectory.course_id = "control"
c.ClearSolutions.enforce_metadata = False
"""
SCORES = """
select base_cell.name, grade.auto_score
from grade join grade_cells on grade.cell_id = grade_cells.id join base_cell on base_cell.id = grade_cells.id
"""
REPORT = paths.ROOT / "docs" / "attacks.md"
INTRODUCTION = f"""# The attack suite against stock nbgrader and against this grader

Each row is a submission in tests/grading/attacks, graded once by stock `nbgrader autograde` (with its own way to run
notebooks and no intake) and once by this course's grader. The lesson has {sum(POINTS.values())} points; behind a number stands how
many of them the submission is entitled to; in bold are points that nobody had earned. *Shown* means that something that
must stay secret stands in the graded notebook. *Flagged* means that a person is pointed to the cell. Rows with *not run*
would harm the machine that stock nbgrader runs on, or hold it up. Written by `python -m tests.grading.attacks.stock`.
"""


def main(word: str = "") -> None:
    """Try the submissions, print a row for each, and write the report when all were tried."""
    os.environ[CANARY[0]] = CANARY[1]
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        control = Control(Path(folder))
        bench = AttackedBench()
        for family, submissions in FAMILIES.items():
            rows.append(
                f"\n## {family.capitalize()}\n\n| Submission | Stock nbgrader | This grader |\n| --- | --- | --- |"
            )
            for submission in submissions:
                if word in submission.name:
                    row = f"| {submission.name} | {control.outcome(submission)} | {our_outcome(bench, submission)} |"
                    print(row, flush=True)
                    rows.append(row)
        bench.close()
    if not word:
        REPORT.write_text(INTRODUCTION + "\n".join(rows) + "\n", encoding="utf-8")


class Control:
    """A course in a folder, graded by stock nbgrader."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._course = root / "course"
        shutil.copytree(paths.ROOT / "helpers", self._course / "helpers", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(paths.SOLUTIONS, self._course / "solutions", ignore=shutil.ignore_patterns("__pycache__"))
        (self._course / "nbgrader_config.py").write_text(CONFIGURATION, encoding="utf-8")
        notebook = json.loads((paths.SOLUTIONS / LESSON / f"{LESSON}.ipynb").read_text(encoding="utf-8"))
        _write(self._course / "source" / LESSON / f"{LESSON}.ipynb", cut(notebook))
        made = self._nbgrader("generate_assignment", LESSON)
        if made.returncode:
            raise SystemExit(made.stderr)
        self._fresh = (self._course / "gradebook.db").read_bytes()

    def outcome(self, submission: Submission) -> str:
        """What stock nbgrader makes of a submission, in a few words."""
        if submission.harmful:
            return f"not run: {submission.harmful}"
        if submission.slow:
            return "not run: it takes long"
        (self._course / "gradebook.db").write_bytes(self._fresh)
        for name in ("submitted", "autograded"):
            shutil.rmtree(self._course / name, ignore_errors=True)
        _write(self._course / "submitted" / STUDENT / LESSON / f"{LESSON}.ipynb", handed_in(submission))
        try:
            self._nbgrader("autograde", LESSON, "--student", STUDENT)
        except subprocess.TimeoutExpired:
            return f"not graded: still running after {SECONDS} s"
        path = self._course / "autograded" / STUDENT / LESSON / f"{LESSON}.ipynb"
        if not path.is_file():
            return "not graded"
        scores = self._scores()
        outputs = json.dumps(
            [cell.get("outputs", []) for cell in json.loads(path.read_text("utf-8"))["cells"]], ensure_ascii=False
        )
        return _in_words(submission, sum(scores.values()), outputs, "")

    def _scores(self) -> dict[str, float]:
        with sqlite3.connect(self._course / "gradebook.db") as gradebook:
            return {name: score or 0.0 for name, score in gradebook.execute(SCORES)}

    def _nbgrader(self, *words: str) -> subprocess.CompletedProcess[str]:
        """One of nbgrader's commands, which sees the machine as it is and changes nothing but the course's folder."""
        box = ["bwrap", "--die-with-parent", "--unshare-pid", "--unshare-net", "--ro-bind", "/", "/", "--dev", "/dev"]
        box += ["--proc", "/proc", "--tmpfs", "/tmp", "--bind", str(self._root), str(self._root)]
        box += ["--chdir", str(self._course), "--setenv", "PYTHONPATH", str(self._course), "--setenv", "HOME", "/tmp"]
        box += ["--setenv", "PATH", f"{Path(sys.executable).parent}:{os.environ['PATH']}"]
        limits = ["prlimit", f"--as={ADDRESSES}", "--core=0", f"--fsize={2**30}"]
        command = [*limits, *box, "--", sys.executable, "-m", "nbgrader", *words]
        return subprocess.run(
            command, capture_output=True, text=True, encoding="utf-8", errors="replace", timeout=SECONDS, check=False
        )


def our_outcome(bench: AttackedBench, submission: Submission) -> str:
    """What this grader makes of it, in a few words."""
    judgement = bench.judge(as_judged(submission))
    points = sum(POINTS[name] for name, result in judgement.tests.items() if result.earned)
    said = repr(judgement.outputs) + repr(judgement.tests)
    return _in_words(submission, points, said, judgement.ended, flagged=bool(judgement.flags))


def _in_words(submission: Submission, points: float, text: str, ended: str, *, flagged: bool = False) -> str:
    entitled = "any" if submission.earns is None else str(sum(POINTS[name] for name in submission.earns))
    own = repr(handed_in(submission))
    is_shown = any(s in text and s not in own and s not in submission.may_show for s in secrets())
    words = [f"{points:g} of {entitled}", "**shown**" * is_shown, "flagged" * flagged, "ended early" * bool(ended)]
    # Some that are entitled to less have right answers, and hurt nobody but themselves.
    right = {name for name, answer in RIGHT.items() if submission.answers.get(name, "").endswith(answer)}
    due = set(ALL if submission.earns is None else submission.earns)
    due |= {test for test in POINTS if any(test.startswith(f"test_{name}") for name in right)}
    if points > sum(POINTS[name] for name in due):
        words[0] = f"**{words[0]}**"
    return ", ".join(filter(None, words))


def _write(path: Path, notebook: dict) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
