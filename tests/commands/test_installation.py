"""Setting up .venv: a small project, installed for real, without network."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest

from helpers import Refusal
from helpers.commands import installation

# A build backend in the project itself: pip needs no other package to install the project in editable form.
BACKEND = """
import base64, hashlib, os, pathlib, zipfile

def get_requires_for_build_editable(config_settings=None):
    return []

def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    name = "small-1.0-py3-none-any.whl"
    info = "small-1.0.dist-info/"
    files = {
        "small.pth": str(pathlib.Path.cwd()) + "\\n",
        info + "METADATA": "Metadata-Version: 2.1\\nName: small\\nVersion: 1.0\\nRequires-Dist: REQUIREMENT\\n",
        info + "WHEEL": "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
    }
    files[info + "RECORD"] = "".join(file + ",,\\n" for file in [*files, info + "RECORD"])
    with zipfile.ZipFile(os.path.join(wheel_directory, name), "w") as wheel:
        for file, content in files.items():
            wheel.writestr(file, content)
    return name
"""


def write_project(root: Path, requirement: str = "dependency==1.0") -> None:
    """A project that depends on one package."""
    (root / "pyproject.toml").write_text(
        f'[project]\nname = "small"\nversion = "1.0"\ndependencies = ["{requirement}"]\n'
        '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n',
        encoding="utf-8",
    )
    (root / "constraints.txt").write_text(f"{requirement}\n", encoding="utf-8")
    (root / "backend.py").write_text(BACKEND.replace("REQUIREMENT", requirement), encoding="utf-8")


def write_wheel(folder: Path, version: str) -> None:
    """A package `dependency` of that version, as a file that pip can install."""
    info = f"dependency-{version}.dist-info/"
    files = {
        "dependency.py": f"version = '{version}'\n",
        info + "METADATA": f"Metadata-Version: 2.1\nName: dependency\nVersion: {version}\n",
        info + "WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    files[info + "RECORD"] = "".join(f"{file},,\n" for file in [*files, info + "RECORD"])
    folder.mkdir(exist_ok=True)
    with zipfile.ZipFile(folder / f"dependency-{version}-py3-none-any.whl", "w") as wheel:
        for file, content in files.items():
            wheel.writestr(file, content)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose environment was set up once; each test works on a copy."""
    root = tmp_path_factory.mktemp("made") / "project"
    root.mkdir()
    write_project(root)
    for version in ("1.0", "2.0"):
        write_wheel(root.parent / "wheels", version)
    with pytest.MonkeyPatch.context() as patch:
        offline(patch, root.parent / "wheels")
        installation.install(root)
    return root


@pytest.fixture
def project(made: Path, monkeypatch: pytest.MonkeyPatch):
    """The project, set up; put back as it was afterwards."""
    offline(monkeypatch, made.parent / "wheels")
    stamp = installation.stamp_of(made).read_text(encoding="utf-8")
    yield made
    write_project(made)
    installation.stamp_of(made).write_text(stamp, encoding="utf-8")


def offline(patch: pytest.MonkeyPatch, wheels: Path) -> None:
    """Let pip see a folder of wheels and nothing else, whatever the machine's own settings are."""
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        patch.delenv(name)
    patch.setenv("PIP_CONFIG_FILE", os.devnull)
    patch.setenv("PIP_NO_INDEX", "1")
    patch.setenv("PIP_FIND_LINKS", str(wheels))


def version_in(root: Path) -> str:
    """The version of the dependency, asked of the environment's Python somewhere else."""
    question = "import dependency, backend; print(dependency.version)"
    asked = subprocess.run(
        [installation.python_of(root), "-c", question], cwd=root.parent, capture_output=True, text=True, check=True
    )
    return asked.stdout.strip()


def test_nothing_there(tmp_path: Path) -> None:
    """Is a project without an environment told from one that has it?"""
    write_project(tmp_path)
    assert installation.what_is_wrong(tmp_path) == "it is not there yet"


