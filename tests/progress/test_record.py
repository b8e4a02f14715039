"""The record beside a working copy."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import pytest

from helpers import whole_file
from helpers.progress.record import RECORD, BrokenRecord, Mark, fingerprint, note, read_record

MARK = Mark("passed", "abc", 12.5)


def test_what_was_noted_is_read_again(tmp_path: Path) -> None:
    """Does each part of each exercise keep its own last mark?"""
    note(tmp_path, "f", "values", Mark("failed", "", 1.0))
    note(tmp_path, "f", "shapes", MARK)
    note(tmp_path, "quiz", "", MARK)
    note(tmp_path, "f", "values", MARK)
    assert read_record(tmp_path) == {("f", "values"): MARK, ("f", "shapes"): MARK, ("quiz", ""): MARK}
    assert [path.name for path in tmp_path.iterdir()] == [RECORD]


def test_no_record_is_an_empty_one(tmp_path: Path) -> None:
    """Is a folder in which no check was run told from a broken record?"""
    assert read_record(tmp_path) == {}


BROKEN = {
    "empty": "",
    "cut short": '{"f": {"values": {"sta',
    "no JSON": "a record",
    "a list": "[1]",
    "a number": "1",
    "a mark of text": '{"f": {"values": "passed"}}',
    "no parts": '{"f": 1}',
    "an unknown state": json.dumps({"f": {"values": {"state": "great", "cell": "", "at": 1}}}),
    "no time": json.dumps({"f": {"values": {"state": "passed", "cell": ""}}}),
    "a time of text": json.dumps({"f": {"values": {"state": "passed", "cell": "", "at": "now"}}}),
    "a time without end": '{"f": {"values": {"state": "passed", "cell": "", "at": Infinity}}}',
    "a state in a list": json.dumps({"f": {"values": {"state": ["passed"], "cell": "", "at": 1}}}),
    "more than a mark": json.dumps({"f": {"values": {"state": "passed", "cell": "", "at": 1, "by": "me"}}}),
    "deep": "[" * 100_000,
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_record_is_said_and_begun_anew(tmp_path: Path, name: str) -> None:
    """Is a damaged record told from an empty one, and is it no hindrance for the next check?"""
    (tmp_path / RECORD).write_text(BROKEN[name], encoding="utf-8")
    with pytest.raises(BrokenRecord):
        read_record(tmp_path)
    note(tmp_path, "f", "values", MARK)
    assert read_record(tmp_path) == {("f", "values"): MARK}


def test_a_binary_file_and_a_folder_are_broken_records(tmp_path: Path) -> None:
    """Is what is no text at all a broken record too?"""
    (tmp_path / RECORD).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BrokenRecord):
        read_record(tmp_path)
    (tmp_path / RECORD).unlink()
    (tmp_path / RECORD).mkdir()
    with pytest.raises(BrokenRecord):
        read_record(tmp_path)


def test_a_folder_that_cannot_be_written_is_an_error_and_no_half_file(tmp_path: Path, monkeypatch) -> None:
    """Where the last step fails, is the old record whole, and nothing else left?"""
    note(tmp_path, "f", "values", MARK)

    def refuse(source: object, target: object) -> None:
        raise OSError("full")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OSError, match="full"):
        note(tmp_path, "g", "values", MARK)
    assert read_record(tmp_path) == {("f", "values"): MARK}
    assert [path.name for path in tmp_path.iterdir()] == [RECORD]
    with pytest.raises(OSError, match="No such file"):
        note(tmp_path / "nowhere", "f", "values", MARK)


def test_a_file_that_is_read_elsewhere_is_waited_for(tmp_path: Path, monkeypatch) -> None:
    """Is the record written where Windows refuses for an instant, and given up where it refuses for good?"""
    monkeypatch.setattr(whole_file, "_PAUSES", (0.001, 0.001, 0.0))
    replace, refusals = os.replace, [1, 1]

    def at_first_refused(source: str, target: str) -> None:
        if refusals:
            raise PermissionError(f"in use {refusals.pop()}")
        replace(source, target)

    monkeypatch.setattr(os, "replace", at_first_refused)
    note(tmp_path, "f", "values", MARK)
    assert read_record(tmp_path) == {("f", "values"): MARK}
    refusals += [1, 1, 1]
    with pytest.raises(PermissionError):
        note(tmp_path, "f", "values", MARK)


@pytest.mark.skipif(os.name == "nt", reason="Windows refuses to open a file in the instant in which it is replaced")
def test_a_reader_never_meets_half_a_record(tmp_path: Path) -> None:
    """Is the record whole at every instant in which it is written?"""
    note(tmp_path, "f", "0", MARK)
    stop = threading.Event()

    def write() -> None:
        for number in range(200):
            note(tmp_path, "f", str(number), MARK)
        stop.set()

    writer = threading.Thread(target=write)
    writer.start()
    while not stop.is_set():
        assert ("f", "0") in read_record(tmp_path)
    writer.join()
    assert len(read_record(tmp_path)) == 200


def test_a_fingerprint_is_that_of_the_text() -> None:
    """Are line ends and empty lines around a cell no difference, and everything else one?"""
    source = "def f(x):\n    return x"
    assert {fingerprint(text) for text in (source, f"\n{source}\n\n", source.replace("\n", "\r\n"))} == {
        fingerprint(source)
    }
    others = [source + " + 0", source.replace("    ", "  "), source + "  # ok", "", "\ud800"]
    assert len({fingerprint(text) for text in [source, *others]}) == 6
