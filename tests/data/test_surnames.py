"""Names of persons."""

from __future__ import annotations

from helpers.data.surnames import COUNTRIES, first_names, surnames


def test_names_of_ten_languages() -> None:
    """Has each of ten languages hundreds of names, in order, and none of them a name of another?"""
    found = surnames()
    assert list(found) == sorted(COUNTRIES)
    assert len(found) == 10
    assert {language: len(names) for language, names in found.items() if len(names) < 700 or len(names) > 1300} == {
        "Finnish": 397,
        "French": 325,
        "Irish": 2373,
        "Slovak": 1757,
    }
    every = [name for names in found.values() for name in names]
    assert len(set(every)) == len(every) == 10_861
    assert all(list(names) == sorted(names) for names in found.values())


def test_names_are_words() -> None:
    """Are all names in lower case, of 2 to 25 letters, spaces, hyphens and apostrophes?"""
    for name in [name for names in surnames().values() for name in names]:
        assert name == name.lower()
        assert all(character.isalpha() or character in " '-" for character in name)
        assert 2 <= len(name) <= 25


def test_endings_tell_the_language() -> None:
    """Are typical endings at home where they are typical: -nen in Finnish, -ić in Croatian, -ová in Slovak?"""
    for ending, language in (("nen", "Finnish"), ("ić", "Croatian"), ("ová", "Slovak")):
        at_home = sum(name.endswith(ending) for name in surnames()[language])
        everywhere = sum(name.endswith(ending) for names in surnames().values() for name in names)
        assert at_home > 100
        assert at_home > 0.9 * everywhere


def test_first_names() -> None:
    """Are there hundreds of first names, each once and with its capital?"""
    found = first_names()
    assert len(set(found)) == len(found) == 690
    assert list(found) == sorted(found)
    assert all(name[0].isupper() and name.isalpha() for name in found)
