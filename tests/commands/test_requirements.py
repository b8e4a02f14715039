"""What has to be installed, read from the project's files."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers import Refusal, paths
from helpers.commands import requirements


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text(
        '[project]\nname = "p"\ndependencies = ["numpy>=2.4,<3", "Ruff_x==1.0"]\n', encoding="utf-8"
    )
    (tmp_path / "constraints.txt").write_text("# exact\nnumpy==2.4.6\nruff.X==1.0  # why\n\n", encoding="utf-8")
    return tmp_path


def test_files_are_read(project: Path) -> None:
    """Are the dependencies and the exact versions those of the files, whatever the spelling of a name?"""
    assert requirements.dependencies(project) == ["numpy>=2.4,<3", "Ruff_x==1.0"]
    assert requirements.constraints(project) == {"numpy": "2.4.6", "ruff-x": "1.0"}
    assert [requirements.name_of(text) for text in requirements.dependencies(project)] == ["numpy", "ruff-x"]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [("pyproject.toml", ">=2.4", ">=2.5"), ("constraints.txt", "2.4.6", "2.4.7")],
)
def test_a_change_that_matters_is_noticed(project: Path, file: str, old: str, new: str) -> None:
    """Does the digest change with a dependency and with an exact version?"""
    before = requirements.digest(project)
    text = (project / file).read_text(encoding="utf-8")
    (project / file).write_text(text.replace(old, new), encoding="utf-8")
    assert requirements.digest(project) != before


def test_a_change_that_does_not_matter_is_none(project: Path) -> None:
    """Do comments, line ends and the settings of tools leave the digest as it is?"""
    before = requirements.digest(project)
    with open(project / "pyproject.toml", "a", encoding="utf-8", newline="") as file:
        file.write("\r\n# a comment\r\n[tool.ruff]\r\nline-length = 120\r\n")
    (project / "constraints.txt").write_text("numpy==2.4.6\nruff-x==1.0\n", encoding="utf-8")
    assert requirements.digest(project) == before


@pytest.mark.parametrize("file", ["pyproject.toml", "constraints.txt"])
def test_a_missing_file_is_a_sentence(project: Path, file: str) -> None:
    """Is an incomplete copy of the course named as such?"""
    (project / file).unlink()
    with pytest.raises(Refusal, match="complete copy"):
        requirements.digest(project)


def test_a_broken_file_is_a_sentence(project: Path) -> None:
    """Is a pyproject.toml that cannot be read named with its line?"""
    (project / "pyproject.toml").write_text("[project\n", encoding="utf-8")
    with pytest.raises(Refusal, match=r"cannot be read: .*line 1"):
        requirements.digest(project)


def test_unmet_requirements() -> None:
    """Are missing and unsuitable versions told from suitable ones, local builds among them?"""
    versions = {"numpy": "2.4.6", "torch": "2.13.0+cpu", "rich": "13.0"}
    wanted = ["numpy>=2.4,<3", "torch==2.13.0", "rich>=14", "absent", "windows-only; sys_platform == 'nowhere'"]
    assert requirements.unmet(wanted, versions.get) == ["rich>=14", "absent"]


def test_this_interpreter_meets_the_projects_requirements() -> None:
    """Is what runs these tests equipped, and would it say so?"""
    assert requirements.unmet(requirements.dependencies(paths.ROOT)) == []
    assert requirements.installed_version("no-such-package") is None
