"""A loss over two weights that has a cliff, with the steps that gradient descent takes there."""

from collections.abc import Mapping, Sequence

import numpy as np

from helpers.draw.show import show
from helpers.draw.style import BLACK, DASHES, FONT_SIZE, LINES, MARKERS, SETTINGS, chart

Path = Sequence[tuple[float, float]]


def cliff(
    w: np.ndarray, b: np.ndarray, loss: np.ndarray, paths: Mapping[str, Path], *, alt: str, xlabel: str, ylabel: str
) -> None:
    """The loss (len(b), len(w)) as shades, dark where it is small, and a line for each path of points (w, b).

    A step that leaves the picture is drawn up to its edge.
    """
    from matplotlib import rc_context

    with rc_context(SETTINGS):
        figure, axes = chart(8.6, 4.6)
        shades = axes.pcolormesh(w, b, loss, cmap="cividis", shading="nearest", rasterized=True)
        for number, (name, path) in enumerate(paths.items()):
            across, up = np.array(path).T
            for colour, width in (("white", 3.4), (LINES[number % len(LINES)], 1.6)):
                axes.plot(
                    across,
                    up,
                    color=colour,
                    linewidth=width,
                    linestyle="-" if colour == "white" else DASHES[number % len(DASHES)],
                    marker=MARKERS[number % len(MARKERS)],
                    markersize=width + 2,
                    label=None if colour == "white" else name,
                )
        axes.set(xlim=(w[0], w[-1]), ylim=(b[0], b[-1]))
        axes.set_xlabel(xlabel, color=BLACK)
        axes.set_ylabel(ylabel, color=BLACK)
        bar = figure.colorbar(shades, ax=axes, pad=0.02)
        bar.set_label("loss", color=BLACK)
        if paths:
            figure.legend(loc="outside upper center", ncols=min(3, len(paths)), fontsize=FONT_SIZE - 1)
    show(figure, alt)
