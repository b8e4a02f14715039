"""The chapters of Python's own handbook."""

from __future__ import annotations

import pytest

from helpers.data.documentation import all_paragraphs, documentation_text, paragraphs


@pytest.mark.parametrize("chapter", ["compound", "debugger", "formatstrings", "string-methods"])
def test_chapters_of_the_lesson_are_there(chapter: str) -> None:
    """Does this Python have the chapters that lesson 01 tells apart, with enough paragraphs to do so?"""
    found = paragraphs(chapter)
    assert len(found) > 40
    assert all(text.strip() and "\n\n" not in text for text in found)


def test_nothing_stands_twice() -> None:
    """Is a paragraph that several chapters share counted once?"""
    found = all_paragraphs()
    assert len(found) == len(set(found)) > 1500
    assert set(paragraphs("debugger")) <= set(found)


def test_unknown_chapter() -> None:
    """Is a chapter that does not exist an error and not an empty text?"""
    with pytest.raises(KeyError):
        paragraphs("no such chapter")


def test_text_is_all_paragraphs() -> None:
    """Is the text made of the paragraphs, in their order, with empty lines between?"""
    text = documentation_text()
    assert text.startswith(all_paragraphs()[0])
    assert len(text) > 300_000
    assert "\n\n".join(all_paragraphs()[100:110]) in text
