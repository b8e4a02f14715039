"""All mutants of an original, tried: what became of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from helpers import Refusal
from helpers.exercises.load import PrivateSide
from helpers.mutation.bench import Bench
from helpers.mutation.equivalents import refuse_stale, settled
from helpers.mutation.mutant import Mutant, mutants
from helpers.mutation.originals import Original
from helpers.mutation.running import Fate, Trial

Choice = Callable[[list[Mutant]], Iterable[Mutant]]
Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Examination:
    """An original and the trials of its mutants."""

    original: Original
    trials: Sequence[Trial]

    @property
    def survivors(self) -> list[Trial]:
        """The mutants that pass, or pass by luck, and that nobody has declared equivalent."""
        return [trial for trial in self.trials if trial.fate in (Fate.SURVIVED, Fate.LUCK)]

    def count(self, fate: Fate) -> int:
        """How many mutants had this fate."""
        return Counter(trial.fate for trial in self.trials)[fate]


def examine(
    bench: Bench, side: PrivateSide, original: Original, choice: Choice = list, tell: Told | None = None
) -> Examination:
    """Try the mutants of an original, or those of them that `choice` chooses.

    tell  is called before each with its number and how many there are

    Raises Refusal for an original that fails its check, and for a declared equivalent that is none (any more).
    """
    produced = mutants(original.source)
    file = f"solutions/{side.lesson}_exercises.py"
    declared = {} if original.style else side.exercises[original.exercise].equivalents
    refuse_stale(original.exercise, file, declared, produced)
    if not produced:
        raise Refusal(f"{original.file}:{original.line}: there is nothing in {original.exercise} to mutate.")
    bench.open(side.lesson, original.exercise, original.source)
    chosen = list(choice(produced))
    trials = []
    for number, mutant in enumerate(chosen, 1):
        if tell is not None:
            tell(number, len(chosen))
        trials.append(settled(original.exercise, file, declared, bench.fate(mutant)))
    return Examination(original, trials)
