"""A class graded onto a disk that is full at some moment of the run: a sentence, and nothing lost.

UNROLLED_FULL_DISKS=20 tries twenty moments instead of a few. Needs the right to mount, as root has it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from helpers.grading.sandbox.pieces import what_is_missing
from tests.grading.conftest import LESSON, Course
from tests.grading.outcome import outcome_of

MOMENTS = int(os.environ.get("UNROLLED_FULL_DISKS", "2"))
DISK = 32 * 2**20
PAGE = 4096
# The command as a person types it, but for the look at what is installed.
COMMAND = (
    "import sys\n"
    "from helpers.commands import command_line, environment\n"
    "environment.ensure = lambda words: None\n"
    f"sys.exit(command_line.run(['grade', '{LESSON}']))\n"
)

pytestmark = pytest.mark.skipif(bool(what_is_missing()), reason=what_is_missing())


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 32 MiB of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(folder)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("a disk can be mounted by root alone")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture(scope="module")
def class_of_ten(built_course: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A class of ten that was never graded, without what the interpreter keeps beside its modules."""
    course = Course(tmp_path_factory.mktemp("full") / "course")
    shutil.copytree(built_course.root, course.root, ignore=shutil.ignore_patterns("__pycache__"))
    course.make_class(students=10, seed=3)
    return course


@pytest.fixture(scope="module")
def undisturbed(class_of_ten: Course, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], int]:
    """What grading it comes to, and how many bytes of disk that takes."""
    course = class_of_ten.copy_to(tmp_path_factory.mktemp("undisturbed"))
    before = size_of(course.root)
    ran = course.python(COMMAND)
    assert ran.returncode == 0, ran.stderr
    return outcome_of(course), size_of(course.root) - before


def size_of(folder: Path) -> int:
    """The bytes of a folder's files in whole pages, as a disk counts them."""
    files = [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return sum(-(-path.stat().st_size // PAGE) for path in files) * PAGE


def fill(folder: Path, left: int) -> Path:
    """Fill the disk up to so many bytes that are left; the file that fills it."""
    filler = folder / "filler"
    disk = os.statvfs(folder)
    with filler.open("wb") as file:
        file.truncate(0)
        os.posix_fallocate(file.fileno(), 0, max(PAGE, disk.f_bavail * disk.f_frsize - left))
    return filler


@pytest.mark.parametrize("moment", range(MOMENTS))
def test_a_full_disk_is_one_sentence_and_the_run_goes_on(
    class_of_ten: Course,
    undisturbed: tuple[dict[str, Any], int],
    small_disk: Path,
    monkeypatch: pytest.MonkeyPatch,
    moment: int,
) -> None:
    """When the disk is full after a part of the run, is that one sentence, and does a second run end as one would?"""
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    outcome, size = undisturbed
    course = class_of_ten.copy_to(small_disk)
    filler = fill(small_disk, left=size * moment // MOMENTS)
    refused = course.python(COMMAND)
    assert refused.returncode == 1, refused.stdout
    assert re.fullmatch(r"[^\n]*(disk is full|disk full)[^\n]*\n", refused.stderr), refused.stderr
    filler.unlink()
    again = course.python(COMMAND)
    assert again.returncode == 0, again.stderr
    assert outcome_of(course) == outcome
    assert not [path for path in course.root.rglob("*") if path.name.endswith((".partial", "-journal"))]
