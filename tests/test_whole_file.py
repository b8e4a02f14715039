"""Files written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from helpers.whole_file import write_bytes, write_text


def test_files_are_written_whole_with_the_same_line_ends(tmp_path: Path) -> None:
    """Is a file written in one go, in a folder that is made, with line feeds on every system?"""
    path = tmp_path / "a" / "b.txt"
    write_text(path, "one\ntwo é\n")
    assert path.read_bytes() == "one\ntwo é\n".encode()
    write_text(path, "three\n")
    assert path.read_bytes() == b"three\n"
    assert [found.name for found in path.parent.iterdir()] == ["b.txt"]


@pytest.mark.parametrize("shared", [False, True])
def test_what_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shared: bool) -> None:
    """Where the disk is full or the last step fails, is the old file whole, and nothing else left?"""
    path = tmp_path / "b.txt"
    write_bytes(path, b"old")

    def full(target: Path, content: bytes) -> int:
        with open(target, "wb") as file:
            file.write(content[:1])
        raise OSError("full")

    def refuse(source: object, target: object) -> None:
        raise OSError("refused")

    for owner, name, failing, said in ((Path, "write_bytes", full, "full"), (os, "replace", refuse, "refused")):
        with monkeypatch.context() as patch:
            patch.setattr(owner, name, failing)
            with pytest.raises(OSError, match=said):
                write_bytes(path, b"new", shared=shared)
    assert {found.name: found.read_bytes() for found in tmp_path.iterdir()} == {"b.txt": b"old"}


def test_what_a_killed_process_left_is_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Does the next process that writes the file clear away the half of one that was killed?"""
    path = tmp_path / "b.txt"

    def killed(source: object, target: object) -> None:
        raise OSError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", killed)
        patch.setattr(Path, "unlink", lambda path, missing_ok: None)
        with pytest.raises(OSError, match="killed"):
            write_text(path, "half")
    assert len(list(tmp_path.iterdir())) == 1
    write_text(path, "whole")
    assert {found.name: found.read_text() for found in tmp_path.iterdir()} == {"b.txt": "whole"}
