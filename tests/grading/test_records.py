"""The records that grading leaves: nothing of them is lost but what was being written."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from helpers import paths
from helpers.grading import records
from helpers.grading.records import (
    CellRecord,
    Record,
    Records,
    TestRecord,
    add_records,
    line_of,
    read_records,
    record_of,
    records_of,
    records_path,
)

LESSON = "01_mini"
ANN = Record(
    "ann",
    digest="ab12",
    graded="2026-01-15T12:00:00+00:00",
    seconds=0.25,
    tests=(
        TestRecord(
            "test_double_values", False, "double, values: 0 of 1 passed\nYou square x.", "CheckFailed", "squares"
        ),
        TestRecord("test_double_edges", True, "double, edges: 1 of 1 passed"),
    ),
    cells=(CellRecord("double", "SyntaxError", "'(' was never closed"),),
    ended="",
    flags=("It looks up eval by its parts.",),
    repairs=("The cell double had been moved: it is back in its place.",),
)
BEN = Record("<script>alert('ben')</script>\n\u2028", sentence="01_mini.ipynb is empty.")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that the helpers take for the course."""
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    return tmp_path


@pytest.mark.parametrize("record", [ANN, BEN, Record("half a character: \ud83d")])
def test_a_record_is_read_as_it_was_written(record: Record) -> None:
    """Is every field there again, in one line, whatever stands in a name or a sentence?"""
    line = line_of(record)
    assert line.count(b"\n") == 1
    assert record_of(line) == record


def test_what_was_added_is_read(root: Path) -> None:
    """Are all records read, and none before the first?"""
    assert read_records(LESSON) == Records()
    add_records(LESSON, [BEN])
    add_records(LESSON, [ANN])
    assert read_records(LESSON).by_student == {BEN.student: BEN, "ann": ANN}
    assert list(read_records(LESSON).by_student) == sorted([BEN.student, "ann"])


def test_the_last_record_of_a_learner_counts(root: Path) -> None:
    """Does a submission that was graded again have one record, the later one?"""
    add_records(LESSON, [Record("ann", sentence="It was empty.")])
    add_records(LESSON, [ANN])
    assert read_records(LESSON) == Records({"ann": ANN})


def test_a_file_that_ends_anywhere_keeps_all_whole_lines() -> None:
    """After a kill between any two bytes, are the records before it there, and no wrong one?"""
    whole, last = line_of(ANN), line_of(BEN)
    for length in range(len(last) + 1):
        found = records_of(whole + last[:length])
        complete = length >= len(last) - 1  # without its line's end a record is whole all the same
        assert found.by_student == ({"ann": ANN, BEN.student: BEN} if complete else {"ann": ANN})
        assert found.unreadable == (0 if complete or length == 0 else 1)


def test_a_record_after_a_torn_line_is_whole(root: Path) -> None:
    """Does a run that goes on after a kill lose nothing to the line that was torn?"""
    torn = line_of(BEN)
    for length in range(1, len(torn)):
        records_path(LESSON).parent.mkdir(parents=True, exist_ok=True)
        records_path(LESSON).write_bytes(torn[:length])
        add_records(LESSON, [ANN])
        assert read_records(LESSON).by_student["ann"] == ANN


def test_a_writer_that_is_killed_leaves_whole_records(root: Path) -> None:
    """With a process killed while it adds records, is every record that it called written there, each of them right?"""
    program = (
        "import sys; from pathlib import Path; from helpers import paths; paths.ROOT = Path(sys.argv[1])\n"
        "from helpers.grading.records import Record, add_records\n"
        "for number in range(10**6):\n"
        f"    add_records({LESSON!r}, [Record(f'learner {{number}}', sentence='x' * 5000)])\n"
        "    print(number, flush=True)\n"
    )
    for _ in range(5):
        writer = subprocess.Popen([sys.executable, "-c", program, str(root)], stdout=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        for _ in range(20):
            writer.stdout.readline()
        writer.kill()
        said = writer.communicate()[0].split()
        written = read_records(LESSON).by_student
        assert {f"learner {number}" for number in [*range(20), *map(int, said)]} <= set(written)
        assert all(record.sentence == "x" * 5000 for record in written.values())


def test_fields_of_a_later_version_are_passed_over() -> None:
    """Is a record read that has more in it than this version knows, and one that has less?"""
    tree = json.loads(line_of(ANN)) | {"mood": "good"}
    tree["tests"][0]["hint"] = 3
    assert record_of(json.dumps(tree).encode()) == ANN
    assert record_of(b'{"student": "cy"}') == Record("cy")


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\0\0\0\0",
        b"[]",
        b"3",
        b"{}",
        b'{"student": 3}',
        b'{"student": "a", "seconds": "long"}',
        b'{"student": "a", "seconds": true}',
        b'{"student": "a", "flags": "one"}',
        b'{"student": "a", "repairs": [1]}',
        b'{"student": "a", "tests": [3]}',
        b'{"student": "a", "cells": [{"grade_id": "f", "error": 1}]}',
        b'{"student": "a", "tests": [{"grade_id": "t"}]}',
        b'{"student": "a", "tests": [{"grade_id": "t", "earned": 1}]}',
        b"[" * 100_000,
        b"\xff\xfe",
    ],
)
def test_what_is_no_record_is_passed_over(line: bytes) -> None:
    """Is a line of another form no record, and never an error?"""
    assert record_of(line) is None


def test_unreadable_lines_are_counted() -> None:
    """Does whoever reads the records learn that some are lost?"""
    assert records_of(b"\n\0\0\n" + line_of(ANN) + b"{\n\n") == Records({"ann": ANN}, unreadable=2)


def test_a_full_disk_leaves_the_file_as_it_was(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a line does not fit, is the error told, and nothing of the line left?"""
    add_records(LESSON, [ANN])
    before = records_path(LESSON).read_bytes()

    def half_of_it(file, content: bytes) -> None:
        file.write(content[: len(content) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(records, "_write_all", half_of_it)
        with pytest.raises(OSError, match=r"space|disk"):
            add_records(LESSON, [BEN])
    assert records_path(LESSON).read_bytes() == before
    add_records(LESSON, [BEN])
    assert set(read_records(LESSON).by_student) == {"ann", BEN.student}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_a_real_full_disk_raises_its_error(root: Path) -> None:
    """Is the system's own error what the caller gets?"""
    records_path(LESSON).parent.mkdir(parents=True)
    records_path(LESSON).symlink_to("/dev/full")
    with pytest.raises(OSError, match="space"):
        add_records(LESSON, [ANN])
