"""What several tests share: the small course, built in a folder of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from helpers import paths
from helpers.checks.key import read_key
from tests.learner import Learner, lay_out_lessons

NOT_COPIED = shutil.ignore_patterns("__pycache__", "*.json")
MINI_COURSE = Path(__file__).parent / "mini_course"


@pytest.fixture
def mini_course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course with the one small lesson 01_mini, not built yet; the helpers take it for the course."""
    lay_out_mini_course(tmp_path)
    take_for_the_course(monkeypatch, tmp_path)
    yield tmp_path
    read_key.cache_clear()


@pytest.fixture
def learner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Learner:
    """A learner's folder without any working copy yet; the helpers take its two lessons for the course's."""
    lay_out_lessons(tmp_path)
    take_for_the_course(monkeypatch, tmp_path)
    return Learner(tmp_path)


def lay_out_mini_course(root: Path) -> None:
    """Put the small course into a folder, not built yet.

    The package lies in it too, so that kernels, which are processes of their own, find the same course.
    """
    shutil.copytree(MINI_COURSE / "solutions", root / "solutions")
    shutil.copytree(paths.ROOT / "helpers", root / "helpers", ignore=NOT_COPIED)
    shutil.copytree(MINI_COURSE, root / "tests" / "mini_course", ignore=NOT_COPIED)


def take_for_the_course(patch: pytest.MonkeyPatch, root: Path) -> None:
    """Let the helpers of this process take a folder for the course."""
    patch.setattr(paths, "ROOT", root)
    patch.setattr(paths, "SOLUTIONS", root / "solutions")
    patch.setattr(paths, "NOTEBOOKS", root / "notebooks")
    patch.setattr(paths, "WORK", root / "work")
    patch.setattr(paths, "KEYS", root / "helpers" / "checks" / "keys")
    read_key.cache_clear()
