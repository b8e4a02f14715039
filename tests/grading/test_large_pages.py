"""Memory in large pages, before a process is forked."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

SETTING = Path("/sys/kernel/mm/transparent_hugepage/enabled")
PROGRAM = """
from pathlib import Path
from helpers.grading.worker import large_pages
kept = [bytes([number % 251]) * 1000 for number in range(30_000)]
large_pages.gather()
assert kept == [bytes([number % 251]) * 1000 for number in range(30_000)]
print(Path("/proc/self/smaps_rollup").read_text())
"""


def test_memory_is_gathered_and_stays_what_it_was() -> None:
    """Is what a process holds the same afterwards, and in large pages where the kernel has them?"""
    ran = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    if not SETTING.exists() or "[never]" in SETTING.read_text(encoding="utf-8"):
        pytest.skip("this kernel has no large pages")
    [kilobytes] = re.findall(r"AnonHugePages:\s+(\d+) kB", ran.stdout)
    assert int(kilobytes) >= 2048
