"""The line that says what is being done."""

from __future__ import annotations

import io

from helpers.commands.status_line import StatusLine


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_one_line() -> None:
    """Does each text cover the one before it, and is nothing left at the end?"""
    stream = Terminal()
    with StatusLine(stream) as status:
        status.show("a long text")
        status.show("short")
    assert "\n" not in stream.getvalue()
    assert stream.getvalue() == "\ra long text" + "\rshort      " + "\r" + " " * 5 + "\r"


def test_a_log_gets_rare_lines() -> None:
    """Is a log spared all but a line now and then?"""
    stream = io.StringIO()
    with StatusLine(stream, seconds=3600) as status:
        status.show("one")
        status.show("two")
    assert stream.getvalue() == ""
    with StatusLine(stream, seconds=0) as status:
        status.show("three")
    assert stream.getvalue() == "three\n"
