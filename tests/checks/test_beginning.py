"""The stream that keeps the beginning of what is printed."""

from __future__ import annotations

import contextlib

import pytest

from helpers.checks.beginning import Beginning


def test_the_beginning_is_kept_and_all_of_it_is_counted() -> None:
    """Is no more kept than there is room for, however it was written?"""
    stream = Beginning(5)
    with contextlib.redirect_stdout(stream):
        for _ in range(1000):
            print("ab")
    assert (stream.text, stream.length) == ("ab\nab", 3000)


def test_a_closed_stream_still_tells_what_was_printed() -> None:
    """Does a learner's code that closes sys.stdout take nothing from what it printed before?"""
    stream = Beginning(100)
    with contextlib.redirect_stdout(stream):
        print("said")
        stream.close()
    assert stream.text == "said\n"


def test_bytes_are_refused_as_by_any_stream_of_text() -> None:
    """Does writing what is no text raise a TypeError, and leave what is kept alone?"""
    stream = Beginning(100)
    with pytest.raises(TypeError):
        stream.write(b"bytes")
    assert (stream.text, stream.length) == ("", 0)
