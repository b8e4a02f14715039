"""One line that says what is being done: rewritten in place on a terminal, rare lines of its own elsewhere."""

import shutil
import sys
import time
from typing import TextIO


class StatusLine:
    """Shows texts one after another; `with StatusLine() as status: status.show("...")`.

    On a terminal each text takes the place of the one before. Elsewhere, as in a log, a text gets a line when
    `seconds` have passed since the last one.
    """

    def __init__(self, stream: TextIO | None = None, seconds: float = 15.0) -> None:
        self._stream = stream or sys.stdout
        self._on_terminal = self._stream.isatty()
        self._seconds = seconds
        self._last = time.monotonic()
        self._width = 0

    def __enter__(self) -> "StatusLine":
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    def show(self, text: str) -> None:
        """Show the text as what is being done now."""
        if self._on_terminal:
            text = text[: shutil.get_terminal_size().columns - 1]
            self._stream.write("\r" + text.ljust(self._width))
            self._width = len(text)
        elif time.monotonic() - self._last >= self._seconds:
            self._last = time.monotonic()
            self._stream.write(text + "\n")
        self._stream.flush()

    def clear(self) -> None:
        """Take the line away, so that a text that stays can be printed."""
        if self._width:
            self._stream.write("\r" + " " * self._width + "\r")
            self._stream.flush()
            self._width = 0
