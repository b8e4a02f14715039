"""What a check says of text, lists and dictionaries that are not the expected ones."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

from helpers.checks.plain import plain
from helpers.checks.specification import Case, Exercise
from helpers.checks.verdict import judge

WORDS = ["the", "movie", "was", "not", "long", "but", "interesting", "and", "the", "end", "was", "short"]
IDS = {word: number for number, word in enumerate(dict.fromkeys(WORDS))}


def sentence(value: Any, expected: Any) -> str:
    """What the check says when this comes back and that is expected."""
    seen = {"outcome": "returned", "value": plain(value), "changed": [], "printed": "", "warned": [], "uses": []}
    case = Case("a case", {}, "", {"outcome": "returned", "value": plain(expected), "changed": []})
    verdict = judge(Exercise("f", "call", {"words": ""}), case, seen)
    assert verdict.passed == (not verdict.sentence)
    return verdict.sentence


@pytest.mark.parametrize(
    ("value", "expected", "says"),
    [
        (["a", "b"], ["a", "c"], "you return ['a', 'b'], expected ['a', 'c']."),
        ([*WORDS[:4], "long,", *WORDS[5:]], WORDS, "you return 'long,' at index 4, expected 'long'."),
        (
            [*WORDS[:2], *WORDS[3:]],
            WORDS,
            "you return 11 entries, expected 12; 'not' at index 2, expected 'was'.",
        ),
        (WORDS[:10], WORDS, "you return 10 entries, expected 12; these are right, and at index 10 'was' is missing."),
        ([*WORDS, ""], WORDS, "you return 13 entries, expected 12; '' at index 12 is too much."),
        (
            [(word, word) for word in WORDS],
            list(itertools.pairwise(WORDS)),
            "you return 12 entries, expected 11; ('the', 'the') at index 0, expected ('the', 'movie').",
        ),
        (IDS | {"long": 9}, IDS, "you return 9 for 'long', expected 4."),
        (IDS | {"long": np.int64(9)}, IDS, "you return 9 for 'long', expected 4."),
        (IDS | {"song": 10}, IDS, "you return 11 entries, expected 10; 'song' does not belong."),
        (
            {word: number for word, number in IDS.items() if word != "movie"},
            IDS,
            "you return 9 entries, expected 10; 'movie' is missing.",
        ),
        ({number: word for word, number in IDS.items()}, IDS, "you return other entries: 'the' is missing."),
        (" ".join(WORDS), WORDS, "you return text, expected a list of 12."),
        (np.array(WORDS), WORDS, "you return one array, expected a list of 12."),
        (set(WORDS), WORDS, "you return a value of type set, expected a list of 12."),
        (list(IDS), IDS, "you return a list of 10, expected a dict."),
        (iter(WORDS), WORDS, "you return a value of type list_iterator, expected a list of 12."),
        ("The", "the", "you return 'The', expected 'the'."),
        (list(np.array([1, 8])), [5, 1, 8], "you return [1, 8], expected [5, 1, 8]."),
        ([(np.int64(3), "a")], [(4, "a")], "you return [(3, 'a')], expected [(4, 'a')]."),
    ],
)
def test_sentence_names_the_first_difference(value: Any, expected: Any, says: str) -> None:
    """Does the learner read where the two part, and not two long lists?"""
    assert sentence(value, expected) == says


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (tuple(WORDS), WORDS),
        (dict(reversed(IDS.items())), IDS),
        ({word: np.int64(number) for word, number in IDS.items()}, IDS),
        ([], []),
        ({}, {}),
    ],
)
def test_other_ways_of_holding_the_same(value: Any, expected: Any) -> None:
    """Do tuples, another order of entries and NumPy's numbers pass?"""
    assert sentence(value, expected) == ""
