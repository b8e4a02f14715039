"""The small course, built once, and a copy of it for each test that changes something."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers.build import build
from helpers.checks.key import read_key
from tests.conftest import lay_out_mini_course, take_for_the_course


class Course:
    """A copy of the small course, with its lesson's files by short names."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.text = root / "solutions" / "01_mini.py"
        self.private = root / "solutions" / "01_mini_exercises.py"
        self.solution = root / "solutions" / "01_mini" / "01_mini.ipynb"
        self.release = root / "notebooks" / "01_mini" / "01_mini.ipynb"
        self.key = root / "helpers" / "checks" / "keys" / "01_mini.json"

    def build(self) -> list[str]:
        """Build the lesson; what the build reported."""
        said: list[str] = []
        build(["01_mini"], report=said.append)
        return said

    def change(self, path: Path, old: str, new: str) -> None:
        """Replace some words in a file, which have to stand there."""
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small course after its first build; not to be changed."""
    root = tmp_path_factory.mktemp("built")
    lay_out_mini_course(root)
    with pytest.MonkeyPatch.context() as patch:
        take_for_the_course(patch, root)
        Course(root).build()
    read_key.cache_clear()
    return root


@pytest.fixture
def built(built_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Course]:
    """A built copy of the small course, taken for the course by the helpers of this process."""
    root = tmp_path / "course"
    shutil.copytree(built_once, root)
    take_for_the_course(monkeypatch, root)
    yield Course(root)
    read_key.cache_clear()
