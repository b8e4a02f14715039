"""`grade --scheduler`: a class graded on a Dask cluster, and what happens when the cluster is not as it should be."""

from __future__ import annotations

import os
import re
import signal
import socket
import sys
from pathlib import Path

import pytest

from helpers import Refusal
from helpers.grading.grade import Wishes, grade
from helpers.grading.machine import opened_machine
from tests.grading.cluster.conftest import (
    OTHER_DASK,
    WITHOUT_COURSE,
    DaskCluster,
    grading,
    napping,
    outcome_of,
    until,
)
from tests.grading.conftest import LESSON, Course
from tests.grading.test_killed import processes_below

pytestmark = pytest.mark.usefixtures("equipped")


def judges(cluster: DaskCluster) -> list[int]:
    """The processes of the judges that the two workers keep loaded."""
    below = [process for name in ("one", "two") for process in processes_below(cluster.pid_of(name))]
    return [pid for pid, line in below if "-m helpers.grading.judging" in line and "bwrap" not in line]


def napping_worker(cluster: DaskCluster) -> str:
    """The name of the worker that has the submission which sleeps, once one has it."""
    until(lambda: napping(cluster.pid_of("one")) or napping(cluster.pid_of("two")))
    return "one" if napping(cluster.pid_of("one")) else "two"


def test_a_cluster_grades_as_this_machine_does(
    cluster: DaskCluster, class_of_nine: Course, graded_here: dict, tmp_path: Path
) -> None:
    """Are scores, comments, outputs and the table the same, is nothing else said, and did both workers take part?"""
    course = class_of_nine.copy_to(tmp_path)
    said, errors = (run := grading(course, cluster.address)).communicate()
    assert (run.returncode, errors) == (0, "")
    assert outcome_of(course, said) == graded_here
    assert len(graded_here["table"]) == 9
    assert re.search(r"8 of 9 graded in \d+ s \(", said)
    assert len(judges(cluster)) == 2


def test_judges_stay_loaded_and_what_is_killed_costs_nothing(
    cluster: DaskCluster, class_of_nine: Course, graded_here: dict, tmp_path: Path
) -> None:
    """Does a second class go to the same processes? When a judge is killed in the middle of a submission, and then the
    worker that tries it again, is the submission given to another, and the outcome the same?
    """
    before = judges(cluster)
    course = class_of_nine.copy_to(tmp_path)
    run = grading(course, cluster.address)
    first = napping_worker(cluster)
    assert judges(cluster) == before
    (judge,) = (pid for pid, _ in processes_below(cluster.pid_of(first)) if pid in before)
    os.kill(judge, signal.SIGKILL)
    until(lambda: not (napping(cluster.pid_of("one")) or napping(cluster.pid_of("two"))))
    second = napping_worker(cluster)
    cluster.end(second, signal.SIGKILL)
    third = "two" if second == "one" else "one"
    until(lambda: napping(cluster.pid_of(third)))
    said, errors = run.communicate()
    cluster.start_worker(second)
    assert (run.returncode, errors) == (0, "")
    assert outcome_of(course, said) == graded_here
    cluster.wait_for(second)


