"""The record that the checks leave beside a working copy: what came of each, and of which cell."""

from __future__ import annotations

import errno
import hashlib
import json
import math
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from helpers.whole_file import write_text

RECORD = ".progress.json"
SESSION_NAME = "JPY_SESSION_NAME"  # where Jupyter tells a kernel its notebook's path; the command `check` does too
STATES = ("passed", "failed", "blank")


@dataclass(frozen=True)
class Mark:
    """What the last check of an exercise's part, or of a quiz, came to."""

    state: str  # one of STATES
    cell: str  # the fingerprint of the answer's cell as it ran; empty where it is not known
    at: float  # when, in seconds since 1970


Record = dict[tuple[str, str], Mark]  # by exercise and part; a quiz's part is ""


class BrokenRecord(Exception):
    """A record that cannot be read."""


def fingerprint(source: str) -> str:
    """A short digest of a cell's text, the same whatever the line ends and the empty lines around it are."""
    return hashlib.sha256("\n".join(source.splitlines()).strip().encode("utf-8", "replace")).hexdigest()[:16]


def read_record(folder: Path) -> Record:
    """The record in a working copy's folder, empty where there is none. Raises BrokenRecord."""
    try:
        tree = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        return {(name, part): _mark(entry) for name, parts in tree.items() for part, entry in parts.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError, AttributeError, TypeError, KeyError) as error:
        raise BrokenRecord(str(error)) from None


def note(folder: Path, exercise: str, part: str, mark: Mark) -> None:
    """Put a mark into the record of a folder; a record that is broken is begun anew.

    The file is replaced whole. When two kernels write in the same instant, the mark of one of them may be missing
    until its check runs again. Raises OSError where the folder cannot be written.
    """
    try:
        record = read_record(folder)
    except BrokenRecord:
        record = {}
    if not folder.is_dir():  # which is the learner's, and is not made for a record
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(folder))
    record[(exercise, part)] = mark
    tree: dict[str, dict[str, object]] = {}
    for (name, share), kept in record.items():
        tree.setdefault(name, {})[share] = asdict(kept)
    write_text(folder / RECORD, json.dumps(tree, indent=1) + "\n", shared=True)


def _mark(entry: dict[str, object]) -> Mark:
    mark = Mark(**entry)  # type: ignore[arg-type]
    if mark.state not in STATES or not isinstance(mark.cell, str) or not math.isfinite(mark.at):
        raise ValueError(f"{entry} is no mark")
    return mark
