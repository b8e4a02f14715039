"""Try a mutant as a submission is tried, and tell which cases notice it."""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from helpers.checks.check import stand_ins_for
from helpers.checks.observe import SECONDS_PER_CASE, observe
from helpers.checks.specification import Case, Observation
from helpers.checks.time_limit import within
from helpers.checks.time_up import TimeUp
from helpers.checks.verdict import judge
from helpers.exercises.load import PrivateSide
from helpers.mutation.mutant import Mutant

SUBMISSIONS = ("one submission", "another", "a third")  # whose hidden cases are tried


class Fate(Enum):
    """What became of a mutant."""

    VISIBLE = "killed by a visible case"
    HIDDEN = "killed by hidden cases alone, of every submission"
    LUCK = "killed by the hidden cases of some submissions, not of all"
    SURVIVED = "survived"
    EQUIVALENT = "survived, and declared equivalent"


@dataclass(frozen=True)
class Trial:
    """A mutant and its fate; `by_error` says that no wrong value killed it, but an exception or the time limit."""

    mutant: Mutant
    fate: Fate
    by_error: bool = False


class Trials:
    """The cases of one exercise, made once, for all its mutants."""

    def __init__(self, side: PrivateSide, name: str) -> None:
        self._side = side
        self._specification = side.exercises[name].specification
        self._stand_ins, _ = stand_ins_for(self._specification)
        parts = side.exercises[name].parts
        self._visible = [case for part in parts for case in side.visible_cases(name, part)]
        self._hidden = [
            [case for part in parts for case in side.hidden_cases(name, part, [submission])]
            for submission in SUBMISSIONS
        ]

    def fate(self, mutant: Mutant, seconds: float) -> Trial:
        """What becomes of a mutant of the reference, or of another right way, with so many seconds for a case."""
        try:
            namespace = self._namespace_with(mutant.source, seconds)
        except (Exception, TimeUp):  # the cell itself fails
            return Trial(mutant, Fate.VISIBLE, by_error=True)
        if (failure := self._first_failure(namespace, self._visible, seconds)) is not None:
            return Trial(mutant, Fate.VISIBLE, failure["outcome"] != "returned")
        failures = [self._first_failure(namespace, cases, seconds) for cases in self._hidden if cases]
        noticed = [failure for failure in failures if failure is not None]
        if not noticed:
            return Trial(mutant, Fate.SURVIVED)
        by_error = all(failure["outcome"] != "returned" for failure in noticed)
        return Trial(mutant, Fate.HIDDEN if len(noticed) == len(failures) else Fate.LUCK, by_error)

    def passes(self, source: str) -> bool:
        """Whether an original passes, as it has to: if not, each of its mutants would count as killed."""
        return self.fate(Mutant("none", 1, ("", ""), source), SECONDS_PER_CASE).fate is Fate.SURVIVED

    def _namespace_with(self, source: str, seconds: float) -> dict[str, Any]:
        """The lesson's names, with the source run among them."""
        namespace = dict(self._side.namespace)
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            code = compile(source, "<mutant>", "exec")
            within(seconds, lambda: exec(code, namespace))
        return namespace

    def _first_failure(self, namespace: dict[str, Any], cases: Iterable[Case], seconds: float) -> Observation | None:
        """What happened in the first case that does not pass; None when all do."""
        for case in cases:
            observation = observe(self._specification, case, namespace, self._stand_ins, seconds)
            if not judge(self._specification, case, observation).passed:
                return observation
        return None
