"""How an experiment is declared whose measurements are recorded over several seeds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

LESSON = "03_bptt"

SEEDS = (0, 1, 2, 3, 4)


@dataclass(frozen=True)
class Experiment:
    """A claim and how it is tried. A module of this folder declares its own as EXPERIMENT; its name is the module's.

    claim     what is said to be so, in one sentence
    setup     what was done: the task, the sizes, the initialisation, the optimiser and for how long
    measure   the numbers of one seed, by name; a pure function, the same names for every seed
    expected  number -> the least and the most it is if the claim is right, None for no limit; the verdict stands on it
    device    "cpu", or "cuda" for what is measured on a GPU, whose name the record then has
    """

    claim: str
    setup: str
    measure: Callable[[int], Mapping[str, float]]
    expected: Mapping[str, tuple[float | None, float | None]]
    seeds: Sequence[int] = SEEDS
    device: str = "cpu"
