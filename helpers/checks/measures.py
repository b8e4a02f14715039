"""How good the answers of lesson 11's project are: one number a track, from answers and from what is true.

The same functions serve in the notebook, on the practice sets, and in grading, on sequences whose truth the learner's
code has never been near.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.checks.plain import Tensor

SMALLEST = 2.0**-20  # a probability below it counts as this one: 20 bits


@dataclass(frozen=True)
class Measure:
    """A track's measure.

    name      what the number is called
    score     (answers, truth) -> the number; raises ValueError, with a sentence, where the answers have another form
    upward    whether more is better
    """

    name: str
    score: Callable[[Any, Any], float]
    upward: bool

    def shown(self, number: float) -> str:
        """A number with its digits that mean something."""
        return f"{number:.3f}"

    def reaches(self, number: float, asked: float) -> bool:
        """Whether a number is as good as the one that is asked for, or better."""
        return number >= asked if self.upward else number <= asked


def balanced_accuracy(answers: Any, labels: np.ndarray) -> float:
    """The mean over the classes of the share of their sequences that got the right answer: chance is 1 / classes.

    answers  (N,) whole numbers, the classes said
    labels   (N,) the true ones; a class that is not among them does not count
    """
    said = _array(answers, f"one class for each of the {len(labels)} sequences")
    if said.shape != labels.shape or said.dtype.kind not in "iu":
        raise ValueError(
            f"your answers are {_what(said)}; a whole number for each of the {len(labels)} sequences is asked for"
        )
    return float(np.mean([np.mean(said[labels == label] == label) for label in np.unique(labels)]))


def bits_per_character(answers: Any, following: np.ndarray, characters: int) -> float:
    """The mean of -log2 of the probability that was given to the character that came.

    answers    (N, characters) probabilities, each row with the sum 1
    following  (N,) the numbers of the characters that came
    """
    given = _array(answers, f"a probability for each of {characters} characters, for each sequence")
    if given.shape != (len(following), characters) or given.dtype.kind != "f":
        raise ValueError(
            f"your answers are {_what(given)}; probabilities of the shape {(len(following), characters)} are asked for"
        )
    if not np.isfinite(given).all() or (given < 0).any():
        raise ValueError("a probability in your answers is negative, or no number")
    sums = given.astype(np.float64).sum(axis=1)
    if (np.abs(sums - 1) > 1e-3).any():
        place = int(np.argmax(np.abs(sums - 1) > 1e-3))
        raise ValueError(f"the probabilities of sequence {place} do not have the sum 1")
    of_what_came = given[np.arange(len(following)), following].astype(np.float64)
    return float(-np.log2(np.maximum(of_what_came, SMALLEST)).mean())


def digit_error_rate(answers: Any, said: Sequence[Sequence[int]]) -> float:
    """The digits put in, left out and taken for others, in all strings together, divided by the digits said.

    Can be above 1 where more was heard than was said.
    """
    if not isinstance(answers, list | tuple) or len(answers) != len(said):
        number = f"{len(answers)} entries" if isinstance(answers, list | tuple) else "no list"
        raise ValueError(f"your answers are {number}; a list of {len(said)} lists of digits is asked for")
    heard = [_digits(answer, number) for number, answer in enumerate(answers)]
    return sum(map(edit_distance, heard, said)) / sum(map(len, said))


def edit_distance(first: Sequence[int], second: Sequence[int]) -> int:
    """The least number of entries to put in, leave out or change that makes one sequence of the other.

    Source: V. Levenshtein, "Binary codes capable of correcting deletions, insertions, and reversals" (1966).
    """
    row = list(range(len(second) + 1))  # the distances of what was read of `first` from each beginning of `second`
    for i, entry in enumerate(first, 1):
        diagonal, row[0] = row[0], i
        for j, other in enumerate(second, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (entry != other))
    return row[-1]


def _digits(answer: Any, number: int) -> list[int]:
    values = _as_array(answer)
    if values is None or values.ndim != 1 or (values.size and values.dtype.kind not in "iu"):
        raise ValueError(f"your answer to sequence {number} is no list of whole numbers")
    if len(values) > 1000:
        raise ValueError(f"your answer to sequence {number} has more than 1000 digits")
    return values.tolist()


def _array(answers: Any, asked: str) -> np.ndarray:
    array = _as_array(answers)
    if array is None:
        raise ValueError(f"your answers are no array of numbers; {asked} is asked for")
    return array


def _as_array(value: Any) -> np.ndarray | None:
    """Numbers as an array: an array, a tensor, or lists of numbers that are all equally long; None for all else."""
    if isinstance(value, Tensor):
        return value.array
    if isinstance(value, np.ndarray):
        return value
    if not isinstance(value, list | tuple):
        return None
    entries = [entry if isinstance(entry, int | float) else _as_array(entry) for entry in value]
    if any(entry is None for entry in entries) or len({np.shape(entry) for entry in entries}) > 1:  # type: ignore[arg-type]
        return None
    return np.asarray(entries)


def _what(array: np.ndarray) -> str:
    kinds = {"f": "fractions", "i": "whole numbers", "u": "whole numbers", "b": "True and False", "U": "text"}
    return f"{kinds.get(array.dtype.kind, 'values')} of the shape {array.shape}"


MEASURES = {
    "rhythms": Measure("balanced accuracy", balanced_accuracy, upward=True),
    "tunes": Measure("bits per character", lambda answers, truth: bits_per_character(answers, truth, 27), upward=False),
    "digits": Measure("digit error rate", digit_error_rate, upward=False),
}


@dataclass(frozen=True)
class Standing:
    """What a project's answers come to: whether they reach what is asked for, and the sentence with the number."""

    reached: bool
    sentence: str


def standing_of(value: Any, expected: dict[str, Any]) -> Standing:
    """How a project's answers stand.

    value     {"track": ..., "answers": ...}, as the project's driver gives it; whatever else it is, nothing is raised
    expected  {"truth": by track, "asked": the number by track that has to be reached}

    The sentence holds one number of what was measured, and nothing else that could tell of the sequences.
    """
    if not isinstance(value, dict) or set(value) != {"track", "answers"} or not isinstance(value["track"], str):
        return Standing(False, "what came back are no answers of a track.")
    track = value["track"]
    if track not in expected["truth"]:
        return Standing(False, f"the track has to be one of {', '.join(expected['truth'])}.")
    measure, asked = MEASURES[track], expected["asked"][track]
    try:
        number = measure.score(value["answers"], expected["truth"][track])
    except ValueError as reason:
        return Standing(False, f"{reason}.")
    wanted = f"{measure.shown(asked)} {'or more' if measure.upward else 'or less'}"
    return Standing(
        measure.reaches(number, asked),
        f"{track}: {measure.name} {measure.shown(number)}; {wanted} is asked for here.",
    )
