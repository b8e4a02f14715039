"""Maps of attention: every map on one scale, and words that can be read at both sides."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.draw import figures

WEIGHTS = {"before": np.full((2, 3), 1 / 3), "after": np.array([[0.0, 1.0, 0.0], [0.2, 0.0, 0.8]])}


@pytest.fixture
def maps(monkeypatch: pytest.MonkeyPatch):
    """Draws with these options and returns the axes of the maps, in order."""

    def draw(**options: Any) -> list[Any]:
        given = {"rows": ["e", "END"], "columns": ["nine", "hundred", "three"]} | options
        monkeypatch.setitem(figures.ARGUMENTS, "attention_maps", ((WEIGHTS,), given))
        axes = figures.figure_of("attention_maps", monkeypatch).axes
        return axes[: len(WEIGHTS)]

    return draw


def test_all_maps_have_one_scale(maps) -> None:
    """Is a weight as dark in one map as in the other, from 0 to 1, and each weight in its row and column?"""
    for axes, table in zip(maps(), WEIGHTS.values(), strict=True):
        (image,) = axes.images
        assert image.get_clim() == (0.0, 1.0)
        np.testing.assert_array_equal(image.get_array(), table)


@pytest.mark.parametrize(("across", "rotation"), [(0.85, 0), (0.3, 90)])
def test_words_stand_upright_where_they_do_not_fit(maps, across: float, rotation: int) -> None:
    """Are the words below a map written across under wide fields, and upright under narrow ones?"""
    for axes in maps(cell=(across, 0.27)):
        assert [label.get_rotation() for label in axes.get_xticklabels()] == [rotation] * 3


def test_both_sides_are_named_once(maps) -> None:
    """Do the axes have the names that are given, and the words of the rows stand beside the first map alone?"""
    first, second = maps(asking="written", looked_at="read")
    assert (first.get_ylabel(), second.get_ylabel()) == ("written", "")
    assert first.get_xlabel() == second.get_xlabel() == "read"
    assert [label.get_text() for label in first.get_yticklabels()] == ["e", "END"]
    assert [label.get_text() for label in second.get_yticklabels()] == ["", ""]
