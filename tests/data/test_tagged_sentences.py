"""Sentences whose first word is a name, or not, by what follows."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from helpers.data.tagged_sentences import AMBIGUOUS, FIRST_NAMES, SURNAMES, encoded, tagged_sentences, vocabulary


@pytest.fixture(scope="module")
def sentences():
    return tagged_sentences(np.random.default_rng(0), 5000)


def test_first_word_is_a_name_in_half_of_the_sentences(sentences) -> None:
    """Does each ambiguous word begin as many sentences as a name as in its other sense, up to one?"""
    counts = Counter((sentence.words[0], sentence.names[0]) for sentence in sentences)
    assert {word for word, _ in counts} == set(AMBIGUOUS)
    assert all(abs(counts[word, 0] - counts[word, 1]) <= 1 for word in AMBIGUOUS)
    assert min(counts.values()) > 100


def test_order_gives_nothing_away(sentences) -> None:
    """Do the two senses of a word follow each other as coins fall, and not in turn?"""
    for word in AMBIGUOUS:
        senses = [sentence.names[0] for sentence in sentences if sentence.words[0] == word]
        changes = np.mean(np.diff(senses) != 0)
        assert 0.35 < changes < 0.65


def test_rest_of_the_sentence_decides(sentences) -> None:
    """Is no rest of a sentence found behind both senses, so that whoever reads on can be right every time?"""
    senses: dict[tuple[str, ...], set[int]] = {}
    for sentence in sentences:
        senses.setdefault(tuple(sentence.words[1:]), set()).add(sentence.names[0])
    assert all(len(found) == 1 for found in senses.values())


def test_deciding_word_is_near_or_far(sentences) -> None:
    """Is there in many sentences nothing in the next two words that decides, so that a small window is not enough?"""
    senses: dict[tuple[str, ...], set[int]] = {}
    for sentence in sentences:
        senses.setdefault(tuple(sentence.words[:3]), set()).add(sentence.names[0])
    undecided = sum(len(senses[tuple(sentence.words[:3])]) == 2 for sentence in sentences)
    assert 0.2 < undecided / len(sentences) < 0.6


def test_other_names_are_marked_too(sentences) -> None:
    """Are first and family names marked wherever they stand, and behind things too, and nothing else?"""
    names = {*FIRST_NAMES, *SURNAMES}
    for sentence in sentences:
        assert len(sentence.words) == len(sentence.names)
        assert all((word in names) == bool(mark) for word, mark in list(zip(sentence.words, sentence.names))[1:])
    assert any(sum(sentence.names) == 2 and not sentence.names[0] for sentence in sentences)


def test_batch(sentences) -> None:
    """Do ids, marks and mask stand where the words do, with padding behind, and unknown words under one id?"""
    words = vocabulary()
    tokens, names, mask = encoded(sentences[:50], words)
    assert tokens.shape == names.shape == mask.shape
    for row, sentence in enumerate(sentences[:50]):
        length = len(sentence.words)
        assert [words[token] for token in tokens[row, :length]] == sentence.words
        assert names[row, :length].tolist() == sentence.names
        assert mask[row].tolist() == [True] * length + [False] * (tokens.shape[1] - length)
        assert not tokens[row, length:].any()
        assert not names[row, length:].any()
    assert (tokens[mask] > 1).all()
    without = encoded(sentences[:1], ["<pad>", "<unknown>"])[0]
    assert (without == 1).all()


def test_real_first_names_can_be_given() -> None:
    """Do given names come in, in lower case, in the places of the grammar's own?"""
    found = tagged_sentences(np.random.default_rng(0), 300, ["Zenobia"])
    marked = {word for s in found for word, mark in list(zip(s.words, s.names))[1:] if mark}
    assert "zenobia" in marked
    assert not marked & set(FIRST_NAMES)


def test_vocabulary_is_complete(sentences) -> None:
    """Does the vocabulary have every word that occurs, each once, behind its two marks?"""
    words = vocabulary()
    assert words[:2] == ["<pad>", "<unknown>"]
    assert words[2:] == sorted(set(words[2:]))
    assert {word for sentence in sentences for word in sentence.words} == set(words[2:])
