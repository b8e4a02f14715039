"""A grading run, one of its workers or one of its judges killed in the middle: nothing is lost.

UNROLLED_KILLS=50 tries fifty moments instead of a few.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from helpers.grading.sandbox.pieces import what_is_missing
from tests.grading.conftest import LESSON, Course
from tests.grading.outcome import outcome_of

KILLS = int(os.environ.get("UNROLLED_KILLS", "2"))
SECONDS_TO_END = 20.0
GRADE = [sys.executable, "-c", f"import sys; from helpers.grading.grade import grade; sys.exit(grade(['{LESSON}']))"]

pytestmark = pytest.mark.skipif(bool(what_is_missing()), reason=what_is_missing())


@pytest.fixture(scope="module")
def class_of_ten(built_course: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A class of ten that was never graded."""
    course = built_course.copy_to(tmp_path_factory.mktemp("killed"))
    course.make_class(students=10, seed=3)
    return course


@pytest.fixture(scope="module")
def undisturbed(class_of_ten: Course, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], float]:
    """What grading it comes to, and how long it took."""
    course = class_of_ten.copy_to(tmp_path_factory.mktemp("undisturbed"))
    began = time.monotonic()
    ran = course.grade()
    assert ran.returncode == 0, ran.stderr
    seconds = time.monotonic() - began
    return outcome_of(course), seconds


def command_line(pid: int) -> str | None:
    """How a process was started; None when there is no such process, or it has ended."""
    try:
        ended = (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] == "Z"
        return None if ended else (Path("/proc") / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return None


def processes_below(pid: int) -> list[tuple[int, str]]:
    """All processes that descend from one, with their command lines."""
    parents: dict[int, int] = {}
    lines: dict[int, str] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            number, rest = int(status.parent.name), status.read_text().rpartition(")")[2].split()
            parents[number] = int(rest[1])
            lines[number] = command_line(number) or ""
        except OSError:
            continue
    found, waiting = [], [pid]
    while waiting:
        parent = waiting.pop()
        children = [number for number, of in parents.items() if of == parent]
        found += [(number, lines[number]) for number in children]
        waiting += children
    return found


@pytest.mark.parametrize("moment", range(KILLS))
def test_a_run_that_was_killed_goes_on(
    class_of_ten: Course, undisturbed: tuple[dict[str, Any], float], tmp_path: Path, moment: int
) -> None:
    """After a kill of the engine at any moment, does a second run end as one would, and does no process stay?"""
    outcome, seconds = undisturbed
    course = class_of_ten.copy_to(tmp_path)
    run = subprocess.Popen(GRADE, cwd=course.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(random.Random(moment).uniform(0.2, 1.0) * seconds)
    below = processes_below(run.pid)
    run.send_signal(signal.SIGKILL)
    run.wait()
    until = time.monotonic() + SECONDS_TO_END
    while left := [line for pid, line in below if command_line(pid) == line]:
        assert time.monotonic() < until, left
        time.sleep(0.1)
    again = course.grade()
    assert again.returncode == 0, again.stderr
    assert outcome_of(course) == outcome
    assert not [path for path in course.root.rglob("*") if path.name.endswith(".partial")]


@pytest.mark.parametrize("victim", ["helpers.grading.worker", "helpers.grading.judging"])
@pytest.mark.parametrize("moment", range(max(1, KILLS // 2)))
def test_a_worker_or_judge_that_was_killed_is_replaced(
    class_of_ten: Course, undisturbed: tuple[dict[str, Any], float], tmp_path: Path, victim: str, moment: int
) -> None:
    """When a worker or a judge is killed in the middle, does the run go on and end with the same?"""
    outcome, seconds = undisturbed
    course = class_of_ten.copy_to(tmp_path)
    run = subprocess.Popen(GRADE, cwd=course.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    time.sleep(random.Random(moment).uniform(0.05, 0.35) * seconds)  # the last part of a run is writing alone
    victims: list[int] = []
    while not victims and run.poll() is None:  # on a busy machine it may not have started yet
        victims = [
            pid for pid, line in processes_below(run.pid) if f"-m {victim}" in line and "bwrap" not in line.split()[0]
        ]
    assert victims, "the run was over before anything could be killed"
    os.kill(victims[0], signal.SIGKILL)
    said, _ = run.communicate(timeout=300)
    assert run.returncode == 0, said
    assert outcome_of(course) == outcome


def test_a_locked_gradebook_is_one_sentence_and_the_run_goes_on(built_course: Course, tmp_path: Path) -> None:
    """While another program holds the gradebook, does grading end with a sentence, and go on when it is typed again?"""
    course = built_course.copy_to(tmp_path)
    course.make_class(students=3, seed=1)
    assert course.grade().returncode == 0
    holder = sqlite3.connect(tmp_path / "gradebook.db", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    shutil.rmtree(tmp_path / ".grading")
    refused = course.grade()
    holder.rollback()
    holder.close()
    assert refused.returncode == 1
    assert "database is locked" in refused.stderr
    assert refused.stderr.strip().count("\n") == 0
    assert course.grade().returncode == 0
