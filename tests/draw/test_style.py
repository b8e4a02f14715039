"""The colours of all figures."""

from __future__ import annotations

import itertools

import pytest

from helpers.draw import style


def test_lines_differ_without_colour() -> None:
    """Can lines be told apart in black and white, by their dashes and by their markers?"""
    assert len(set(map(str, style.DASHES))) == len(style.DASHES) == len(style.LINES)
    assert len(set(style.MARKERS)) == len(style.MARKERS) == len(style.LINES)


def test_sign_is_seen_without_colour() -> None:
    """Does the scale from -1 to 1 grow lighter all the way, so that the two ends never look alike?"""
    from matplotlib import colormaps
    from matplotlib.colors import to_hex

    places = [to_hex(colormaps[style.SIGNED](step / 20)) for step in range(21)]
    contrasts = [style.contrast_with_white(place) for place in places]
    assert contrasts == sorted(contrasts, reverse=True)
    assert contrasts[0] > 10 * contrasts[-1]


@pytest.mark.parametrize(("first", "second"), list(itertools.combinations(["INPUT", "STATE", "OUTPUT", "WEIGHT"], 2)))
def test_meanings_have_colours_of_their_own(first: str, second: str) -> None:
    """Do input, state, output and weights never share a colour?"""
    assert getattr(style, first) != getattr(style, second)


@pytest.mark.parametrize("colour", [style.BLACK, style.GREY, *style.LINES])
def test_words_stand_out_from_the_page(colour: str) -> None:
    """Is the contrast of words with white at least 4.5, which WCAG asks of text, and their colour no other one?"""
    assert style.contrast_with_white(style.ink(colour)) >= 4.5
    if style.contrast_with_white(colour) >= 4.5:
        assert style.ink(colour) == colour


@pytest.mark.parametrize("colour", [style.GREY, style.INPUT, style.STATE, style.OUTPUT, style.WEIGHT])
def test_edges_stand_out_from_the_page(colour: str) -> None:
    """Is the contrast of boxes, arrows and lines with white at least 3, which WCAG asks of graphics?"""
    assert style.contrast_with_white(colour) >= 3


def test_contrast_is_that_of_the_standard() -> None:
    """Does the contrast agree with published values: black 21, white 1, and #767676 just 4.5?"""
    assert style.contrast_with_white("#000000") == pytest.approx(21)
    assert style.contrast_with_white("#FFFFFF") == pytest.approx(1)
    assert style.contrast_with_white("#767676") == pytest.approx(4.54, abs=0.01)


def test_tint_is_paler_than_its_colour() -> None:
    """Is a tint a light version of the colour, and of none at all white?"""
    assert style.tint("#000000", 0.25) == (0.75, 0.75, 0.75)
    assert style.tint("#D55E00", 0.0) == (1.0, 1.0, 1.0)
