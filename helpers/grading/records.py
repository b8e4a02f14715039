"""What grading leaves of each submission beside the gradebook: .grading/LESSON/records.jsonl, a line for each.

The gradebook has points and comments. A record has what led to them: what each check said and which mistake it
recognised, why a run ended early, what intake put right, what a person should look at. The report on a class is
made from records, and a run that was killed finds in them what is done.

A record is added as one line, by one writer at a time. A line that was torn by a kill, a crash or a full disk is no
JSON text, since only its last character closes it: it is passed over when the file is read, and the next line to be
added starts anew. The last record of a learner counts.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from helpers import paths

FOLDER = ".grading"
NAME = "records.jsonl"


@dataclass(frozen=True)
class TestRecord:
    """What one test cell came to, as the judge has it."""

    __test__ = False  # it is no test of pytest's

    grade_id: str
    earned: bool
    text: str = ""
    error: str = ""  # the kind of error that nbgrader shows; empty when the check passed
    mistake: str = ""


@dataclass(frozen=True)
class CellRecord:
    """A solution cell that ended in an error: the kind, such as "MemoryError", and the first line of its message."""

    grade_id: str
    error: str
    message: str = ""


@dataclass(frozen=True)
class Record:
    """What grading one submission came to.

    digest    of what was judged, so that a changed submission can be told from one that is done
    graded    when, in ISO 8601 with its offset from UTC
    seconds   how long judging took
    cells     the solution cells that ended in an error, but for that of a blank
    ended     why the run was ended early, as a sentence; empty when it was not
    flags     what a person should look at, a sentence each
    repairs   what intake put right, a sentence each
    sentence  why there are no points; empty when it was graded
    """

    student: str
    digest: str = ""
    graded: str = ""
    seconds: float = 0.0
    tests: tuple[TestRecord, ...] = ()
    cells: tuple[CellRecord, ...] = ()
    ended: str = ""
    flags: tuple[str, ...] = ()
    repairs: tuple[str, ...] = ()
    sentence: str = ""


@dataclass(frozen=True)
class Records:
    """The records of a lesson, one for each learner, and how many lines of the file could not be read."""

    by_student: Mapping[str, Record] = field(default_factory=dict)
    unreadable: int = 0


def records_path(lesson: str) -> Path:
    """Where the records of a lesson lie."""
    return paths.ROOT / FOLDER / lesson / NAME


def line_of(record: Record) -> bytes:
    """The record as a line, with its end. Halves of characters, which UTF-8 cannot hold, are written out."""
    return json.dumps(asdict(record), separators=(",", ":")).encode("ascii") + b"\n"


def record_of(line: bytes) -> Record | None:
    """The record that a line holds; None when it holds none. Fields of a later version are passed over."""
    try:
        tree = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(tree, dict):
        return None
    try:
        lists: dict[str, Any] = {
            "tests": tuple(_record_from(TestRecord, test) for test in _tuple(tree.pop("tests", []))),
            "cells": tuple(_record_from(CellRecord, cell) for cell in _tuple(tree.pop("cells", []))),
        }
        lists |= {name: _sentences(tree.pop(name, [])) for name in ("flags", "repairs")}
        return _record_from(Record, tree | lists)
    except TypeError:
        return None


def records_of(content: bytes) -> Records:
    """The records in a file's content: the last one of each learner, the learners in order."""
    found: dict[str, Record] = {}
    unreadable = 0
    for line in content.split(b"\n"):
        record = record_of(line) if line.strip() else None
        if record is not None:
            found[record.student] = record
        elif line.strip():
            unreadable += 1
    return Records(dict(sorted(found.items())), unreadable)


def read_records(lesson: str) -> Records:
    """The records of a lesson; none when nothing was graded yet. Raises OSError when they cannot be read."""
    try:
        return records_of(records_path(lesson).read_bytes())
    except FileNotFoundError:
        return Records()


def add_records(lesson: str, records: Iterable[Record]) -> None:
    """Add records, on the disk when this returns.

    Raises OSError when they cannot be written, as on a full disk; then the file is what it was before.
    """
    path = records_path(lesson)
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a+b", buffering=0) as file:  # unbuffered: the lines are one write, or an error here
        before = file.seek(0, os.SEEK_END)
        start = b"" if not before or _last_byte(file, before) == b"\n" else b"\n"
        try:
            _write_all(file, start + b"".join(map(line_of, records)))
            os.fsync(file.fileno())
        except BaseException:
            with contextlib.suppress(OSError):  # the first error is the one to be told
                file.truncate(before)
            raise


def _last_byte(file: Any, size: int) -> bytes:
    file.seek(size - 1)
    return file.read(1)


def _write_all(file: Any, content: bytes) -> None:
    """Write to an unbuffered file; one call may write a part, as where the disk is full after it."""
    while content:
        content = content[file.write(content) :]


def _record_from(kind: Any, tree: Any) -> Any:
    """A record from its fields. Raises TypeError for one that is missing or of another type."""
    if not isinstance(tree, dict):
        raise TypeError("a record has named fields")
    own = {name: tree[name] for name in kind.__dataclass_fields__ if name in tree}
    record = kind(**own)  # raises TypeError without the fields that have no default
    for name, wanted in _KINDS[kind].items():
        if type(getattr(record, name)) not in wanted:
            raise TypeError(f"{name} is of another type")
    return record


_KINDS: dict[type, dict[str, tuple[type, ...]]] = {
    TestRecord: {"grade_id": (str,), "earned": (bool,), "text": (str,), "error": (str,), "mistake": (str,)},
    CellRecord: dict.fromkeys(("grade_id", "error", "message"), (str,)),
    Record: dict.fromkeys(("student", "digest", "graded", "ended", "sentence"), (str,)) | {"seconds": (int, float)},
}


def _tuple(value: Any) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise TypeError("a list is expected")
    return tuple(value)


def _sentences(value: Any) -> tuple[str, ...]:
    if not all(isinstance(sentence, str) for sentence in _tuple(value)):
        raise TypeError("a list of sentences is expected")
    return tuple(value)
