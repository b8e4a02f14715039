"""The histogram of scores."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest

from helpers.grading.reporting.histogram import MOST_BARS, Bar, bars_of, histogram, label_of

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("out_of", [0.5, 1, 7, 25, 29, 30, 99.5, 100, 1000, 12345])
def test_every_score_is_in_a_bar(out_of: float) -> None:
    """Is everybody counted once, with few enough bars to be read, the highest score too?"""
    points = [0.0, out_of / 3, out_of / 2, out_of, out_of]
    bars = bars_of(points, out_of)
    assert sum(bar.count for bar in bars) == 5
    assert len(bars) <= MOST_BARS
    assert all(first.high == second.low for first, second in pairwise(bars))
    assert bars[-1].count >= 2


def test_a_score_above_the_maximum_has_its_place() -> None:
    """Do points that a person added on top get a bar of their own?"""
    assert bars_of([7.0, 9.0], 7.0)[-1] == Bar(9, 10, 1)
    assert bars_of([-1.0], 2.0)[0].count == 1


def test_the_figure_is_whole_and_says_what_it_shows() -> None:
    """Is it sound SVG with a title, a bar and a number for each count, and no colour of its own?"""
    bars = bars_of([0, 1, 1, 3], 3)
    text = histogram(bars, "Scores of <four> learners")
    figure = ET.fromstring(text)
    assert figure.find(f"{SVG}title").text == "Scores of <four> learners"  # type: ignore[union-attr]
    assert figure.get("role") == "img"
    assert len(figure.findall(f"{SVG}rect")) == 3
    counts = [text.text for text in figure.findall(f"{SVG}text") if text.get("class") == "count"]
    assert counts == ["1", "2", "1"]
    assert "fill=" not in text
    assert "#" not in text


def test_labels() -> None:
    """Does a bar of several points say from where to where?"""
    assert label_of(Bar(3, 4, 1)) == "3"
    assert label_of(Bar(10, 15, 1)) == "10 to below 15"
