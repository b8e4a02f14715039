"""The colours of all figures."""

from __future__ import annotations

import itertools

import pytest

from helpers.draw import style


def test_lines_differ_without_colour() -> None:
    """Can lines be told apart in black and white?"""
    assert len(set(map(str, style.DASHES))) == len(style.DASHES) == len(style.LINES)


@pytest.mark.parametrize(("first", "second"), list(itertools.combinations(["INPUT", "STATE", "OUTPUT", "WEIGHT"], 2)))
def test_meanings_have_colours_of_their_own(first: str, second: str) -> None:
    """Do input, state, output and weights never share a colour?"""
    assert getattr(style, first) != getattr(style, second)


@pytest.mark.parametrize("colour", [style.BLACK, style.GREY, style.INPUT, style.STATE, style.OUTPUT, style.WEIGHT])
def test_words_stand_out_from_the_page(colour: str) -> None:
    """Is the contrast with white at least 3, which WCAG asks of large text?"""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    assert 1.05 / (luminance + 0.05) >= 3


def test_tint_is_paler_than_its_colour() -> None:
    """Is a tint a light version of the colour, and of none at all white?"""
    assert style.tint("#000000", 0.25) == (0.75, 0.75, 0.75)
    assert style.tint("#D55E00", 0.0) == (1.0, 1.0, 1.0)
