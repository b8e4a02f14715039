"""A bench that stays open for many submissions, and is replaced when one of them breaks it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from helpers.grading.judging.bench import Bench
from helpers.grading.judging.judgement import Judgement
from helpers.grading.lesson_bench import bench_for
from helpers.grading.sandbox.limits import Limits
from helpers.grading.sandbox.pieces import what_is_missing
from tests.grading.attacks.lesson import CANARY, LESSON

# Small, so that what runs into a limit does so soon and harms nobody where a limit does not hold.
LIMITS = Limits(seconds=10.0, seconds_a_cell=3.0, memory=2**30, disk=64 * 2**20)
SECONDS_TO_CLEAN_UP = 5.0


class AttackedBench:
    """A bench as the engine uses it: one submission after the other."""

    def __init__(self) -> None:
        os.environ[CANARY[0]] = CANARY[1]
        self._bench = self._opened()
        self._quiet = self._processes()
        self._mounts = Path("/proc/self/mounts").read_text(encoding="utf-8")

    def judge(self, notebook: str) -> Judgement:
        """The judgement on a notebook's text."""
        return self._bench.judge(notebook)

    def left_behind(self) -> list[str]:
        """What is still there of submissions that are over: processes and mounts."""
        deadline = time.monotonic() + SECONDS_TO_CLEAN_UP
        while (left := self._processes() - self._quiet) and time.monotonic() < deadline:
            time.sleep(0.02)
        mounted = Path("/proc/self/mounts").read_text(encoding="utf-8")
        return [*left, *([] if mounted == self._mounts else ["a mount"])]

    def close(self) -> None:
        """End the bench and all its processes."""
        self._bench.__exit__()
        os.environ.pop(CANARY[0], None)

    def _opened(self) -> Bench:
        bench = bench_for(LESSON, LIMITS).__enter__()
        bench.judge(nbformat.writes(new_notebook(cells=[new_code_cell("import torch")])))  # so that both workers run
        return bench

    @staticmethod
    def _processes() -> set[str]:
        """The processes under this one, of this and other namespaces, each by number and start."""
        parents: dict[str, str] = {}
        names: dict[str, str] = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                rest = (folder / "stat").read_text(encoding="utf-8", errors="replace").rsplit(")", 1)[1].split()
            except OSError:
                continue
            parents[folder.name], names[folder.name] = rest[1], f"{folder.name}/{rest[19]}"
        own, found = {str(os.getpid())}, set()
        while own:
            own = {pid for pid, parent in parents.items() if parent in own}
            found |= own
        return {names[pid] for pid in found}


@pytest.fixture(scope="session")
def bench() -> Iterator[AttackedBench]:
    """The bench of all attacks."""
    if fault := what_is_missing():
        pytest.skip(fault)
    attacked = AttackedBench()
    yield attacked
    attacked.close()
