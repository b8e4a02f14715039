"""The one file of a submission that is read: which it is, and its bytes. Only regular files of a sane size are opened,
and no link is followed, since what lies in a submission was put there by somebody who may wish us harm.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.checks.listed import listed

LARGEST_FILE = 20_000_000  # bytes; a notebook of the course with all its figures has well under a million
MOST_NAMES = 1_000  # of a folder that are looked at
LONGEST_NAME = 80  # characters of a file's name that are shown
LEFT_BY_THE_EXCHANGE = ("timestamp.txt", "submission_secret.txt")
# Without O_NONBLOCK a pipe in the file's place would keep us waiting for its other end.
OPENING = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"))


class NotTaken(Exception):
    """A submission that cannot be read, with the sentence that says why."""


@dataclass(frozen=True)
class HandedInFile:
    """What was read: the bytes, the name to speak of, and a sentence on each oddity."""

    content: bytes
    name: str
    remarks: tuple[str, ...] = ()


def read_handed_in(where: Path, lesson: str) -> HandedInFile:
    """Read the notebook of a submission.

    where  the folder submitted/STUDENT/LESSON, or the file itself

    In a folder LESSON.ipynb is read; where there is none, the only other notebook. Raises NotTaken.
    """
    name = f"{lesson}.ipynb"
    try:
        kind = os.lstat(where).st_mode
    except (OSError, ValueError) as error:
        raise NotTaken(f"There is no {name}: {_reason(error)}.") from error
    if not stat.S_ISDIR(kind):
        shown = shown_name(where.name)
        remarks = () if where.name == name else (_sentence_on_name(shown, name),)
        return HandedInFile(read_regular(where, shown), shown, remarks)
    names = _names_in(where)
    if name in names:
        others = [shown_name(other) for other in _notebooks_among(names) if other != name]
        beside = (f"Beside {name} lay {_some(others)}: only {name} was read.",) if others else ()
        return HandedInFile(read_regular(where / name, name), name, beside)
    notebooks = _notebooks_among(names)
    if len(notebooks) == 1:
        shown = shown_name(notebooks[0])
        return HandedInFile(read_regular(where / notebooks[0], shown), shown, (_sentence_on_name(shown, name),))
    if notebooks:
        several = _some([shown_name(other) for other in notebooks])
        raise NotTaken(f"There is no {name} but {several}, and which of them counts is not said: hand in one.")
    held = [shown_name(other) for other in names if not other.startswith(".") and other not in LEFT_BY_THE_EXCHANGE]
    raise NotTaken(f"There is no {name} in the folder{f', which holds {_some(held)}' if held else ''}.")


def read_regular(path: Path, shown: str) -> bytes:
    """The bytes of a file, which is called so in the sentences. Raises NotTaken when it is no regular file, too large
    or not to be read.

    What is looked at is the open file: whatever is put in its place meanwhile is not read, and if it grows or shrinks,
    what was read by then is taken, and never more than LARGEST_FILE.
    """
    try:
        _refuse_unless_regular(os.lstat(path), shown)  # before opening: opening a device may do something
        descriptor = os.open(path, OPENING)
        try:
            _refuse_unless_regular(os.fstat(descriptor), shown)
            with os.fdopen(descriptor, "rb", closefd=False) as file:
                content = file.read(LARGEST_FILE + 1)
        finally:
            os.close(descriptor)
    except (OSError, ValueError) as error:
        raise NotTaken(f"{shown} cannot be read: {_reason(error)}.") from error
    if len(content) > LARGEST_FILE:
        raise NotTaken(f"{shown} grew while it was read: {_too_large(len(content))}")
    return content


def shown_name(name: str) -> str:
    """A file's name as it can be shown anywhere: what a terminal would obey is written out, and the rest is cut."""
    printable = "".join(character if character.isprintable() else repr(character)[1:-1] for character in name)
    return printable if len(printable) <= LONGEST_NAME else f"{printable[: LONGEST_NAME - 1]}…"


def _refuse_unless_regular(state: os.stat_result, shown: str) -> None:
    if not stat.S_ISREG(state.st_mode):
        raise NotTaken(f"{shown} is not a regular file but {_kind(state.st_mode)}: hand in the notebook itself.")
    if state.st_size > LARGEST_FILE:
        raise NotTaken(f"{shown} has {state.st_size / 1e6:.0f} MB: {_too_large(state.st_size)}")


def _too_large(size: int) -> str:
    return f"more than {LARGEST_FILE / 1e6:.0f} MB is not read. Clear the outputs, and hand it in again."


def _kind(mode: int) -> str:
    kinds = {
        stat.S_IFLNK: "a link",
        stat.S_IFDIR: "a folder",
        stat.S_IFIFO: "a pipe",
        stat.S_IFSOCK: "a socket",
        stat.S_IFCHR: "a device",
        stat.S_IFBLK: "a device",
    }
    return kinds.get(stat.S_IFMT(mode), "something else")


def _names_in(folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry, _ in zip(entries, range(MOST_NAMES + 1), strict=False)]
    except OSError as error:
        raise NotTaken(f"The folder cannot be read: {_reason(error)}.") from error
    if len(names) > MOST_NAMES:
        raise NotTaken(f"The folder holds more than {MOST_NAMES} files: hand in the notebook alone.")
    return sorted(names)


def _notebooks_among(names: Sequence[str]) -> list[str]:
    # What begins with a dot was put there by a system: "._name.ipynb" is macOS's, and no notebook.
    return [name for name in names if name.lower().endswith(".ipynb") and not name.startswith(".")]


def _sentence_on_name(shown: str, name: str) -> str:
    return f"The file is called {shown} and should be called {name}: it was taken all the same."


def _some(names: Sequence[str]) -> str:
    return listed(names) if len(names) <= 4 else listed([*names[:3], f"{len(names) - 3} more"])


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
