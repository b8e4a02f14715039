"""Hands a finished figure to the notebook, together with what it says in words.

A figure reaches the page as a PNG. nbconvert's classic template reads an alternative text from the
output's metadata; JupyterLab 4.6 and nbconvert's lab template read width and background there, but no text.
So the words follow the picture as a line that unfolds: every front end shows it, a screen reader finds it,
and nothing depends on how an image is rendered.
"""

import html
import io

PIXELS_PER_INCH = 100  # on the page; the file holds twice as many, so that it stays sharp when enlarged


def show(figure, alt: str) -> None:
    """Shows a matplotlib figure as PNG, followed by its alternative text; prints the text where no notebook is.

    Raises ValueError if `alt` says nothing.
    """
    if not isinstance(alt, str) or not alt.strip():
        raise ValueError('A figure needs alt="...": one or two sentences that say what can be seen in it.')
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.display import display

    words = " ".join(alt.split())
    if not InteractiveShell.initialized():
        print(words)
        return
    width = round(figure.get_size_inches()[0] * PIXELS_PER_INCH)
    display(
        {"image/png": png(figure), "text/plain": words},
        metadata={
            "image/png": {"alt": words, "width": width, "needs_background": "light"},
            "needs_background": "light",  # JupyterLab looks for it here, nbconvert one level below
        },
        raw=True,
    )
    unfolding = (
        '<details style="opacity: 0.75; font-size: 90%"><summary style="cursor: pointer">'
        f"the picture in words</summary>{html.escape(words)}</details>"
    )
    display({"text/html": unfolding}, raw=True)


def png(figure) -> bytes:
    """The figure as the bytes of a PNG file, the same bytes for the same figure and matplotlib."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=2 * PIXELS_PER_INCH, metadata={"Software": None})
    return buffer.getvalue()
