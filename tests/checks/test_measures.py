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


def answered(track: Any, answers: Any, places: Any = (), again: Any = (), changes: Any = False) -> dict[str, Any]:
    """What the driver gives of a project; where nothing is said of them, no answers were asked for again."""
    return {
        "track": track,
        "answers": answers,
        "again": {"places": list(places), "answers": list(again) if isinstance(again, tuple) else again},
        "changes": changes,
    }


def standing(track: Any, answers: Any, *more: Any, practised: bool = False, **named: Any) -> tuple[bool, str]:
    """What is decided and said of some answers."""
    found = standing_of(answered(track, answers, *more, **named), EXPECTED, practised)
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
        (
            "rhythms",
            np.zeros((7, 3)),
            "your answers are fractions of the shape (7, 3); a whole number for each of the 7 sequences is asked for "
            "(`.argmax(axis=1)`",
        ),
        ("rhythms", LABELS.astype(float), "your answers are numbers with a decimal point of the shape (7,); a whole"),
        ("rhythms", LABELS + 0.5, "your answers are fractions of the shape (7,)"),
        ("rhythms", LABELS + 1, "your answers hold numbers above 2, and none is 0; the classes are 0 to 2."),
        ("rhythms", LABELS * 2, "your answers hold numbers above 2; the classes are 0 to 2."),
        ("rhythms", LABELS - 1, "your answers hold negative numbers; the classes are 0 to 2."),
        ("rhythms", ["normal"] * 7, "your answers are text; a whole number for each of the 7"),
        ("rhythms", 2, "your answers are one number; a whole number for each of the 7"),
        ("rhythms", np.zeros(6, dtype=int), "your answers are whole numbers of the shape (6,)"),
        ("rhythms", np.array(["normal"] * 7), "your answers are text of the shape (7,)"),
        ("rhythms", None, "your answers are None (does every way through `predict` end in `return`?); a whole"),
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
        ("digits", [[5.0, 1.0, 8.0], [7.0]], "your answer to sequence 0 is no list of whole numbers: they are whole"),
        ("digits", [[5.5, 1.0], [7.0]], "your answer to sequence 0 is no list of whole numbers."),
        ("digits", [[5, 1, 8], [10, 7]], "your answer to sequence 1 holds 10, as a path does at a blank: `collapse`"),
        ("digits", [[5, 1, 8], [11, 7]], "your answer to sequence 1 holds a number that is no digit from 0 to 9."),
        ("digits", [[5, -1, 8], [7]], "your answer to sequence 0 holds a number that is no digit from 0 to 9."),
        ("digits", None, "your answers are None (does every way"),
        ("digits", [1, 2], "your answer to sequence 0 is no list of whole numbers"),
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
    "value",
    [
        *(None, [], LABELS, {}, {"track": "rhythms"}),
        answered("rhythms", LABELS) | {"points": 10},
        answered("rhythms", LABELS, changes=0),
        answered("rhythms", LABELS) | {"again": LABELS},
        answered("rhythms", LABELS, places=[-1], again=[0]),
        answered("rhythms", LABELS, places=[True], again=[0]),
        answered("rhythms", LABELS, places=["0"], again=[0]),
    ],
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


def test_who_gives_what_was_learnt_by_heart_is_asked_for_it() -> None:
    """Is a number as good as can be questioned on the practice set, whatever is asked, and not on fresh sequences?"""
    said = "That is as good as can be. Was it trained on the practice set? Grading asks with other sequences."
    right = {"rhythms": LABELS, "tunes": np.eye(27)[[3, 0]], "digits": [[5, 1, 8], [7]]}
    for track, answers in right.items():
        reached, sentence = standing(track, answers, practised=True)
        assert reached
        assert sentence.endswith(said)
        assert said not in standing(track, answers)[1]
    nearly = LABELS.copy()
    nearly[0] = 1
    assert said not in standing("rhythms", nearly, practised=True)[1]


DEPENDS = "An answer may depend on its own sequence and on nothing else"


@pytest.mark.parametrize(
    ("track", "answers", "places", "again", "said"),
    [
        ("rhythms", LABELS, [6, 0, 5], [2, 0, 1], ""),
        ("rhythms", LABELS, [6, 0, 5], np.array([2, 0, 1]), ""),
        ("rhythms", LABELS, [6, 0, 5], Tensor(np.array([2, 0, 1]), False), ""),
        ("rhythms", LABELS, [6, 0, 5], [2, 1, 1], ""),  # one is nearly a tie
        ("rhythms", LABELS, [6, 0, 5], [2, 1, 0], DEPENDS),
        ("rhythms", LABELS, [6, 0], LABELS, "gives another number of answers"),
        ("rhythms", LABELS, [6, 7], [2, 0], "gives another number of answers"),
        ("rhythms", LABELS, [6, 0], None, "gives no answers, or ends with an error"),
        ("rhythms", LABELS, [6, 0], Opaque("Forger"), "gives no answers, or ends with an error"),
        ("rhythms", LABELS, [6, 0], ["x", "y"], DEPENDS),
        ("tunes", np.eye(27)[[3, 0]], [1, 0], np.eye(27)[[0, 3]] * 0.995, ""),
        ("tunes", np.eye(27)[[3, 0]], [1, 0], np.eye(27)[[0, 3]] * 0.98, DEPENDS),
        ("tunes", np.eye(27)[[3, 0]], [1, 0], np.full((2, 27), np.nan), DEPENDS),
        ("digits", [[5, 1, 8], [7]], [1, 0], [[7], [5, 1, 8]], ""),
        ("digits", [[5, 1, 8], [7]], [1, 0], [np.array([7, 7]), np.array([5, 1])], DEPENDS),
    ],
)
def test_answers_that_depend_on_the_other_sequences_are_not_enough(
    track: str, answers: Any, places: list[int], again: Any, said: str
) -> None:
    """Is a project told when the answer to a sequence is another one without the others, but for rounding?"""
    reached, sentence = standing(track, answers, places, again)
    assert reached is not bool(said)
    assert said in sentence
    assert sentence.startswith(f"{track}: ")
    if not said:
        assert "alone" not in sentence


def test_a_model_that_is_not_good_enough_is_told_of_the_padding_too() -> None:
    """Do both stand in the sentence, so that the cause of a low number is near?"""
    _, sentence = standing("rhythms", np.zeros(7, dtype=int), [6, 5], [1, 1])
    assert "balanced accuracy 0.333; 0.750 or more is asked for here. Asked for the 2 shortest sequences al" in sentence
    assert "answers 2 of them otherwise" in sentence


def test_sequences_that_were_changed_are_told() -> None:
    """Is it not enough, and said how to leave them alone?"""
    reached, sentence = standing("rhythms", LABELS, changes=True)
    assert not reached
    assert sentence.endswith("work on a copy, `x = x - m` and not `x -= m`.")
