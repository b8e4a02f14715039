"""A stream for what learners' code prints, which can be without an end."""

from __future__ import annotations

import io


class Beginning(io.TextIOBase):
    """A stream that keeps the beginning of what is written: an endless loop may print too.

    text    the first `most` characters, also after the learner's code has closed the stream
    length  how many characters were written in all
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept = io.StringIO()
        self.length = 0

    @property
    def text(self) -> str:
        return self._kept.getvalue()

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self._kept.write(text[: self._most - self._kept.tell()])
        self.length += len(text)
        return len(text)
