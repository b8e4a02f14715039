"""What several tests share: the small course, built in a folder of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from helpers import paths
from helpers.checks.key import read_key

NOT_COPIED = shutil.ignore_patterns("__pycache__", "*.json")
MINI_COURSE = Path(__file__).parent / "mini_course"


@pytest.fixture
def mini_course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course with the one small lesson 01_mini, not built yet; the helpers take it for the course.

    The package lies in it too, so that kernels, which are processes of their own, find the same course.
    """
    shutil.copytree(MINI_COURSE / "solutions", tmp_path / "solutions")
    shutil.copytree(paths.ROOT / "helpers", tmp_path / "helpers", ignore=NOT_COPIED)
    shutil.copytree(MINI_COURSE, tmp_path / "tests" / "mini_course", ignore=NOT_COPIED)
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    monkeypatch.setattr(paths, "SOLUTIONS", tmp_path / "solutions")
    monkeypatch.setattr(paths, "NOTEBOOKS", tmp_path / "notebooks")
    monkeypatch.setattr(paths, "KEYS", tmp_path / "helpers" / "checks" / "keys")
    read_key.cache_clear()
    yield tmp_path
    read_key.cache_clear()
