"""Which core a bench's worker runs on."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter

import pytest

from helpers.grading.judging.cores import ClaimedCore

CLAIM_AND_WAIT = """
from helpers.grading.judging.cores import ClaimedCore
core = ClaimedCore()
print(core.number, flush=True)
input()
"""


@pytest.fixture
def three_cores(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Cores that no bench runs on, whatever else is tested on this machine meanwhile."""
    cores = [100_000 + 3 * os.getpid() + number for number in range(3)]
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(cores))
    return cores


def test_benches_spread_evenly(three_cores: list[int]) -> None:
    """Has each core as many as the others, and is one that was given back claimed next?"""
    claimed = [ClaimedCore() for _ in range(7)]
    assert sorted(Counter(core.number for core in claimed).values()) == [2, 2, 3]
    given_back = claimed.pop(1)
    given_back.give_back()
    again = ClaimedCore()
    assert again.number == given_back.number
    for core in [*claimed, again]:
        core.give_back()


def test_processes_know_of_each_other(three_cores: list[int]) -> None:
    """Do benches of several processes take different cores, and does a process that is killed leave none claimed?"""
    program = f"import os\nos.sched_getaffinity = lambda _: set({three_cores})\n{CLAIM_AND_WAIT}"
    others = [
        subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    taken = {int(other.stdout.readline()) for other in others if other.stdout}
    mine = ClaimedCore()
    assert {*taken, mine.number} == set(three_cores)
    for other in others:
        other.kill()
        other.communicate()
    after = [ClaimedCore(), ClaimedCore()]
    assert {core.number for core in after} == taken
    for core in [mine, *after]:
        core.give_back()
