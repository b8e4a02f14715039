"""The measures of the project, against numbers worked by hand, and what is said of answers of another form."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pytest

from helpers.checks.measures import (
    MEASURES,
    balanced_accuracy,
    bits_per_character,
    digit_error_rate,
    edit_distance,
    standing_of,
)
from helpers.checks.plain import Opaque, Tensor

LABELS = np.array([0, 0, 0, 0, 1, 1, 2])
EXPECTED = {
    "truth": {"rhythms": LABELS, "tunes": np.array([3, 0]), "digits": [[5, 1, 8], [7]]},
    "asked": {"rhythms": 0.75, "tunes": 2.0, "digits": 0.5},
}


def standing(track: Any, answers: Any) -> tuple[bool, str]:
    """What is decided and said of some answers."""
    found = standing_of({"track": track, "answers": answers}, EXPECTED)
    return found.reached, found.sentence


def test_balanced_accuracy_by_hand() -> None:
    """Three of four, one of two, none of one: (3/4 + 1/2 + 0) / 3; is the plain share 4/7 not what comes out?"""
    assert balanced_accuracy(np.array([0, 0, 0, 1, 1, 0, 0]), LABELS) == pytest.approx(5 / 12)


def test_one_class_said_for_all_is_chance() -> None:
    """Is always saying the most frequent class worth one class of three?"""
    assert balanced_accuracy(np.zeros(7, dtype=int), LABELS) == pytest.approx(1 / 3)


def test_bits_by_hand() -> None:
    """1/2 and 1/8 for what came: (1 + 3) / 2 bits; a probability of 0 counts 20?"""
    given = np.array([[0.5, 0.25, 0.25, 0.0], [0.125, 0.375, 0.25, 0.25]])
    assert bits_per_character(given, np.array([0, 0]), 4) == pytest.approx(2.0)
    assert bits_per_character(given, np.array([3, 0]), 4) == pytest.approx((20 + 3) / 2)


def test_uniform_probabilities_have_the_logarithm_of_their_number() -> None:
    """log2 27 for 27 characters, whatever came?"""
    answers = np.full((3, 27), 1 / 27)
    assert MEASURES["tunes"].score(answers, np.array([0, 26, 5])) == pytest.approx(math.log2(27))


def test_digit_error_rate_by_hand() -> None:
    """One too many in three, one changed in one: 2 of 4 digits?"""
    assert digit_error_rate([[5, 1, 1, 8], [2]], [[5, 1, 8], [7]]) == pytest.approx(0.5)
    assert digit_error_rate([[], []], [[5, 1, 8], [7]]) == 1.0
    assert digit_error_rate([np.array([5, 1, 8]), (7,)], [[5, 1, 8], [7]]) == 0.0


def test_edit_distance_is_the_shortest_way() -> None:
    """Is it what a search through all ways of changing one entry at a time finds, on all short strings of two "
    "digits?"""
    strings = [s for length in range(4) for s in itertools.product((0, 1), repeat=length)]

    def neighbours(s: tuple[int, ...]) -> set[tuple[int, ...]]:
        out = {(*s[:i], *s[i + 1 :]) for i in range(len(s))}
        changed = {(*s[:i], d, *s[i + 1 :]) for i in range(len(s)) for d in (0, 1)}
        put_in = {(*s[:i], d, *s[i:]) for i in range(len(s) + 1) for d in (0, 1)}
        return {n for n in out | changed | put_in if len(n) <= 4}

    for start in strings:
        reached, far = {start: 0}, [start]
        for one in far:
            for other in sorted(neighbours(one) - set(reached)):
                reached[other] = reached[one] + 1
                far.append(other)
        assert all(edit_distance(start, end) == reached[end] for end in strings)


@pytest.mark.parametrize(
    ("track", "answers", "said"),
    [
        (
            "rhythms",
            np.zeros((7, 3)),
            "your answers are fractions of the shape (7, 3); a whole number for each of the 7",
        ),
        ("rhythms", np.zeros(6, dtype=int), "your answers are whole numbers of the shape (6,)"),
        ("rhythms", np.array(["normal"] * 7), "your answers are text of the shape (7,)"),
        ("rhythms", None, "your answers are no array of numbers"),
        ("rhythms", Opaque("Forger"), "your answers are no array of numbers"),
        ("rhythms", [[0], [0, 1]], "your answers are no array of numbers"),
        ("rhythms", {"answers": LABELS}, "your answers are no array of numbers"),
        (
            "tunes",
            np.array([3, 0]),
            "your answers are whole numbers of the shape (2,); probabilities of the shape (2, 27)",
        ),
        ("tunes", np.full((2, 27), 1.0), "the probabilities of sequence 0 do not have the sum 1"),
        ("tunes", np.full((2, 27), np.nan), "a probability in your answers is negative, or no number"),
        ("tunes", np.eye(27)[[3, 0]] * 2 - 1 / 27, "a probability in your answers is negative, or no number"),
        ("tunes", np.full((2, 27), np.inf), "a probability in your answers is negative, or no number"),
        ("digits", [[5, 1, 8]], "your answers are 1 entries; a list of 2 lists of digits is asked for"),
        ("digits", ["518", "7"], "your answer to sequence 0 is no list of whole numbers"),
        ("digits", [[5.0, 1.0, 8.0], [7.0]], "your answer to sequence 0 is no list of whole numbers"),
        ("digits", [[5, 1, 8], [[7]]], "your answer to sequence 1 is no list of whole numbers"),
        ("digits", [[5, 1, 8], [7] * 1001], "your answer to sequence 1 has more than 1000 digits"),
        ("faces", LABELS, "the track has to be one of rhythms, tunes, digits."),
        (LABELS, LABELS, "what came back are no answers of a track."),
    ],
)
def test_answers_of_another_form_get_a_sentence(track: Any, answers: Any, said: str) -> None:
    """Is nothing raised, nothing reached, and said what is asked for?"""
    reached, sentence = standing(track, answers)
    assert not reached
    assert sentence.startswith(said)


@pytest.mark.parametrize(
    "value", [None, [], LABELS, {}, {"track": "rhythms"}, {"track": "rhythms", "answers": 1, "points": 10}]
)
def test_what_is_no_answer_of_a_project_is_worth_nothing(value: Any) -> None:
    """Does a forged observation get a sentence and no points?"""
    assert not standing_of(value, EXPECTED).reached


def test_a_tensor_is_as_good_as_an_array() -> None:
    """Do probabilities in a tensor count?"""
    given = np.full((2, 27), 1 / 27, dtype=np.float32)
    assert standing("tunes", Tensor(given, False)) == standing("tunes", given)


def test_the_sentence_names_the_number_and_what_is_asked() -> None:
    """Is a learner told where the model stands, whether it is enough or not?"""
    assert standing("rhythms", LABELS) == (True, "rhythms: balanced accuracy 1.000; 0.750 or more is asked for here.")
    assert standing("digits", [[], []]) == (False, "digits: digit error rate 1.000; 0.500 or less is asked for here.")


def test_exactly_what_is_asked_is_enough() -> None:
    """On both sides, where more is better and where less is?"""
    assert MEASURES["rhythms"].reaches(0.75, 0.75)
    assert not MEASURES["rhythms"].reaches(0.7499, 0.75)
    assert MEASURES["digits"].reaches(0.5, 0.5)
    assert not MEASURES["digits"].reaches(0.5001, 0.5)
