"""The small course with its key, for tests that call its check."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers.build.course import make, write_notebook
from helpers.build.staleness import notebook_paths
from helpers.checks.key import key_path, key_to_text, read_key
from helpers.whole_file import write_text
from tests.conftest import lay_out_mini_course, take_for_the_course


@pytest.fixture(scope="session")
def course_with_key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small course with its key and its notebooks, which were not run; the helpers take it for the course."""
    root = tmp_path_factory.mktemp("course")
    lay_out_mini_course(root)
    with pytest.MonkeyPatch.context() as patch:
        take_for_the_course(patch, root)
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
    take_for_the_course(monkeypatch, course_with_key)
    yield course_with_key
    read_key.cache_clear()
