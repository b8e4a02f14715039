"""The zip of a bundle."""

from __future__ import annotations

import io
import zipfile

from helpers.bundle.archive import TIME, as_zip


def test_the_same_files_give_the_same_bytes() -> None:
    """Does neither the order in which files come nor the time matter?"""
    files = {"b.txt": b"2", "a/é.txt": b"1" * 1000}
    content = as_zip(files, "top")
    assert content == as_zip(dict(reversed(files.items())), "top")
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert archive.namelist() == ["top/a/é.txt", "top/b.txt"]
    assert archive.read("top/a/é.txt") == b"1" * 1000
    assert {entry.date_time for entry in archive.infolist()} == {TIME}


def test_everybody_may_read_what_was_unpacked() -> None:
    """Do the entries say that they are plain files, readable by all?"""
    (entry,) = zipfile.ZipFile(io.BytesIO(as_zip({"a": b""}, "top"))).infolist()
    assert entry.external_attr >> 16 == 0o100644
