"""Lays a notebook into submitted/STUDENT/LESSON/. What lay there before is never lost: the newer one stays, and the
older goes to the folder LESSON.older beside it, where neither our grading nor nbgrader's looks.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from helpers import paths
from helpers.grading.intake.handed_in_file import NotTaken, read_regular

TIMESTAMP = "timestamp.txt"


def place(learner: str, lesson: str, content: bytes, modified: datetime | None, handed_in: datetime | None) -> str:
    """Lay the notebook of a learner into its folder, whole or not at all; returns what became of it, in words.

    modified   the time of the file in the download
    handed_in  when it was handed in, where that is known; it goes to timestamp.txt, from which nbgrader tells lateness

    Of two different notebooks the one handed in later stays; where that is not known of both, the one whose file is
    newer; and where not even that is known, the one that is laid in now. Raises NotTaken when a link is in the way.
    """
    home = paths.SUBMITTED / learner
    target = home / lesson
    for folder in (paths.SUBMITTED, home, target):
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            raise NotTaken(f"{_shown(folder)} is a link or a file, and should be a folder: it was left alone")
    home.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        with _made(home, lesson, content, modified, handed_in) as folder:
            folder.rename(target)
        return "taken"
    before = _content(target / f"{lesson}.ipynb")
    if before == content:
        if handed_in and not (target / TIMESTAMP).exists():
            (target / TIMESTAMP).write_text(_stamp(handed_in), encoding="utf-8")
        return "taken before, and the same"
    if _is_newer(target, lesson, modified, handed_in):
        kept = _aside(home, lesson, content, modified or handed_in)
        if not kept.exists():
            kept.parent.mkdir(exist_ok=True)
            with _made(home, lesson, content, modified, handed_in) as folder:
                folder.rename(kept)
        return f"not taken: what lies in {_shown(target)} is newer; this one is kept in {_shown(kept)}"
    kept = _aside(home, lesson, before, _time_of(target / f"{lesson}.ipynb"))
    with _made(home, lesson, content, modified, handed_in) as folder:
        kept.parent.mkdir(exist_ok=True)
        if kept.exists():
            kept = _free(kept)
        target.rename(kept)
        try:
            folder.rename(target)
        except OSError:
            kept.rename(target)
            raise
    return f"taken; the one that lay there is kept in {_shown(kept)}"


@contextlib.contextmanager
def _made(
    home: Path, lesson: str, content: bytes, modified: datetime | None, handed_in: datetime | None
) -> Iterator[Path]:
    """A folder with the submission in it, under a name that grading passes over; what is not moved away is removed."""
    folder = Path(tempfile.mkdtemp(prefix=".", dir=home))
    try:
        folder.chmod(0o755)
        notebook = folder / f"{lesson}.ipynb"
        notebook.write_bytes(content)
        if modified:
            os.utime(notebook, (modified.timestamp(), modified.timestamp()))
        if handed_in:
            (folder / TIMESTAMP).write_text(_stamp(handed_in), encoding="utf-8")
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _content(notebook: Path) -> bytes | None:
    try:
        return read_regular(notebook, notebook.name)
    except NotTaken:
        return None


def _is_newer(target: Path, lesson: str, modified: datetime | None, handed_in: datetime | None) -> bool:
    """Whether what lies there is newer than what comes in."""
    if handed_in and (there := _stamped(target / TIMESTAMP)):
        return there > handed_in
    lies_since = _time_of(target / f"{lesson}.ipynb")
    return bool(modified and lies_since and lies_since > modified)


def _time_of(notebook: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(notebook.lstat().st_mtime).astimezone()
    except OSError:
        return None


def _stamped(path: Path) -> datetime | None:
    from nbgrader.utils import parse_utc

    try:
        return parse_utc(path.read_text(encoding="utf-8").strip()).replace(tzinfo=UTC)
    except (OSError, ValueError, OverflowError, AttributeError):
        return None


def _stamp(time: datetime) -> str:
    """A time as nbgrader writes and reads it."""
    return time.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def _aside(home: Path, lesson: str, content: bytes | None, time: datetime | None) -> Path:
    """Where a notebook is kept: the folder that holds the same already, or a new one called after its time."""
    older = home / f"{lesson}.older"
    if content is not None and older.is_dir():
        for folder in sorted(older.iterdir()):
            if _content(folder / f"{lesson}.ipynb") == content:
                return folder
    return _free(older / (time or datetime.now()).strftime("%Y-%m-%d_%H.%M.%S"))


def _free(path: Path) -> Path:
    number = 1
    while path.exists():
        number += 1
        path = path.with_name(f"{path.name.split('~')[0]}~{number}")
    return path


def _shown(path: Path) -> str:
    return path.relative_to(paths.SUBMITTED.parent).as_posix()
