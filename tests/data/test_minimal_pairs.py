"""The sentences in pairs."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from helpers.data.minimal_pairs import (
    FILLERS,
    NEGATIVE,
    NOUNS,
    PAD,
    POSITIVE,
    TEMPLATES,
    encode,
    labelled,
    minimal_pairs,
    vocabulary,
)


def test_both_sentences_have_the_same_words() -> None:
    """Is the bag of words the same on both sides of every pair, and the order not?"""
    for pair in minimal_pairs(300, seed=0, fillers=(0, 5)):
        assert Counter(pair.negative) == Counter(pair.positive)
        assert pair.negative != pair.positive


def test_no_single_place_gives_the_answer_away() -> None:
    """Is a rule by the first or by the last polar word no better than guessing?"""
    sentences, labels = labelled(minimal_pairs(4000, seed=1))
    for place in (0, -1):
        polar = [
            [word in POSITIVE for word in sentence if word in POSITIVE + NEGATIVE][place] for sentence in sentences
        ]
        assert np.mean(np.array(polar) == labels) == pytest.approx(0.5, abs=0.03)


def test_held_word_comes_first_in_half_of_the_templates() -> None:
    """Is the grammar itself balanced?"""
    held_first = [template.index("{held}") < template.index("{other}") for template in TEMPLATES]
    assert sum(held_first) == len(TEMPLATES) / 2


def test_unseen_pairs_are_unseen() -> None:
    """Does no combination of two polar words occur in training and in testing?"""

    def combinations(unseen: bool) -> set[frozenset[str]]:
        pairs = minimal_pairs(3000, seed=2, unseen=unseen)
        return {frozenset(word for word in pair.positive if word in POSITIVE + NEGATIVE) for pair in pairs}

    training, testing = combinations(False), combinations(True)
    assert not training & testing
    assert len(training) + len(testing) == len(POSITIVE) * len(NEGATIVE)
    words = set.union(*map(set, training))
    assert words == set(POSITIVE + NEGATIVE), "every word is met in training"


@pytest.mark.parametrize("fillers", [(0, 0), (1, 1), (20, 20)])
def test_number_of_fillers(fillers: tuple[int, int]) -> None:
    """Are there as many fillers as asked for?"""
    bare = max(len([w for w in t.split() if w != "|"]) for t in TEMPLATES)
    shortest, longest = min(len(f.split()) for f in FILLERS), max(len(f.split()) for f in FILLERS)
    for pair in minimal_pairs(100, seed=3, fillers=fillers):
        assert len(pair.positive) <= bare + longest * fillers[1]
        assert len(pair.positive) >= 7 + shortest * fillers[0]


def test_same_seed_gives_the_same_pairs() -> None:
    """Is the choice random and repeatable?"""
    assert minimal_pairs(20, seed=4) == minimal_pairs(20, seed=4) != minimal_pairs(20, seed=5)


def test_vocabulary_holds_every_word_once() -> None:
    """Can every sentence be written with the vocabulary, whose first word is the padding?"""
    words = vocabulary()
    assert words[0] == PAD
    assert len(set(words)) == len(words) == 61, "58 words and three marks, as the docstring says"
    assert set(NOUNS) < set(words)
    for pair in minimal_pairs(500, seed=6, fillers=(0, 3)):
        assert set(pair.positive) <= set(words)


def test_encoding_pads_at_the_end() -> None:
    """Are ids, padding and mask where they should be, and can the length be asked for?"""
    tokens, mask = encode([["b"], ["a", "b", "a"]], [PAD, "a", "b"], length=4)
    assert tokens.tolist() == [[2, 0, 0, 0], [1, 2, 1, 0]]
    assert mask.tolist() == [[True, False, False, False], [True, True, True, False]]
    assert encode([["b"]], [PAD, "a", "b"])[0].shape == (1, 1)


def test_labels_alternate() -> None:
    """Does each negative sentence stand before its positive one?"""
    pairs = minimal_pairs(2, seed=7)
    sentences, labels = labelled(pairs)
    assert sentences == [pairs[0].negative, pairs[0].positive, pairs[1].negative, pairs[1].positive]
    assert labels.tolist() == [0, 1, 0, 1]
