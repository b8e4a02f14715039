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
DIFFERENCE = 0.01  # two answers of numbers that differ by less are the same: padding to another length rounds otherwise
MOST_OTHERS = 1  # of the answers that are asked for again may be others: a class or digit that is nearly a tie


@dataclass(frozen=True)
class Measure:
    """A track's measure.

    name      what the number is called
    score     (answers, truth) -> the number; raises ValueError, with a sentence, where the answers have another form
    upward    whether more is better
    by_heart  a number so good that who has heard the sequences before is likely to have it
    """

    name: str
    score: Callable[[Any, Any], float]
    upward: bool
    by_heart: float

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
    asked = f"a whole number for each of the {len(labels)} sequences is asked for"
    said = _array(answers, asked)
    if said.shape != labels.shape or said.dtype.kind not in "iu":
        remedy = ""
        if said.dtype.kind == "f" and said.shape == labels.shape and _are_whole(said):
            remedy = " (`.astype(int)` makes whole numbers of yours)"
        elif said.ndim == 2 and len(said) == len(labels) and said.shape[1] > 1:
            remedy = " (`.argmax(axis=1)` is the place of the largest in each row)"
        raise ValueError(f"your answers are {_what(said)}; {asked}{remedy}")
    last = int(labels.max())
    if (said > last).any() or (said < 0).any():
        numbers = f"numbers above {last}" if (said > last).any() else "negative numbers"
        shifted = ", and none is 0" if said.min() > 0 else ""
        raise ValueError(f"your answers hold {numbers}{shifted}; the classes are 0 to {last}")
    return float(np.mean([np.mean(said[labels == label] == label) for label in np.unique(labels)]))


def bits_per_character(answers: Any, following: np.ndarray, characters: int) -> float:
    """The mean of -log2 of the probability that was given to the character that came.

    answers    (N, characters) probabilities, each row with the sum 1
    following  (N,) the numbers of the characters that came
    """
    given = _array(answers, f"a probability for each of {characters} characters, for each sequence, is asked for")
    if given.shape != (len(following), characters) or given.dtype.kind != "f":
        raise ValueError(
            f"your answers are {_what(given)}; probabilities of the shape {(len(following), characters)} are asked for"
        )
    if not np.isfinite(given).all() or (given < 0).any():
        raise ValueError(
            "a probability in your answers is negative, or no number (a softmax makes probabilities of logits, `exp` "
            "of logarithms)"
        )
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
        number = f"{len(answers)} entries" if isinstance(answers, list | tuple) else _no_array(answers, "no list")
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
        whole = values is not None and values.dtype.kind == "f" and _are_whole(values)
        remedy = ": they are whole, and have a decimal point, which `int` takes away" if whole else ""
        raise ValueError(f"your answer to sequence {number} is no list of whole numbers{remedy}")
    if len(values) > 1000:
        raise ValueError(f"your answer to sequence {number} has more than 1000 digits")
    strange = values[(values < 0) | (values > 9)]
    if (strange == 10).any():
        raise ValueError(f"your answer to sequence {number} holds 10, as a path does at a blank: `collapse` reads it")
    if strange.size:
        raise ValueError(f"your answer to sequence {number} holds a number that is no digit from 0 to 9")
    return values.tolist()


def _array(answers: Any, asked: str) -> np.ndarray:
    array = _as_array(answers)
    if array is None:
        raise ValueError(f"your answers are {_no_array(answers, 'no array of numbers')}; {asked}")
    return array


def _no_array(answers: Any, otherwise: str) -> str:
    """What something is that should be many answers, in words."""
    if answers is None:
        return "None (does every way through `predict` end in `return`?)"
    if isinstance(answers, int | float):
        return "one number"
    if isinstance(answers, str) or (isinstance(answers, list | tuple) and any(isinstance(a, str) for a in answers)):
        return "text"
    return otherwise


def _are_whole(values: np.ndarray) -> bool:
    return bool(np.isfinite(values).all() and (values == np.round(values)).all())


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
    kind = kinds.get(array.dtype.kind, "values")
    if array.dtype.kind == "f" and _are_whole(array) and array.ndim == 1:
        kind = "numbers with a decimal point"
    return f"{kind} of the shape {array.shape}"


