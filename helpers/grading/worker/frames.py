"""Frames on a pipe: a length, a letter that says what it is, and so many bytes."""

from __future__ import annotations

import os
import select
import struct
import time

LARGEST = 64 * 2**20  # bytes of one frame
HEADER = struct.Struct(">Ic")


class BrokenFrame(Exception):
    """What came over the pipe is no frame, is too large, or breaks off."""


class TooLate(Exception):
    """No whole frame came in time."""


def packed(kind: bytes, content: bytes) -> bytes:
    """The bytes of a frame. Raises BrokenFrame when it is too large."""
    if len(content) > LARGEST:
        raise BrokenFrame(f"a frame of {len(content)} bytes")
    return HEADER.pack(len(content), kind) + content


def send(descriptor: int, kind: bytes, content: bytes) -> None:
    """Write a frame. Raises BrokenFrame when it is too large, OSError when nobody reads any more."""
    message = memoryview(packed(kind, content))
    while message:
        message = message[os.write(descriptor, message) :]


def receive(descriptor: int, deadline: float | None = None) -> tuple[bytes, bytes] | None:
    """The next frame as its letter and its bytes; None at the end of the pipe.

    deadline  on the clock of time.monotonic

    Raises BrokenFrame, or TooLate when the deadline has passed.
    """
    header = _read(descriptor, HEADER.size, deadline)
    if not header:
        return None
    if len(header) < HEADER.size:
        raise BrokenFrame("the pipe ended within a frame")
    length, kind = HEADER.unpack(header)
    if length > LARGEST:
        raise BrokenFrame(f"a frame of {length} bytes")
    content = _read(descriptor, length, deadline)
    if len(content) < length:
        raise BrokenFrame("the pipe ended within a frame")
    return kind, content


class Collector:
    """Collects the frames of a hostile writer, who may stop in the middle of one: it never waits."""

    def __init__(self, descriptor: int) -> None:
        os.set_blocking(descriptor, False)
        self._descriptor = descriptor
        self._held = bytearray()
        self.at_end = False  # of the pipe

    def collect(self) -> tuple[bytes, bytes] | None:
        """Read what is there; a frame when there is a whole one. Raises BrokenFrame."""
        try:
            piece = os.read(self._descriptor, 2**20)
        except BlockingIOError:
            return None
        self.at_end = not piece
        self._held += piece
        if len(self._held) < HEADER.size:
            return None
        length, kind = HEADER.unpack_from(self._held)
        if length > LARGEST:
            raise BrokenFrame(f"a frame of {length} bytes")
        end = HEADER.size + length
        if len(self._held) < end:
            return None
        content = bytes(self._held[HEADER.size : end])
        del self._held[:end]
        return kind, content

    @property
    def holds_more(self) -> bool:
        """Whether something came after the last whole frame."""
        return bool(self._held)


def _read(descriptor: int, count: int, deadline: float | None) -> bytes:
    pieces, missing = [], count
    while missing:
        if deadline is not None:
            wait = deadline - time.monotonic()
            if wait <= 0 or not select.select([descriptor], [], [], wait)[0]:
                raise TooLate
        piece = os.read(descriptor, min(missing, 2**20))
        if not piece:
            break
        pieces.append(piece)
        missing -= len(piece)
    return b"".join(pieces)