def test_a_worker_that_is_not_fit_is_named(
    cluster: DaskCluster,
    class_of_nine: Course,
    course_in_this_process: Course,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Without bubblewrap, with other cases, with another Dask, without the course: is there a sentence that names the
    worker and what is the matter, and is nothing graded?
    """
    other = cluster.course.copy_to(tmp_path_factory.mktemp("other"))
    (other.root / "solutions" / "salt.txt").write_text("another word\n", encoding="utf-8")
    matters = {
        "bare": "bubblewrap is not installed",
        "other": "has another version of the course, solutions/salt.txt is not the same",
        "old": "has distributed 2020.1.0, where",
        "empty": "cannot load the course",
    }
    cluster.start_worker("bare", PATH="")
    cluster.start_worker("other", course=other)
    cluster.start_worker("old", OTHER_DASK)
    cluster.start_worker("empty", WITHOUT_COURSE)
    cluster.wait_for(*matters)
    class_of_nine.copy_to(course_in_this_process.root)
    while matters:
        with pytest.raises(Refusal) as refused:
            grade([LESSON], Wishes(scheduler=cluster.address))
        sentence = str(refused.value)
        (name,) = (name for name in matters if f"worker {name} (tcp://" in sentence)
        assert matters.pop(name) in sentence
        cluster.end(name)
    assert not (course_in_this_process.root / "gradebook.db").exists()


def test_a_worker_whose_course_changes_is_named(cluster: DaskCluster, course_in_this_process: Course) -> None:
    """When a worker's course is another one by the time that it begins, as with a worker that comes later, is nothing
    judged, and the worker named? Is all well once the course is right again, without a sandbox too?
    """
    salt = cluster.course.root / "solutions" / "salt.txt"
    right = salt.read_text(encoding="utf-8")
    notebook = (course_in_this_process.root / "notebooks" / LESSON / f"{LESSON}.ipynb").read_text(encoding="utf-8")
    with opened_machine(cluster.address, sandboxed=False, report=print) as found:
        found.refuse_unless_fit(LESSON)
        salt.write_text("another word\n", encoding="utf-8")
        try:
            with found.bench_for(LESSON) as bench, pytest.raises(Refusal, match=r"worker (one|two) \(.*solutions/salt"):
                bench.judge(notebook)
        finally:
            salt.write_text(right, encoding="utf-8")
        with found.bench_for(LESSON) as bench:
            blank = bench.judge(notebook)
    assert len(blank.tests) == 4
    assert not any(result.earned for result in blank.tests.values())


def test_a_scheduler_that_dies_loses_nothing(
    cluster: DaskCluster, class_of_nine: Course, graded_here: dict, tmp_path: Path
) -> None:
    """Is that one sentence, is what was graded kept, and does a second run end as an undisturbed one?"""
    course = class_of_nine.copy_to(tmp_path)
    run = grading(course, cluster.address, jobs=1)
    napping_worker(cluster)
    kept = {path: path.stat().st_mtime_ns for path in (course.root / "autograded").rglob("*.ipynb")}
    assert kept
    cluster.end("scheduler", signal.SIGKILL)
    _, errors = run.communicate()
    assert run.returncode == 1
    assert re.fullmatch(r"The scheduler at tcp://\S+ was lost .* is kept; type the same again to go on, .*\n", errors)
    again = course.grade()
    assert again.returncode == 0, again.stderr
    assert outcome_of(course, again.stdout) == graded_here
    assert {path: path.stat().st_mtime_ns for path in kept} == kept


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        (OTHER_DASK, r"runs distributed 2020\.1\.0, and 20\d\d\S* is installed here"),
        (WITHOUT_COURSE, r"The scheduler at \S+ cannot load the course \("),
    ],
    ids=["another Dask", "no course"],
)
def test_a_scheduler_that_is_not_fit_is_refused(
    built_course: Course, tmp_path: Path, before: str, sentence: str
) -> None:
    """Is there one sentence that says what is the matter?"""
    other = DaskCluster(tmp_path, built_course)
    try:
        other.start_scheduler(before)
        until(lambda: "Scheduler at" in other.log_of("scheduler"))
        with pytest.raises(Refusal, match=sentence), opened_machine(other.address, sandboxed=True, report=print):
            pass
    finally:
        other.close()


@pytest.mark.parametrize("speaks", [False, True], ids=["nobody is there", "a program that says nothing"])
def test_an_address_without_a_scheduler_is_refused(monkeypatch: pytest.MonkeyPatch, speaks: bool) -> None:
    """Is that one sentence with the address, and soon?"""
    from helpers.grading.cluster import connection

    monkeypatch.setattr(connection, "SECONDS_TO_ANSWER", 0.5)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        if speaks:
            other.listen()
        address = f"tcp://127.0.0.1:{other.getsockname()[1]}"
        with (
            pytest.raises(Refusal, match=f"No Dask scheduler answers at {address}"),
            opened_machine(address, sandboxed=True, report=print),
        ):
            pass


def test_a_cluster_without_workers_is_refused(
    monkeypatch: pytest.MonkeyPatch, built_course: Course, tmp_path: Path
) -> None:
    """Is it said that grading waits for a worker, and one sentence when none comes?"""
    from helpers.grading.cluster import connection

    monkeypatch.setattr(connection, "SECONDS_WITHOUT_WORKERS", 1.0)
    said: list[str] = []
    idle = DaskCluster(tmp_path, built_course)
    try:
        idle.start_scheduler()
        until(lambda: "Scheduler at" in idle.log_of("scheduler"))
        with (
            pytest.raises(Refusal, match="has had no worker for 1 s"),
            opened_machine(idle.address, sandboxed=True, report=said.append),
        ):
            pass
    finally:
        idle.close()
    assert said == [f"Waiting for a worker at {idle.address}."]


def test_without_the_package_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Is the command that installs it in the sentence?"""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(Refusal, match=r"pip install -c constraints\.txt -e '\.\[cluster\]'"),
        opened_machine("tcp://127.0.0.1:8786", sandboxed=True, report=print),
    ):
        pass
