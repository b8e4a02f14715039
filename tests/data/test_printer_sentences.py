"""The sentences whose last word was said 25 steps before."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.data.printer_sentences import LAG, SHORT_LAG, THINGS, encoded, sentence, vocabulary


@pytest.mark.parametrize(("short", "lag"), [(False, LAG), (True, SHORT_LAG)])
def test_thing_stands_as_many_steps_back_as_is_said(short: bool, lag: int) -> None:
    """Is the thing named once, and read so many steps before the state that has to name it?"""
    rng = np.random.default_rng(0)
    for _ in range(100):
        words, thing = sentence(rng, short)
        assert words.count(thing) == 1
        assert len(words) - 1 - words.index(thing) == lag
        assert not {*THINGS} & {*words} - {thing}
        assert set(words) <= set(vocabulary())


def test_nothing_else_tells_the_thing() -> None:
    """Does each thing come with each other word about as often as any other thing?"""
    rng = np.random.default_rng(1)
    drawn = [sentence(rng) for _ in range(6000)]
    for word in ("asia", "she", "toner", "walked", "kiosk", "near", "got", "hoped"):
        with_it = [thing for words, thing in drawn if word in words]
        shares = np.array([with_it.count(thing) for thing in THINGS]) / len(with_it)
        assert np.abs(shares - 1 / len(THINGS)).max() < 0.06


def test_encoded_sentences_have_one_length() -> None:
    """Are they arrays of ids, with the number of each one's thing beside them?"""
    tokens, things = encoded(np.random.default_rng(2), 50)
    words = vocabulary()
    assert tokens.shape == (50, 6 + 1 + LAG)
    assert [words[tokens[n, 6]] for n in range(50)] == [THINGS[thing] for thing in things]