MEASURES = {
    "rhythms": Measure("balanced accuracy", balanced_accuracy, upward=True, by_heart=1.0),
    "tunes": Measure(
        "bits per character", lambda answers, truth: bits_per_character(answers, truth, 27), upward=False, by_heart=1.0
    ),
    "digits": Measure("digit error rate", digit_error_rate, upward=False, by_heart=0.0),
}


@dataclass(frozen=True)
class Standing:
    """What a project's answers come to: whether they are what is asked for, and the sentence with the number.

    number  what was measured; None where the answers have another form
    """

    reached: bool
    sentence: str
    number: float | None = None


def standing_of(value: Any, expected: dict[str, Any], practised: bool = False) -> Standing:
    """How a project's answers stand.

    value      {"track": ..., "answers": ..., "again": ..., "changes": ...}, as the project's driver gives it; whatever
               else it is, nothing is raised
    expected   {"truth": by track, "asked": the number by track that has to be reached}
    practised  whether the sequences are those that learners practise with

    The sentence holds one number of what was measured, how many of a few answers are others when they are asked for
    again, and nothing else that could tell of the sequences.
    """
    if not _is_of_project(value):
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
    said = [f"{track}: {measure.name} {measure.shown(number)}; {wanted} is asked for here."]
    faults = [fault for fault in (_other_answers(value), _changed_sequences(value)) if fault]
    if practised and measure.reaches(number, measure.by_heart):
        said.append("That is as good as can be. Was it trained on the practice set? Grading asks with other sequences.")
    return Standing(measure.reaches(number, asked) and not faults, " ".join([*said, *faults]), number)


def _is_of_project(value: Any) -> bool:
    """Whether a value has the form of what the project's driver gives."""
    if not isinstance(value, dict) or set(value) != {"track", "answers", "again", "changes"}:
        return False
    again = value["again"]
    if not isinstance(value["track"], str) or not isinstance(value["changes"], bool):
        return False
    if not isinstance(again, dict) or set(again) != {"places", "answers"} or not isinstance(again["places"], list):
        return False
    return all(type(place) is int and place >= 0 for place in again["places"])


def _other_answers(value: dict[str, Any]) -> str:
    """What there is to say where answers depend on what else was asked for in the call; nothing where they do not."""
    places, again = value["again"]["places"], _rows(value["again"]["answers"])
    answers = _rows(value["answers"])
    alone = f"Asked for the {len(places)} shortest sequences alone, "
    if again is None or answers is None:
        return (
            f"{alone}`predict` gives no answers, or ends with an error: does it count on so many sequences, or on "
            "their order?"
        )
    if len(again) != len(places) or any(place >= len(answers) for place in places):
        return f"{alone}`predict` gives another number of answers: does it count on so many sequences?"
    others = sum(not _is_same(answers[place], answer) for place, answer in zip(places, again, strict=True))
    if others <= MOST_OTHERS:
        return ""
    return (
        f"{alone}`predict` answers {others} of them otherwise. An answer may depend on its own sequence and on nothing "
        "else: is something read at the padding, taken from the whole batch, or drawn at random, as dropout does "
        "(`eval()` ends it)?"
    )


def _changed_sequences(value: dict[str, Any]) -> str:
    if not value["changes"]:
        return ""
    return (
        "And `predict` changes its sequences, which belong to the caller: work on a copy, `x = x - m` and not `x -= m`."
    )


def _rows(answers: Any) -> list[Any] | None:
    """The answers one by one; None for what are no answers."""
    if isinstance(answers, Tensor):
        answers = answers.array
    if isinstance(answers, np.ndarray):
        return list(answers) if answers.ndim else None
    return list(answers) if isinstance(answers, list | tuple) else None


def _is_same(first: Any, second: Any) -> bool:
    """Whether two answers to one sequence are the same, but for rounding."""
    one, other = (np.asarray(a) if isinstance(a, int | float | np.generic) else _as_array(a) for a in (first, second))
    if one is None or other is None or one.shape != other.shape or {one.dtype.kind, other.dtype.kind} - set("biuf"):
        return False
    return bool(np.allclose(one, other, rtol=0, atol=DIFFERENCE))
