"""All figures: they are drawn, and nothing in them overlaps or leaves the page."""

from __future__ import annotations

import inspect
import itertools
import subprocess
import sys
from pathlib import Path

import pytest

from helpers import draw
from helpers.paths import ROOT
from tests.draw.figures import ALT, ARGUMENTS, DIAGRAMS, figure_of


def test_every_figure_is_tried_here() -> None:
    """Does a figure that is added get into these tests?"""
    assert sorted(ARGUMENTS) == sorted(draw.__all__)


@pytest.mark.parametrize("name", sorted(ARGUMENTS))
def test_alternative_text_has_to_be_given(name: str) -> None:
    """Is there no way to draw without saying what can be seen?"""
    alt = inspect.signature(getattr(draw, name)).parameters["alt"]
    assert alt.kind is inspect.Parameter.KEYWORD_ONLY
    assert alt.default is inspect.Parameter.empty
    arguments, options = ARGUMENTS[name]
    with pytest.raises(ValueError, match="alt="):
        getattr(draw, name)(*arguments, alt=" ", **options)


@pytest.mark.parametrize("name", sorted(ARGUMENTS))
def test_words_stay_on_the_page(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is every word of the figure inside it, with some white around it, which shows in a dark theme?"""
    figure = figure_of(name, monkeypatch)
    edge = 0.07 * figure.dpi
    for text, box in texts_with_extents(figure):
        assert box.x0 >= edge, text
        assert box.y0 >= edge, text
        assert box.x1 <= figure.bbox.x1 - edge, text
        assert box.y1 <= figure.bbox.y1 - edge, text


@pytest.mark.parametrize("name", DIAGRAMS)
def test_words_do_not_overlap(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Can every word of a diagram be read?"""
    for (first, one), (second, other) in itertools.combinations(texts_with_extents(figure_of(name, monkeypatch)), 2):
        assert not one.overlaps(other), f"{first!r} lies over {second!r}"


@pytest.mark.parametrize("name", DIAGRAMS)
def test_words_lie_in_one_box_or_in_none(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Does no edge of a box run through a word?"""
    from matplotlib.patches import FancyBboxPatch

    figure = figure_of(name, monkeypatch)
    (axes,) = figure.axes
    boxes = [patch.get_window_extent() for patch in axes.patches if isinstance(patch, FancyBboxPatch)]
    for text, words in texts_with_extents(figure):
        for box in boxes:
            inside = box.x0 <= words.x0 and words.x1 <= box.x1 and box.y0 <= words.y0 and words.y1 <= box.y1
            assert inside or not box.overlaps(words), text


@pytest.mark.parametrize("name", sorted(ARGUMENTS))
def test_page_is_white(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Can the figure be read in a dark theme too?"""
    assert figure_of(name, monkeypatch).get_facecolor() == (1.0, 1.0, 1.0, 1.0)


def test_importing_draw_loads_no_matplotlib() -> None:
    """Does a lesson's first cell stay fast?"""
    code = "import sys; import helpers.draw; print(sorted({'matplotlib', 'torch', 'IPython'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_drawing_needs_no_pyplot() -> None:
    """Is a figure gone when it has been shown, without a list of open figures that grows?"""
    code = (
        f"import sys; from helpers import draw; draw.rnn_step(alt={ALT!r}); print('matplotlib.pyplot' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=Path(ROOT), capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [ALT, "False"]


def texts_with_extents(figure):
    """Every word or formula that the figure shows, with the rectangle it takes."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.text import Text

    FigureCanvasAgg(figure).draw()
    return [
        (text.get_text(), text.get_window_extent())
        for text in figure.findobj(Text)
        if text.get_visible() and text.get_text().strip() and not _is_tick_label(text)
    ]


def _is_tick_label(text) -> bool:
    """Axes also keep labels for ticks outside their range, which are not drawn; matplotlib finds room for the rest."""
    axes = [axis for parent in text.figure.axes for axis in (parent.xaxis, parent.yaxis)]
    return any(text in (tick.label1, tick.label2) for axis in axes for tick in axis.majorTicks)
