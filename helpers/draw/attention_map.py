"""Where a decoder looked: a heat map of attention weights, with the tokens of both sentences on the axes."""

from collections.abc import Sequence

import numpy as np

from helpers.draw.show import show
from helpers.draw.style import BLACK, FONT_SIZE, GREY, SETTINGS, chart


def attention_map(weights: np.ndarray, source: Sequence[str], target: Sequence[str], *, alt: str) -> None:
    """The weights (T, S) as squares, the darker the larger: a row for each token written, a column for each read."""
    from matplotlib import rc_context

    with rc_context(SETTINGS):
        figure, axes = chart(2.4 + 0.85 * len(source), 1.7 + 0.27 * len(target))
        image = axes.imshow(weights, cmap="Greys", vmin=0.0, vmax=1.0, aspect="auto", interpolation="nearest")
        axes.set_xticks(range(len(source)), source, rotation=35, ha="left", rotation_mode="anchor")
        axes.set_yticks(range(len(target)), target)
        axes.xaxis.tick_top()
        axes.tick_params(length=0, labelsize=FONT_SIZE - 1, colors=BLACK)
        for edge in axes.spines.values():
            edge.set_visible(True)
            edge.set_edgecolor(GREY)
        axes.set_xticks(np.arange(len(source) + 1) - 0.5, minor=True)
        axes.set_yticks(np.arange(len(target) + 1) - 0.5, minor=True)
        axes.grid(which="minor", color="#DDDDDD", linewidth=0.6)
        axes.tick_params(which="minor", length=0)
        axes.set_ylabel("written")
        bar = figure.colorbar(image, ax=axes, ticks=[0.0, 0.5, 1.0], pad=0.03, aspect=25, fraction=0.05)
        bar.ax.set_title("weight", fontsize=FONT_SIZE - 3, loc="left")
        bar.outline.set_edgecolor(GREY)
    show(figure, alt)
