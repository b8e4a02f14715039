"""What reaches the page when a figure is shown."""

from __future__ import annotations

from typing import Any

import pytest

from helpers.draw.diagram import Page
from helpers.draw.show import png, show


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """The bundles that are displayed, as if in a notebook, each with its metadata."""
    import IPython.display
    from IPython.core.interactiveshell import InteractiveShell

    bundles: list[tuple[dict[str, Any], dict[str, Any]]] = []
    monkeypatch.setattr(InteractiveShell, "initialized", lambda: True)
    monkeypatch.setattr(
        IPython.display, "display", lambda data, metadata=None, raw=False: bundles.append((data, metadata))
    )
    return bundles


def test_picture_comes_with_its_words(shown: list) -> None:
    """Does the output say in words what the picture shows, wherever a reader may look?"""
    show(Page(2, 1).figure, "a < b,\n    drawn")
    (picture, metadata), (unfolding, _) = shown
    assert picture["image/png"].startswith(b"\x89PNG")
    assert picture["text/plain"] == "a < b, drawn"
    assert metadata["image/png"]["alt"] == "a < b, drawn"
    assert "a &lt; b, drawn" in unfolding["text/html"]


def test_background_is_asked_for(shown: list) -> None:
    """Do JupyterLab and nbconvert, which look in different places, both put the picture on white?"""
    show(Page(2, 1).figure, "empty")
    metadata = shown[0][1]
    assert metadata["needs_background"] == "light"
    assert metadata["image/png"]["needs_background"] == "light"


def test_width_on_the_page_is_half_of_the_files(shown: list) -> None:
    """Is the picture sharp when it is enlarged to twice its size?"""
    show(Page(3, 1).figure, "empty")
    picture, metadata = shown[0]
    width = int.from_bytes(picture["image/png"][16:20], "big")
    assert (width, metadata["image/png"]["width"]) == (600, 300)


@pytest.mark.parametrize("alt", ["", "  \n", None, 3])
def test_a_picture_without_words_is_refused(alt: Any, shown: list) -> None:
    """Is a figure whose text says nothing not shown at all?"""
    with pytest.raises(ValueError, match="A figure needs alt="):
        show(Page(1, 1).figure, alt)
    assert shown == []


def test_words_are_printed_outside_a_notebook(capsys: pytest.CaptureFixture[str]) -> None:
    """Does a script that draws say what it would have shown?"""
    show(Page(1, 1).figure, "an empty page")
    assert capsys.readouterr().out == "an empty page\n"


def test_same_figure_gives_the_same_file() -> None:
    """Does building a lesson twice give the same picture?"""
    assert png(Page(1, 1).figure) == png(Page(1, 1).figure)
