"""The files of a download, in a folder or a zip. Nothing is unpacked: each is read by itself, and only when asked for,
so that no name in a zip can lead anywhere and no content can fill the disk.
"""

from __future__ import annotations

import os
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from helpers import Refusal
from helpers.grading.intake.handed_in_file import LARGEST_FILE, NotTaken, read_regular, shown_name

MOST_FILES = 20_000
DENSEST = 200  # bytes out of one in the zip; a notebook gives about ten
SMALL = 1_000_000  # bytes; below it even the densest does no harm
UTF_8_NAME = 0x800  # flags of an entry of a zip
ENCRYPTED = 0x1
FIRST_YEAR_OF_ZIPS = 1980  # stands for no time at all


@dataclass(frozen=True)
class DownloadedFile:
    """A file of a download.

    path      from the download's root, with forward slashes
    modified  what the download says of its time, which is when it was made rather than when a learner handed in
    problem   why it cannot be read; "" when it can
    read      gives its bytes, or raises NotTaken
    """

    path: str
    modified: datetime | None
    problem: str
    read: Callable[[], bytes]

    @property
    def name(self) -> str:
        return self.path.rsplit("/", 1)[-1]


@contextmanager
def opened_download(source: Path) -> Iterator[list[DownloadedFile]]:
    """The files of a folder or a zip in the order of their paths. Raises Refusal when it is neither, or too many."""
    if source.is_dir():
        yield sorted(_in_folder(source), key=lambda file: file.path)
        return
    if not source.exists():
        raise Refusal(f"There is no {source}: give the folder or the zip that you downloaded.")
    try:
        archive = zipfile.ZipFile(source)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Refusal(f"{source} is neither a folder nor a zip that can be read: download it again.") from error
    with archive:
        entries = [info for info in archive.infolist() if not info.filename.endswith("/")]
        _refuse_too_many(len(entries), source)
        yield sorted((_in_zip(archive, info) for info in entries), key=lambda file: file.path)


def _refuse_too_many(number: int, source: Path) -> None:
    if number > MOST_FILES:
        raise Refusal(f"{source} holds more than {MOST_FILES:,} files: give the download of one lesson.")


def _in_folder(source: Path) -> list[DownloadedFile]:
    files: list[DownloadedFile] = []
    waiting = [source]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                path = Path(entry.path)
                inside = unicodedata.normalize("NFC", path.relative_to(source).as_posix())
                if entry.is_dir(follow_symlinks=False) and not entry.is_symlink():
                    waiting.append(path)
                else:
                    state = entry.stat(follow_symlinks=False)
                    problem = "" if stat.S_ISREG(state.st_mode) else "it is a link or no regular file"
                    modified = datetime.fromtimestamp(state.st_mtime).astimezone()
                    files.append(
                        DownloadedFile(inside, modified, problem, partial(read_regular, path, shown_name(path.name)))
                    )
                _refuse_too_many(len(files) + len(waiting), source)
    return files


def _in_zip(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> DownloadedFile:
    path = unicodedata.normalize("NFC", _name_in_zip(info).replace("\\", "/"))
    return DownloadedFile(path, _time_in_zip(info), _problem_in_zip(info, path), partial(_read_zipped, archive, info))


def _name_in_zip(info: zipfile.ZipInfo) -> str:
    """The name as it was written; many programs, Canvas's among them, write UTF-8 without saying so."""
    if not info.flag_bits & UTF_8_NAME:
        try:
            return info.filename.encode("cp437").decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            pass
    return info.filename


def _time_in_zip(info: zipfile.ZipInfo) -> datetime | None:
    """A zip has no time zone: its times are taken for this machine's, as every program that unpacks does."""
    if info.date_time[0] <= FIRST_YEAR_OF_ZIPS:
        return None
    try:
        return datetime(*info.date_time).astimezone()
    except (ValueError, OverflowError, OSError):
        return None


def _problem_in_zip(info: zipfile.ZipInfo, path: str) -> str:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        return "it is a link or no regular file"
    if path.startswith("/") or ".." in path.split("/") or path[1:2] == ":":
        return "its path leads out of the zip"
    if info.flag_bits & ENCRYPTED:
        return "it is encrypted"
    if info.file_size > LARGEST_FILE:
        return f"it has {info.file_size / 1e6:.0f} MB, and more than {LARGEST_FILE / 1e6:.0f} MB is not read"
    if info.file_size > max(SMALL, DENSEST * info.compress_size):
        return f"it would be more than {DENSEST} times as large as in the zip, as no notebook is"
    return ""


def _read_zipped(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    # What the zip says of a size may be a lie, so that the reading has its own end.
    try:
        with archive.open(info) as file:
            content = file.read(LARGEST_FILE + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise NotTaken("it cannot be read from the zip: download it again") from error
    if len(content) > LARGEST_FILE:
        raise NotTaken(f"more than {LARGEST_FILE / 1e6:.0f} MB is not read")
    return content
