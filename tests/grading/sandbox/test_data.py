"""The data sets, seen from inside the sandbox."""

from __future__ import annotations

from helpers.data import wheels
from tests.grading.sandbox.conftest import Inside


def test_data_can_be_read(inside: Inside) -> None:
    """Does a submission find the files of the data sets, as whoever it runs as, and may it only read them?"""
    files = [str(pin.file_in(wheels.folders()[:1])) for pin in wheels.pins(wheels.NEEDED)]
    read, written = inside(
        f"seen = [open(file, 'rb').read(2).decode() for file in {files}]",
        f"open({files[0]!r}, 'ab')",
    )
    assert read == ["PK"] * len(files)
    assert written["error"] in ("OSError", "PermissionError")
