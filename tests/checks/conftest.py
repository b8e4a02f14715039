"""The small course with its key, for tests that call its check."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers import paths
from helpers.build.course import make, write_notebook, write_text
from helpers.build.staleness import notebook_paths
from helpers.checks.key import key_path, key_to_text, read_key
from tests.conftest import MINI_COURSE, NOT_COPIED


@pytest.fixture(scope="session")
def course_with_key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small course with its key and its notebooks, which were not run; the helpers take it for the course."""
    root = tmp_path_factory.mktemp("course")
    shutil.copytree(MINI_COURSE / "solutions", root / "solutions")
    shutil.copytree(paths.ROOT / "helpers", root / "helpers", ignore=NOT_COPIED)
    shutil.copytree(MINI_COURSE, root / "tests" / "mini_course", ignore=NOT_COPIED)
    with pytest.MonkeyPatch.context() as patch:
        _take_for_the_course(patch, root)
        built = make("01_mini")
        solution, release = notebook_paths("01_mini")
        write_notebook(solution, built.solution)
        write_notebook(release, built.release)
        write_text(key_path("01_mini"), key_to_text(built.key))
        read_key.cache_clear()
    return root


@pytest.fixture
def course(course_with_key: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The small course with its key, taken for the course by the helpers of this process."""
    _take_for_the_course(monkeypatch, course_with_key)
    yield course_with_key
    read_key.cache_clear()


def _take_for_the_course(patch: pytest.MonkeyPatch, root: Path) -> None:
    patch.setattr(paths, "ROOT", root)
    patch.setattr(paths, "SOLUTIONS", root / "solutions")
    patch.setattr(paths, "NOTEBOOKS", root / "notebooks")
    patch.setattr(paths, "KEYS", root / "helpers" / "checks" / "keys")
    read_key.cache_clear()
