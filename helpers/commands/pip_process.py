"""pip, run as another process with what it says turned into a line of progress."""

import contextlib
import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from helpers.commands.pip_output import PipOutput
from helpers.commands.status_line import StatusLine


def run_pip(
    python: Path, words: list[str | Path], temporary: Path, describe: Callable[[PipOutput], str]
) -> tuple[int, PipOutput]:
    """Run `python -m pip WORDS`; returns its exit code and what it said.

    temporary  where pip unpacks: in the folder that it installs into, a disk with room
    describe   the text of the line of progress
    """
    command = [python, "-m", "pip", *words, "--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
    clean = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    folders = {name: str(temporary) for name in ("TMPDIR", "TEMP", "TMP")}
    environment = {**clean, **folders, "PIP_USER": "0", "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}
    output = PipOutput()
    with subprocess.Popen(
        [*command, "--no-color"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        assert process.stdout is not None
        reader = threading.Thread(target=_read, args=(process.stdout, output), daemon=True)
        reader.start()
        try:
            with StatusLine() as status:
                while process.poll() is None:
                    status.show(f"  {describe(output)}")
                    time.sleep(0.3)
        finally:
            if process.poll() is None:
                process.terminate()
            reader.join()
    return process.returncode, output


def megabytes(folder: Path) -> float:
    """How much lies below a folder in which another process makes and removes files."""
    return sum(_sizes(folder)) / 1e6


def _sizes(folder: Path) -> Iterator[int]:
    for place, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):  # gone since it was listed
                yield os.stat(os.path.join(place, name)).st_size


def _read(lines: Iterable[str], output: PipOutput) -> None:
    for line in lines:
        output.read(line)
