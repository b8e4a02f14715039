"""A Dask cluster on this machine, its scheduler and workers in processes of their own, as on any cluster."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest

from helpers.grading.sandbox.pieces import what_is_missing
from tests.grading.conftest import LESSON, Course
from tests.grading.test_grade import graded_outputs, read_gradebook
from tests.grading.test_killed import processes_below

REQUIRED = "UNROLLED_CLUSTER"  # set to "required" where a test that is skipped would be a mistake
SECONDS_TO_START = 180
NAP = "1.75"  # seconds that one submission sleeps, in a process that is known by this number
OTHER_DASK = (
    "import importlib.metadata as installed\n"
    "version = installed.version\n"
    "installed.version = lambda name: '2020.1.0' if name == 'distributed' else version(name)\n"
)
WITHOUT_COURSE = "import sys\nsys.modules['helpers'] = None\n"


@pytest.fixture(scope="session")
def equipped() -> None:
    """Skips the tests that need a cluster where there cannot be one, unless they are required."""
    reason = what_is_missing()
    if importlib.util.find_spec("distributed") is None:
        reason = "distributed is not installed: pip install -c constraints.txt -e '.[cluster]'"
    if reason and os.environ.get(REQUIRED) == "required":
        pytest.fail(f"{REQUIRED}=required, but {reason}")
    if reason:
        pytest.skip(reason)


class DaskCluster:
    """A scheduler, and workers of one thread each, which are started in the folder of their copy of a course."""

    def __init__(self, folder: Path, course: Course) -> None:
        self.folder = folder
        self.course = course.copy_to(folder / "course")
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"tcp://127.0.0.1:{free.getsockname()[1]}"

    def start_scheduler(self, before: str = "") -> None:
        """Start the scheduler; `before` is a program that runs first, in its process."""
        address = ("--host", "127.0.0.1", "--port", self.address.rpartition(":")[2])
        self._start("scheduler", [*address, "--no-show"], self.course, before)

    def start_worker(self, name: str, before: str = "", course: Course | None = None, **variables: str) -> None:
        """Start a worker, with another course where one is given; `before` is a program that runs first in it."""
        folder = self.folder / name
        words = [
            self.address,
            "--name",
            name,
            "--nthreads",
            "1",
            "--no-nanny",
            "--death-timeout",
            str(SECONDS_TO_START),
        ]
        words += ["--local-directory", str(folder)]
        self._start("worker", words, course or self.course, before, name, **variables)

    def wait_for(self, *names: str) -> None:
        """Return when these workers are there."""
        until(lambda: all("Registered to" in self.log_of(name) for name in names))

    def log_of(self, name: str) -> str:
        """What the process has said."""
        return (self.folder / f"{name}.log").read_text(encoding="utf-8")

    def pid_of(self, name: str) -> int:
        """The process's number."""
        return self._processes[name].pid

    def end(self, name: str, by: signal.Signals = signal.SIGTERM) -> None:
        """End a process, and wait for its end."""
        process = self._processes.pop(name)
        process.send_signal(by)
        process.wait(SECONDS_TO_START)

    def close(self) -> None:
        """End all that runs."""
        for name in reversed(self._processes):
            self._processes[name].kill()
            self._processes[name].wait()

    def _start(
        self, kind: str, words: list[str], course: Course, before: str, name: str = "scheduler", **variables: str
    ) -> None:
        program = f"{before}\nfrom distributed.cli.dask_{kind} import main\nmain()"
        environment = {**os.environ, "PYTHONPATH": str(course.root), **variables}
        with (self.folder / f"{name}.log").open("wb") as log:
            self._processes[name] = subprocess.Popen(
                [sys.executable, "-c", program, *words, "--no-dashboard"],
                **{"cwd": course.root, "env": environment, "stdout": log, "stderr": log},
            )


def until(holds: Callable[[], object]) -> None:
    """Wait until it holds."""
    deadline = time.monotonic() + SECONDS_TO_START
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def grading(course: Course, address: str, **wishes: object) -> subprocess.Popen[str]:
    """`python3 -m helpers grade --scheduler ADDRESS`, started in the course's folder."""
    program = (
        "import sys\n"
        "from helpers import Refusal\n"
        "from helpers.grading.grade import Wishes, grade\n"
        "try:\n"
        f"    sys.exit(grade(['{LESSON}'], Wishes(scheduler={address!r}, **{wishes!r})))\n"
        "except Refusal as refusal:\n"
        "    sys.exit(str(refusal))\n"
    )
    return subprocess.Popen(
        [sys.executable, "-W", "error::ResourceWarning", "-c", program],
        cwd=course.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def napping(pid: int) -> bool:
    """Whether the submission that sleeps is run by a process below this one."""
    return any(line.split() == ["sleep", NAP] for _, line in processes_below(pid))


@pytest.fixture(scope="session")
def class_of_nine(built_course: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A class that was never graded; the right answers of one of them sleep for a while first."""
    course = built_course.copy_to(tmp_path_factory.mktemp("class"))
    course.make_class(9, 1)
    path = course.root / "submitted" / "learner_003" / LESSON / f"{LESSON}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    answer = next(cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("solution"))
    answer.source = f"import subprocess\nsubprocess.run(['sleep', '{NAP}'])\n{answer.source}"
    nbformat.write(notebook, path)
    return course


@pytest.fixture(scope="session")
def graded_here(class_of_nine: Course, tmp_path_factory: pytest.TempPathFactory) -> dict:
    """What grading the class on this machine's own cores comes to."""
    course = class_of_nine.copy_to(tmp_path_factory.mktemp("here"))
    ran = course.grade()
    assert ran.returncode == 0, ran.stderr
    return outcome_of(course, ran.stdout)


def outcome_of(course: Course, said: str) -> dict:
    """Scores and comments, what the checks said, the rows of the table."""
    rows = [line.rstrip() for line in said.splitlines() if line.startswith(" learner_")]
    return {"gradebook": read_gradebook(course), "outputs": json.dumps(graded_outputs(course)), "table": rows}


@pytest.fixture(scope="session")
def cluster(built_course: Course, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    """A scheduler with two workers, called one and two, which have a copy of the course."""
    running = DaskCluster(tmp_path_factory.mktemp("cluster"), built_course)
    try:
        running.start_scheduler()
        running.start_worker("one")
        running.start_worker("two")
        running.wait_for("one", "two")
        yield running
    finally:
        running.close()
