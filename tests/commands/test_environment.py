"""Which Python runs a command, and what the programs that it starts are told."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from helpers.commands import environment, installation, requirements


class Ran(Exception):
    """Stands for the end of this process: the command line went on elsewhere."""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project without .venv. Going on with another Python raises Ran; variables are put back."""

    def ran(command: list[str]) -> None:
        raise Ran(*command)

    for name in ("PATH", "PYTHONPATH", "JUPYTER_PREFER_ENV_PATH"):
        monkeypatch.setenv(name, os.environ.get(name, ""))
    monkeypatch.setattr(environment, "_run", ran)
    (tmp_path / "pyproject.toml").write_text('[project]\ndependencies = ["numpy>=2"]\n', encoding="utf-8")
    (tmp_path / "constraints.txt").write_text("numpy==2.4.6\n", encoding="utf-8")
    return tmp_path


def test_an_equipped_python_is_used_as_it_is(project: Path) -> None:
    """Does a Python that has the dependencies run the command itself, with helpers and programs within reach?"""
    environment.ensure(["lab"], project)
    assert os.environ["PATH"].split(os.pathsep)[0] == str(environment.own_bin_folders()[0])
    assert os.environ["PYTHONPATH"].split(os.pathsep)[0] == str(project)
    assert not (project / ".venv").exists()
    environment.ensure(["lab"], project)
    assert os.environ["PYTHONPATH"].split(os.pathsep).count(str(project)) == 1


def test_an_unequipped_python_hands_over(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is .venv made once, and the same command line run by its Python?"""
    installed = []
    monkeypatch.setattr(requirements, "installed_version", lambda name, folders=None: None)
    monkeypatch.setattr(environment, "is_equipped", lambda root: False)
    monkeypatch.setattr(installation, "install", installed.append)
    with pytest.raises(Ran) as ran:
        environment.ensure(["check", "2"], project)
    assert ran.value.args == (str(installation.python_of(project)), "-m", "helpers", "check", "2")
    assert installed == [project]

    monkeypatch.setattr(installation, "what_is_wrong", lambda root: "")
    with pytest.raises(Ran):
        environment.ensure(["check", "2"], project)
    assert installed == [project]


def test_the_projects_python_stays_when_all_is_well(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Does the Python of .venv run the command itself, without PYTHONPATH?"""
    monkeypatch.setattr(sys, "prefix", str(project / ".venv"))
    monkeypatch.setattr(installation, "what_is_wrong", lambda root: "")
    environment.ensure(["lab"], project)
    assert os.environ["PATH"].split(os.pathsep)[0] == str(installation.bin_folder(project))
    assert str(project) not in os.environ["PYTHONPATH"].split(os.pathsep)


def test_the_projects_python_does_not_repair_itself(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Does the Python of a .venv that is out of date leave the repair to the one that it was made from?"""
    monkeypatch.setattr(sys, "prefix", str(project / ".venv"))
    with pytest.raises(Ran) as ran:
        environment.ensure(["lab", "--port", "9"], project)
    assert ran.value.args[0] == sys._base_executable
    assert ran.value.args[-3:] == ("lab", "--port", "9")


def test_unmet_or_without_packaging_is_not_equipped(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is a Python with an unsuitable version, or without the package that could tell, not taken for equipped?"""
    assert environment.is_equipped(project)
    (project / "pyproject.toml").write_text('[project]\ndependencies = ["numpy>=99"]\n', encoding="utf-8")
    assert not environment.is_equipped(project)
    (project / "pyproject.toml").write_text("[project]\ndependencies = []\n", encoding="utf-8")
    monkeypatch.setattr(environment.importlib.util, "find_spec", lambda name: None)
    assert not environment.is_equipped(project)


def _installed_from(site: Path, direct_url: str) -> None:
    info = site / "unrolled-0.1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: unrolled\nVersion: 0.1.0\n", encoding="utf-8")
    (info / "direct_url.json").write_text(direct_url, encoding="utf-8")


@pytest.mark.parametrize(("editable", "own", "found"), [(True, True, True), (False, True, False), (True, False, False)])
def test_only_an_editable_installation_of_this_copy_counts(
    project: Path, monkeypatch: pytest.MonkeyPatch, editable: bool, own: bool, found: bool
) -> None:
    """Would `import helpers` elsewhere mean this very folder, and not a copy of it?"""
    source = project if own else project / "another"
    url = f'{{"url": "{source.resolve().as_uri()}", "dir_info": {{"editable": {str(editable).lower()}}}}}'
    _installed_from(project / "site", url)
    monkeypatch.setattr(sys, "path", [str(project), str(project / "site")])
    assert environment.helpers_are_installed(project) is found


def test_build_leftovers_are_no_installation(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is the metadata that a build leaves in the project's own folder not taken for an installation?"""
    _installed_from(project, f'{{"url": "{project.resolve().as_uri()}", "dir_info": {{"editable": true}}}}')
    monkeypatch.setattr(sys, "path", [str(project)])
    assert not environment.helpers_are_installed(project)
