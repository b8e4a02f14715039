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


def send(descriptor: int, kind: bytes, content: bytes) -> None:
    """Write a frame. Raises BrokenFrame when it is too large, OSError when nobody reads any more."""
    if len(content) > LARGEST:
        raise BrokenFrame(f"a frame of {len(content)} bytes")
    message = memoryview(HEADER.pack(len(content), kind) + content)
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
