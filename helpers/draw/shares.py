"""Shares of right answers as a table."""

from collections.abc import Sequence

import numpy as np

from helpers.draw.show import show
from helpers.draw.style import BLACK, BLUE, FONT_SIZE, PALE, SETTINGS, chart, tint


def shares(values: np.ndarray, *, rows: Sequence[str], columns: Sequence[str], xlabel: str, alt: str) -> None:
    """A field for each share, (rows, columns), from white at one half to full blue at 1."""
    from matplotlib import rc_context
    from matplotlib.patches import Rectangle

    with rc_context(SETTINGS):
        figure, axes = chart(1.9 + 1.25 * len(columns), 0.9 + 0.52 * len(rows))
        for (row, column), share in np.ndenumerate(values):
            strength = 0.6 * float(np.clip(2 * share - 1, 0, 1))
            corner = (column - 0.5, row - 0.5)
            axes.add_patch(Rectangle(corner, 1, 1, facecolor=tint(BLUE, strength), edgecolor=PALE, linewidth=1.5))
            axes.text(column, row, f"{share:.1%}", ha="center", va="center", color=BLACK, fontsize=FONT_SIZE)
        axes.set(xlim=(-0.51, len(columns) - 0.49), ylim=(len(rows) - 0.49, -0.51))
        axes.set_xticks(range(len(columns)), columns)
        axes.set_yticks(range(len(rows)), rows)
        axes.set_xlabel(xlabel)
        axes.tick_params(length=0)
        for edge in axes.spines.values():
            edge.set_visible(False)
    show(figure, alt)
