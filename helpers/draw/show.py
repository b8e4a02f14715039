"""Hands a finished figure to the notebook, together with what it says in words.

A figure reaches the page as a PNG. nbconvert's classic template reads an alternative text from the
output's metadata; JupyterLab 4.6 and nbconvert's lab template read width and background there, but no text.
So the words follow the picture as a line that unfolds: every front end shows it, a screen reader finds it,
and nothing depends on how an image is rendered.
"""

import html
import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

PIXELS_PER_INCH = 100  # on the page; the file holds twice as many, so that it stays sharp when enlarged


Drawn = tuple[Any, str]  # a figure, and what it shows in words
_collected: ContextVar[list[Drawn] | None] = ContextVar("collected figures", default=None)


@contextmanager
def collecting() -> Iterator[list[Drawn]]:
    """Inside the block every figure that `show` is given lands, with its words, in the list instead of the page."""
    figures: list[Drawn] = []
    before = _collected.set(figures)
    try:
        yield figures
    finally:
        _collected.reset(before)


def show(figure, alt: str) -> None:
    """Shows a matplotlib figure as PNG, followed by its alternative text; prints the text where no notebook is.

    Raises ValueError if `alt` says nothing.
    """
    words = words_of(alt)
    if (figures := _collected.get()) is not None:
        figures.append((figure, words))
        return
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.display import display

    if not InteractiveShell.initialized():
        print(words)
        return
    for data, metadata in bundles(figure, words):
        display(data, metadata=metadata, raw=True)


def words_of(alt: str) -> str:
    """The alternative text in one line. Raises ValueError if it says nothing."""
    if not isinstance(alt, str) or not alt.strip():
        raise ValueError('A figure needs alt="...": one or two sentences that say what can be seen in it.')
    return " ".join(alt.split())


def bundles(figure, words: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """The two outputs of a figure, each as data and metadata: the picture, and its words in a line that unfolds."""
    width = round(figure.get_size_inches()[0] * PIXELS_PER_INCH)
    picture = {"image/png": png(figure), "text/plain": words}
    looks = {
        "image/png": {"alt": words, "width": width, "needs_background": "light"},
        "needs_background": "light",  # JupyterLab looks for it here, nbconvert one level below
    }
    unfolding = (
        '<details style="opacity: 0.75; font-size: 90%"><summary style="cursor: pointer">'
        f"the picture in words</summary>{html.escape(words)}</details>"
    )
    return [(picture, looks), ({"text/html": unfolding}, {})]


def png(figure) -> bytes:
    """The figure as the bytes of a PNG file, the same bytes for the same figure and matplotlib."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=2 * PIXELS_PER_INCH, metadata={"Software": None})
    return buffer.getvalue()
