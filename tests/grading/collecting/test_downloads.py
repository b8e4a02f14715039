"""The files of a download: what is read of a folder and of a zip, and what is not."""

from __future__ import annotations

import contextlib
import io
import os
import stat
import struct
import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from helpers import Refusal
from helpers.grading.collecting import downloads
from helpers.grading.collecting.downloads import opened_download
from helpers.grading.intake.handed_in_file import NotTaken

unix_only = pytest.mark.skipif(os.name == "nt", reason="Windows has no such thing, or only for administrators")


def zipped(path: Path, *entries: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    """A zip with these entries."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return path


def entry(name: str, mode: int) -> zipfile.ZipInfo:
    """An entry of a zip with the mode that Unix gave the file."""
    info = zipfile.ZipInfo(name, (2026, 1, 15, 12, 0, 0))
    info.create_system, info.external_attr = 3, mode << 16
    return info


def problems(source: Path) -> dict[str, str]:
    """The files of a download and why each cannot be read."""
    with opened_download(source) as files:
        return {file.path: file.problem for file in files}


def test_a_folder_and_a_zip_hold_the_same(tmp_path: Path) -> None:
    """Are the files of both given with paths, times and contents, in order?"""
    folder = tmp_path / "download"
    (folder / "b").mkdir(parents=True)
    (folder / "b" / "김.ipynb").write_bytes(b"one")
    (folder / "a.txt").write_bytes(b"two")
    time = datetime(2026, 1, 15, 12, 0, 0).astimezone()
    for path in folder.rglob("*.*"):
        os.utime(path, (time.timestamp(), time.timestamp()))
    archive = tmp_path / "download.zip"
    with zipfile.ZipFile(archive, "w") as made:
        for path in folder.rglob("*"):
            made.write(path, path.relative_to(folder))
    for source in (folder, archive):
        with opened_download(source) as files:
            assert [(file.path, file.name, file.modified, file.problem, file.read()) for file in files] == [
                ("a.txt", "a.txt", time, "", b"two"),
                ("b/김.ipynb", "김.ipynb", time, "", b"one"),
            ]


@pytest.mark.parametrize("name", ["../a.ipynb", "/etc/a.ipynb", "a/../../b.ipynb", "..\\a.ipynb", "C:\\a.ipynb"])
def test_paths_that_lead_out(tmp_path: Path, name: str) -> None:
    """Is a path that leads out of the zip named, and nothing written by opening it?"""
    source = zipped(tmp_path / "a.zip", (name, b"{}"))
    assert set(problems(source).values()) == {"its path leads out of the zip"}
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK])
def test_links_in_a_zip(tmp_path: Path, kind: int) -> None:
    """Is an entry that is a link, a pipe or a device named?"""
    source = zipped(tmp_path / "a.zip", (entry("a.ipynb", kind | 0o777), b"/etc/passwd"))
    assert problems(source) == {"a.ipynb": "it is a link or no regular file"}
    assert problems(zipped(source, (entry("a.ipynb", stat.S_IFREG | 0o644), b"x"))) == {"a.ipynb": ""}


def test_bombs(tmp_path: Path) -> None:
    """Is an entry named that would become huge, or grows as no notebook does?"""
    source = zipped(tmp_path / "a.zip", ("dense.ipynb", b"\0" * 2_000_000), ("huge.ipynb", b"\0" * 21_000_000))
    found = problems(source)
    assert "more than 200 times as large" in found["dense.ipynb"]
    assert "it has 21 MB" in found["huge.ipynb"]


def test_a_size_that_is_a_lie(tmp_path: Path) -> None:
    """Is no more read than the most, whatever the zip says of the size, and is it said that it cannot be read?"""
    source = zipped(tmp_path / "a.zip", ("a.ipynb", os.urandom(1000) * 30_000))
    content = bytearray(source.read_bytes())
    for magic, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        where = content.index(magic) + at
        content[where : where + 4] = struct.pack("<I", 900_000)
    source.write_bytes(content)
    with opened_download(source) as (file,):
        assert file.problem == ""
        with pytest.raises(NotTaken, match="cannot be read from the zip"):
            file.read()


def test_damaged_contents(tmp_path: Path) -> None:
    """Is a damaged entry a sentence, and are the others read?"""
    source = zipped(tmp_path / "a.zip", ("a.ipynb", os.urandom(5000)), ("b.ipynb", b"sound"))
    content = bytearray(source.read_bytes())
    content[1000] ^= 255
    source.write_bytes(content)
    with opened_download(source) as (damaged, sound):
        with pytest.raises(NotTaken):
            damaged.read()
        assert sound.read() == b"sound"


def test_an_encrypted_entry(tmp_path: Path) -> None:
    """Is an entry with a password named?"""
    source = zipped(tmp_path / "a.zip", ("a.ipynb", b"{}"))
    content = bytearray(source.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    source.write_bytes(content)
    assert problems(source) == {"a.ipynb": "it is encrypted"}


def test_names_that_are_utf_8_without_saying_so(tmp_path: Path) -> None:
    """Are names read right that a program wrote in UTF-8 without the flag, and those of old programs?"""
    source = zipped(tmp_path / "a.zip", ("łukasz.ipynb", b""), ("naïve.ipynb", b""))
    content = source.read_bytes()
    for magic, at in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
        changed = bytearray(content)
        where = -1
        while (where := changed.find(magic, where + 1)) >= 0:
            changed[where + at] &= ~8
        content = bytes(changed)
    source.write_bytes(content)
    assert list(problems(source)) == ["naïve.ipynb", "łukasz.ipynb"]


def test_a_time_that_is_none(tmp_path: Path) -> None:
    """Is the first time of all zips no time, and an impossible one too?"""
    source = zipped(tmp_path / "a.zip", (zipfile.ZipInfo("a"), b""), (entry("b", stat.S_IFREG), b""))
    content = source.read_bytes().replace(
        struct.pack("<H", (46 << 9) | (1 << 5) | 15), struct.pack("<H", (46 << 9) | 15)
    )
    with opened_download(source) as (none, some):
        assert none.modified is None
        assert some.modified is not None
    source.write_bytes(content)
    with opened_download(source) as (none, impossible):
        assert impossible.modified is None


def test_too_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is a download with endless files refused before any is read?"""
    monkeypatch.setattr(downloads, "MOST_FILES", 3)
    source = zipped(tmp_path / "a.zip", *((f"{number}", b"") for number in range(5)))
    folder = tmp_path / "folder"
    folder.mkdir()
    for number in range(5):
        (folder / f"{number}").touch()
    for download in (source, folder):
        with pytest.raises(Refusal, match="more than 3 files"), opened_download(download):
            pass


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 and nothing", b"<html>", None])
def test_what_is_no_download(tmp_path: Path, content: bytes | None) -> None:
    """Is a file that is no zip refused, and one that is not there?"""
    if content is not None:
        (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(Refusal, match=r"download"), opened_download(tmp_path / "a.zip"):
        pass


@unix_only
def test_links_in_a_folder(tmp_path: Path) -> None:
    """Is no link followed in a folder, to a file or to a folder, and no pipe waited for?"""
    folder = tmp_path / "download"
    folder.mkdir()
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "a.ipynb").write_text("secret", encoding="utf-8")
    (folder / "file.ipynb").symlink_to(tmp_path / "secret" / "a.ipynb")
    (folder / "folder").symlink_to(tmp_path / "secret")
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe.ipynb")
    assert set(problems(folder).values()) == {"it is a link or no regular file"}
    with opened_download(folder) as files:
        for file in files:
            with pytest.raises(NotTaken):
                file.read()


def test_any_bytes_are_a_download_or_a_refusal(tmp_path: Path) -> None:
    """Does a zip with some bytes changed never end in anything but a sentence?"""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"jane_{number}_2_a.ipynb", b'{"cells": []}' * 20)
    whole = buffer.getvalue()
    source = tmp_path / "a.zip"
    for place in range(len(whole)):
        for value in (0, 0xFF, whole[place] ^ 1):
            changed = bytearray(whole)
            changed[place] = value
            source.write_bytes(changed)
            try:
                with opened_download(source) as files:
                    for file in files:
                        with contextlib.suppress(NotTaken):
                            assert len(file.read()) < 20_000_000
            except Refusal:
                pass
