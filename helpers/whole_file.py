"""Files written whole or not at all: a full disk, or a stop in between, leaves what lay there before.

The content goes to a temporary file beside the old one, which then takes its place in one step.
"""

import os
import time
from pathlib import Path

_PAUSES = (0.02, 0.1, 0.0)  # seconds; Windows refuses to replace a file for as long as another program reads it


def write_text(path: Path, text: str, *, shared: bool = False) -> None:
    """Write a text file whole or not at all, in UTF-8 and with the same line ends everywhere.

    shared  whether several processes may write the file at the same time: each then has a temporary file of its own

    A missing folder is made. Raises OSError where that or the file cannot be written, and UnicodeEncodeError for halves
    of surrogate pairs.
    """
    write_bytes(path, text.encode(), shared=shared)


def write_bytes(path: Path, content: bytes, *, shared: bool = False) -> None:
    """Write a file whole or not at all; as write_text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Without a number where it can be: what a killed process leaves behind is then written over by the next one.
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial" if shared else f".{path.name}.partial")
    try:
        partial.write_bytes(content)
        _replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def _replace(source: Path, target: Path) -> None:
    for pause in _PAUSES:
        try:
            os.replace(source, target)
            return
        except PermissionError:
            if not pause:
                raise
            time.sleep(pause)
