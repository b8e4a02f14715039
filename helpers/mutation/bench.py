"""A process of its own in which mutants are tried: one that takes all memory or never ends takes nothing else along.

A list that is appended to itself, say, is one mutant among hundreds, and NumPy stacks it without end.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from helpers import Refusal, paths
from helpers.exercises.load import PrivateSide
from helpers.mutation.mutant import Mutant
from helpers.mutation.originals import side_from_texts
from helpers.mutation.running import Fate, Trial, Trials

SECONDS_TO_OPEN = 300.0  # loading the lesson, and what the original imports
SECONDS_OF_A_CASE = 1.0  # what takes this long is an endless loop: an original takes milliseconds
SECONDS_TO_TRY = 5.0  # all cases of a mutant; the limit of each case does not stop a long call into compiled code
TIMES_THE_ORIGINAL = 20.0  # both limits are longer where the original itself takes its time
BYTES_TO_USE = 2**30  # above what the original needs


class Bench:
    """Tries mutants: `with Bench() as bench: bench.open(...)` for an original, then `bench.fate(...)` for each."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._opened: tuple[str, str, str] | None = None
        self._seconds_to_try = SECONDS_TO_TRY

    def __enter__(self) -> Bench:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def open(self, lesson: str, name: str, original: str) -> None:
        """Make the cases of an exercise ready for mutants of this source. Raises Refusal when it does not pass."""
        self._opened = (lesson, name, original)
        answer = self._asked({"lesson": lesson, "exercise": name, "original": original}, SECONDS_TO_OPEN)
        if answer is None:
            raise Refusal(f"{lesson}: the process in which mutants of {name} are tried ended before it was ready.")
        if "refusal" in answer:
            raise Refusal(answer["refusal"])
        self._seconds_to_try = max(SECONDS_TO_TRY, TIMES_THE_ORIGINAL * answer["seconds"])

    def fate(self, mutant: Mutant) -> Trial:
        """What becomes of a mutant; one that its process does not outlive is killed by an error."""
        if self._process is None and self._opened is not None:
            self.open(*self._opened)
        answer = self._asked({"mutant": mutant.source}, self._seconds_to_try)
        if answer is None:
            return Trial(mutant, Fate.VISIBLE, by_error=True)
        if "refusal" in answer:
            raise Refusal(f"{answer['refusal']} That happened with the mutant `{mutant.change[1]}`.")
        return Trial(mutant, Fate[answer["fate"]], answer["by_error"])

    def _asked(self, question: dict[str, str], seconds: float) -> dict[str, Any] | None:
        """The answer to a question; None when the process ended before it, or had to be ended."""
        process = self._process or self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        killed = threading.Event()

        def kill() -> None:
            killed.set()
            process.kill()

        watch = threading.Timer(seconds, kill)
        watch.start()
        try:
            process.stdin.write(json.dumps(question) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except OSError:  # it has left
            line = ""
        finally:
            watch.cancel()
            watch.join()
        if killed.is_set() or not line.endswith("\n"):  # the next question goes to a new process
            self._end()
        return json.loads(line) if line.endswith("\n") else None

    def _start(self) -> subprocess.Popen[str]:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "helpers.mutation.bench"],
            cwd=paths.ROOT,
            env=os.environ | {"OMP_NUM_THREADS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        return self._process

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            with contextlib.suppress(OSError):  # what could not be written before it ended
                self._process.communicate()
            self._process = None


def serve() -> None:
    """Answer the questions that come in on stdin, a line each, on stdout; mutants can reach neither."""
    with os.fdopen(os.dup(0), encoding="utf-8") as questions, os.fdopen(os.dup(1), "w", encoding="utf-8") as answers:
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        desk = _Desk()
        for line in questions:
            answers.write(json.dumps(desk.answer(json.loads(line))) + "\n")
            answers.flush()


class _Desk:
    """Answers one question after the other; lessons that were read and the cases at hand are kept."""

    def __init__(self) -> None:
        self._sides: dict[str, PrivateSide] = {}
        self._trials: Trials | None = None
        self._seconds_of_a_case = SECONDS_OF_A_CASE

    def answer(self, question: dict[str, str]) -> dict[str, Any]:
        try:
            if "original" in question:
                return {"seconds": self._open(question["lesson"], question["exercise"], question["original"])}
            assert self._trials is not None
            trial = self._trials.fate(Mutant("", 1, ("", ""), question["mutant"]), self._seconds_of_a_case)
            return {"fate": trial.fate.name, "by_error": trial.by_error}
        except MemoryError:
            return {"fate": Fate.VISIBLE.name, "by_error": True}
        except Refusal as refusal:
            return {"refusal": str(refusal)}
        except Exception as error:  # no learner's code is to blame: observing and judging must not fail
            return {"refusal": f"The check itself fails: {type(error).__name__}: {error}."}

    def _open(self, lesson: str, name: str, original: str) -> float:
        """Make the cases of an exercise; how many seconds the original needs for them."""
        _limit_memory(above_what_is_used=None)
        if lesson not in self._sides:
            self._sides[lesson] = side_from_texts(lesson)
        self._trials = Trials(self._sides[lesson], name)
        if not self._trials.passes(original):  # it has as much time as in a check, and loads what it imports
            raise Refusal(f"Lesson {lesson}: a right way of {name} does not pass its own check.")
        started = time.monotonic()
        self._trials.passes(original)
        seconds = time.monotonic() - started
        self._seconds_of_a_case = max(SECONDS_OF_A_CASE, TIMES_THE_ORIGINAL * seconds)
        _limit_memory(above_what_is_used=BYTES_TO_USE)
        return seconds


def _limit_memory(above_what_is_used: int | None) -> None:
    """Let this process use so many more bytes than now, where the platform can tell and limit that; None: no limit."""
    try:
        import resource
    except ImportError:  # Windows: there the time limit alone ends it
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    soft = hard
    if above_what_is_used is not None:
        try:
            pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        except OSError:  # not Linux
            return
        soft = pages * resource.getpagesize() + above_what_is_used
        if hard != resource.RLIM_INFINITY:
            soft = min(soft, hard)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


if __name__ == "__main__":
    serve()
