"""Mutants that are declared to do the same as the original, held against what happens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from helpers import Refusal
from helpers.mutation.mutant import Mutant
from helpers.mutation.running import Fate, Trial

Equivalents = dict[tuple[str, str], str]


def refuse_stale(name: str, file: str, equivalents: Equivalents, produced: Iterable[Mutant]) -> None:
    """Raise Refusal for a declared equivalent that no mutant is any more, or that more than one is."""
    changes = [mutant.change for mutant in produced]
    for before, after in equivalents:
        if (count := changes.count((before, after))) == 0:
            raise Refusal(
                f"{file}: no mutant of {name} makes `{after}` of `{before}` any more: take this equivalent out."
            )
        if count > 1:
            raise Refusal(
                f"{file}: {count} mutants of {name} make `{after}` of `{before}`: write the lines of the reference "
                "differently, so that a reason holds for one of them."
            )


def settled(name: str, file: str, equivalents: Equivalents, trial: Trial) -> Trial:
    """The trial, its survivor accepted where it is declared. Raises Refusal for a declared one that was killed."""
    if trial.mutant.change not in equivalents:
        return trial
    if trial.fate is not Fate.SURVIVED:
        raise Refusal(
            f"{file}: `{trial.mutant.change[1]}` is declared equivalent in {name}, but it is {trial.fate.value}: "
            "the reason is wrong."
        )
    return replace(trial, fate=Fate.EQUIVALENT)
