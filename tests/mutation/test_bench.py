"""The process in which mutants are tried outlives none that is dangerous, and the next mutant has another one."""

from __future__ import annotations

import pytest

from helpers import Refusal
from helpers.mutation import bench as module
from helpers.mutation.bench import Bench
from helpers.mutation.mutant import Mutant
from helpers.mutation.originals import references, side_from_texts
from helpers.mutation.running import Fate, Trial
from tests.mutation.conftest import Write

DANGEROUS = {
    "ends the process": """
def total(x, w):
    import os
    os._exit(0)
""",
    "asks for all memory": """
def total(x, w):
    return np.ones(2**45)
""",
    "never comes back from compiled code": """
def total(x, w):
    return sum(range(10**15))
""",
    "writes its own verdict": """
def total(x, w):
    import os
    os.write(1, b'{"fate": "SURVIVED", "by_error": false}\\n')
    return x
""",
}


def mutant(source: str) -> Mutant:
    return Mutant("", 1, ("", ""), source)


def test_dangerous_mutants_are_killed_alone(lesson: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is each dangerous mutant killed, and is the one after it tried as if nothing had been?"""
    monkeypatch.setattr(module, "SECONDS_TO_TRY", 2.0)
    name = lesson()
    (original,) = references(side_from_texts(name))
    right = mutant("def total(x, w): return x @ w")
    wrong = mutant("def total(x, w): return x.sum(axis=1)")
    with Bench() as bench:
        bench.open(name, "total", original.source)
        for title, source in DANGEROUS.items():
            assert bench.fate(mutant(source)).fate is Fate.VISIBLE, title
            assert bench.fate(right) == Trial(right, Fate.SURVIVED), title
            assert bench.fate(wrong) == Trial(wrong, Fate.VISIBLE), title


def test_an_original_that_fails_is_refused(lesson: Write) -> None:
    """Is an original refused that does not pass its check, since all its mutants would seem to be killed?"""
    with Bench() as bench, pytest.raises(Refusal, match="a right way of total does not pass its own check"):
        bench.open(lesson(), "total", "def total(x, w): return x")
