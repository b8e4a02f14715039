"""The code for positions as a picture."""

from typing import Any

import numpy as np

from helpers.draw.show import show
from helpers.draw.style import GREY, SETTINGS, SIGNED, chart


def encoding(positions: Any, *, alt: str) -> None:
    """A matrix (T, D) as a heat map: a position across, a column up; dark blue is -1, grey 0, yellow 1."""
    from matplotlib import rc_context

    table = np.asarray(positions, dtype=float)
    with rc_context(SETTINGS):
        figure, axes = chart(9.2, 3.6)
        image = axes.imshow(
            table.T, cmap=SIGNED, vmin=-1, vmax=1, aspect="auto", interpolation="nearest", origin="lower"
        )
        axes.set_xlabel("position t")
        axes.set_ylabel("column")
        for edge in ("top", "right"):
            axes.spines[edge].set_visible(True)
        bar = figure.colorbar(image, ax=axes, ticks=[-1, 0, 1], pad=0.015)
        bar.outline.set_edgecolor(GREY)
    show(figure, alt)
