"""Spelling to sounds."""

from __future__ import annotations

from helpers.data.pronunciations import PHONES, pronunciations


def test_words_are_those_of_the_docstring() -> None:
    """Are there 116,871 words in order, of 2 to 14 plain letters, with sounds out of 39?"""
    found = pronunciations()
    assert len(found) == 116_871
    assert list(found) == sorted(found)
    assert {len(word) for word in found} == set(range(2, 15))
    assert set("".join(found)) == set("abcdefghijklmnopqrstuvwxyz")
    assert {phone for phones in found.values() for phone in phones} == set(PHONES)
    assert len(PHONES) == 39
    assert list(PHONES) == sorted(PHONES)
    assert all(found.values())


def test_silent_letters_are_silent() -> None:
    """Is a word given by its sounds, without stress, and the first way of several?"""
    found = pronunciations()
    assert found["knight"] == found["night"] == ("N", "AY", "T")
    assert found["phonograph"] == ("F", "OW", "N", "AH", "G", "R", "AE", "F")
    assert found["read"] in (("R", "EH", "D"), ("R", "IY", "D"))