def test_set_up(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Is the environment current afterwards, with the project and its dependency in it, and no rubbish?"""
    assert installation.what_is_wrong(project) == ""
    assert version_in(project) == "1.0"
    assert not (installation.folder_of(project) / "downloads").exists()
    installation.install(project)
    assert capsys.readouterr().out == ""


def test_changed_dependency(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Is a raised version noticed and installed, and said?"""
    write_project(project, "dependency==2.0")
    assert installation.what_is_wrong(project) == "pyproject.toml or constraints.txt has changed"
    installation.install(project)
    assert version_in(project) == "2.0"
    assert installation.what_is_wrong(project) == ""
    said = capsys.readouterr().out
    assert "brought up to date: pyproject.toml or constraints.txt has changed." in said
    assert "2 packages installed" in said
    write_project(project)
    installation.install(project)
    assert version_in(project) == "1.0"


def test_interrupted_installation(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Is an installation that was stopped half-way noticed, and finished rather than begun again?"""
    installation.stamp_of(project).unlink()
    packages = installation.packages_folder(project)
    assert packages is not None
    shutil.rmtree(packages / "dependency-1.0.dist-info")
    (packages / "dependency.py").unlink()
    assert installation.what_is_wrong(project) == "its installation was not finished"
    installation.install(project)
    assert "making it" not in capsys.readouterr().out
    assert version_in(project) == "1.0"


@pytest.mark.parametrize("stamp", ["", "[]", "{}", '{"digest": 1, "folder": 2}'])
def test_damaged_stamp(project: Path, stamp: str) -> None:
    """Does a stamp that cannot be read count as an installation that was not finished?"""
    installation.stamp_of(project).write_text(stamp, encoding="utf-8")
    assert installation.what_is_wrong(project) == "its installation was not finished"


def test_moved_folder(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Is an environment that was moved, whose programs name the old place, made anew?"""
    moved = project.with_name("moved")
    shutil.copytree(project, moved, symlinks=True)
    assert installation.what_is_wrong(moved) == "the project's folder was moved"
    installation.install(moved)
    assert "making it" in capsys.readouterr().out
    assert version_in(moved) == "1.0"
    shutil.rmtree(moved)


def test_exchanged_python(project: Path) -> None:
    """Is an environment noticed whose Python is gone, or has become another version?"""
    stamp = json.loads(installation.stamp_of(project).read_text(encoding="utf-8"))
    assert stamp["python"] == f"{sys.version_info[0]}.{sys.version_info[1]}"
    installation.stamp_of(project).write_text(json.dumps(stamp | {"python": "3.8"}), encoding="utf-8")
    assert installation.what_is_wrong(project) == "its Python was exchanged"
    python = installation.python_of(project)
    hidden = python.rename(python.with_name("hidden"))
    try:
        assert installation.what_is_wrong(project) == "its Python is gone"
    finally:
        hidden.rename(python)


def test_no_network(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is a package index that does not answer one sentence, and the environment not taken for finished?"""
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.delenv("PIP_FIND_LINKS")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")  # a port at which nobody listens
    monkeypatch.setenv("PIP_RETRIES", "1")
    write_project(project, "dependency==3.0")
    with pytest.raises(Refusal, match="the package index does not answer; check the network") as refusal:
        installation.install(project)
    assert "\n" not in str(refusal.value)
    assert installation.what_is_wrong(project) == "its installation was not finished"


def test_no_such_version(project: Path) -> None:
    """Is a version that is nowhere to be had named?"""
    write_project(project, "dependency==3.0")
    with pytest.raises(Refusal, match=r"pip finds no .*dependency==3\.0"):
        installation.install(project)


def test_full_disk_in_pip(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is a disk that fills up while pip works one sentence? (A program in pip's place says what pip says then.)"""
    program = (
        "print('ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device'); exit(1)"
    )
    popen = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda command, **kw: popen([sys.executable, "-c", program], **kw))
    installation.stamp_of(project).unlink()
    with pytest.raises(Refusal, match="could not be installed: the disk is full"):
        installation._install_packages(project)


def test_full_disk_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is a disk without room refused before anything is made?"""
    write_project(tmp_path)
    monkeypatch.setattr(installation.shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(9, 8, 10**9))
    with pytest.raises(Refusal, match=r"There are 1\.0 GB free .* needs 3 GB"):
        installation.install(tmp_path)
    assert not (tmp_path / ".venv").exists()


def test_no_venv_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is Debian's Python without ensurepip told which package it lacks?"""
    write_project(tmp_path)
    monkeypatch.setattr(installation.importlib.util, "find_spec", lambda name: None if name == "ensurepip" else name)
    with pytest.raises(Refusal, match=r"apt install python3\.\d+-venv"):
        installation.install(tmp_path)


def test_locked_folder(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is an old environment that cannot be removed, since a program uses it, named?"""

    def locked(folder):
        raise OSError(errno.EACCES, "in use")

    monkeypatch.setattr(installation.shutil, "rmtree", locked)
    with pytest.raises(Refusal, match="close every program that uses it"):
        installation._create(project)


def test_two_commands_at_once(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Does a second command wait while the first installs, and then find the work done?"""
    installation.stamp_of(project).unlink()
    commands = [threading.Thread(target=installation.install, args=(project,)) for _ in range(2)]
    for command in commands:
        command.start()
    for command in commands:
        command.join(timeout=60)
    said = capsys.readouterr().out
    assert said.count("packages installed") + said.count("package installed") == 1
    assert said.count("this one waits") == 1
    assert installation.what_is_wrong(project) == ""
