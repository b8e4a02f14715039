"""Minimal pairs whose words of opinion stand apart."""

from __future__ import annotations

from collections import Counter

import pytest

from helpers.data.minimal_pairs import minimal_pairs
from helpers.data.separated_pairs import separated
from helpers.nn.bag_of_words import ngrams


def test_filler_stands_on_both_sides() -> None:
    """Is the filler where the docstring says, and nowhere else?"""
    sentence = ["it", "was", "not", "long", "but", "fresh"]
    assert separated(sentence, ["x"]) == ["it", "was", "not", "x", "long", "x", "but", "x", "fresh", "x"]
    assert separated(sentence, []) == sentence


@pytest.mark.parametrize("length", range(5))
def test_window_that_is_too_short_sees_no_difference(length: int) -> None:
    """Are the bags of n-grams of both sentences equal up to n = length + 1, and for the next n not?"""
    filler = ["well", "as", "it", "were"][:length]
    for pair in minimal_pairs(100, seed=0, fillers=(0, 0)):
        sides = [separated(sentence, filler) for sentence in (pair.negative, pair.positive)]
        for n in range(1, length + 2):
            assert Counter(ngrams(sides[:1], n)) == Counter(ngrams(sides[1:], n))
        assert Counter(ngrams(sides[:1], length + 2)) != Counter(ngrams(sides[1:], length + 2))
