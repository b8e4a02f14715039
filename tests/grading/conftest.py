"""The small course, built once, and a copy of it for each test that grades."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers import paths
from helpers.checks.key import read_key

# Graders work on Linux: the sandbox and what is built on it are Linux's.
collect_ignore_glob = [] if sys.platform == "linux" else ["*"]

LESSON = "01_mini"
NOT_COPIED = shutil.ignore_patterns("__pycache__", "[0-9]*.json")  # the keys of other lessons


@pytest.fixture(autouse=True)
def _unchanged_environment() -> Iterator[None]:
    """nbgrader_config.py sets variables of the process that loads it: those of a test's course end with the test."""
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


class Course:
    """A course in a folder of its own, on which programs run as a person would run them."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def python(self, program: str) -> subprocess.CompletedProcess[str]:
        """Run a program in the course's folder, with the course's own helpers."""
        return self._run([sys.executable, "-W", "error::ResourceWarning", "-c", program])

    def nbgrader(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run one of nbgrader's own commands in the course's folder."""
        return self._run([sys.executable, "-m", "nbgrader", *words])

    def grade(self, jobs: int = 0) -> subprocess.CompletedProcess[str]:
        """Grade the lesson as `python3 -m helpers grade` does, with so many workers, or one for each core."""
        return self.python(
            "import sys\n"
            "from helpers import Refusal\n"
            "from helpers.grading.grade import Wishes, grade\n"
            "try:\n"
            f"    sys.exit(grade(['{LESSON}'], Wishes(jobs={jobs})))\n"
            "except Refusal as refusal:\n"
            "    sys.exit(str(refusal))\n"
        )

    def make_class(self, students: int, seed: int) -> None:
        """Fill submitted/ with a class, as `python3 -m helpers class` does."""
        made = self.python(
            f"from helpers.grading.made_class.classroom import make_class; make_class('{LESSON}', {students}, {seed})"
        )
        assert made.returncode == 0, made.stderr

    def copy_to(self, root: Path) -> Course:
        """A copy of the course as it is now, in a folder of its own."""
        shutil.copytree(self.root, root, dirs_exist_ok=True)
        return Course(root)

    def _run(self, words: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(words, cwd=self.root, capture_output=True, text=True, encoding="utf-8", timeout=300)


@pytest.fixture(scope="session")
def built_course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The small course with its lesson built."""
    root = tmp_path_factory.mktemp("course")
    mini = Path(__file__).parent.parent / "mini_course"
    shutil.copytree(mini / "solutions", root / "solutions")
    shutil.copytree(paths.ROOT / "helpers", root / "helpers", ignore=NOT_COPIED)
    shutil.copytree(mini, root / "tests" / "mini_course", ignore=NOT_COPIED)
    shutil.copy(paths.ROOT / "nbgrader_config.py", root)
    course = Course(root)
    built = course.python(f"from helpers.build import build; build(['{LESSON}'])")
    assert built.returncode == 0, built.stderr
    return course


@pytest.fixture
def course(built_course: Course, tmp_path: Path) -> Course:
    """A built course that the test may change."""
    return built_course.copy_to(tmp_path)


@pytest.fixture
def course_in_this_process(course: Course, monkeypatch: pytest.MonkeyPatch) -> Course:
    """A built course that the helpers of this process take for theirs."""
    monkeypatch.setattr(paths, "ROOT", course.root)
    monkeypatch.setattr(paths, "SOLUTIONS", course.root / "solutions")
    monkeypatch.setattr(paths, "NOTEBOOKS", course.root / "notebooks")
    monkeypatch.setattr(paths, "SUBMITTED", course.root / "submitted")
    monkeypatch.setattr(paths, "KEYS", course.root / "helpers" / "checks" / "keys")
    read_key.cache_clear()
    yield course
    read_key.cache_clear()
