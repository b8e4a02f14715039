"""Lines over many orders of magnitude."""

from collections.abc import Mapping, Sequence

import numpy as np

from helpers.draw.levels import named_levels
from helpers.draw.show import show
from helpers.draw.style import BLACK, DASHES, FONT_SIZE, LINES, PALE, SETTINGS, chart

Line = Sequence[float]


def log_lines(
    across: Sequence[float],
    up: Mapping[str, Line],
    *,
    alt: str,
    xlabel: str,
    ylabel: str,
    ylim: tuple[float, float] | None = None,
    levels: Mapping[str, float] | None = None,
) -> None:
    """One line for each entry of `up`, over the same places `across`, on a logarithmic scale.

    levels  horizontal lines to compare with, named on the right
    A line ends with a cross where its values stop being finite numbers above zero, unless it has left `ylim` before.
    """
    from matplotlib import rc_context
    from matplotlib.ticker import LogLocator, NullLocator

    places = np.asarray(across, dtype=float)
    with rc_context(SETTINGS):
        figure, axes = chart(8.6, 4.2)
        axes.set_yscale("log")
        for number, (name, values) in enumerate(up.items()):
            heights = np.asarray(values, dtype=float)
            shown = np.isfinite(heights) & (heights > 0)
            end = len(heights) if shown.all() else int(np.argmin(shown))
            colour = LINES[number % len(LINES)]
            axes.plot(places[:end], heights[:end], label=name, color=colour, linestyle=DASHES[number % len(DASHES)])
            if 0 < end < len(heights) and (ylim is None or ylim[0] <= heights[end - 1] <= ylim[1]):
                axes.plot(places[end - 1], heights[end - 1], "X", color=colour, markersize=11, clip_on=False)
        named_levels(axes, levels)
        if ylim:
            axes.set_ylim(*ylim)
        axes.yaxis.set_major_locator(LogLocator(numticks=8))
        axes.yaxis.set_minor_locator(NullLocator())
        axes.set_xlabel(xlabel, color=BLACK)
        axes.set_ylabel(ylabel, color=BLACK)
        axes.grid(axis="y", color=PALE)
        if len(up) > 1:
            figure.legend(loc="outside upper center", ncols=min(3, len(up)), fontsize=FONT_SIZE - 1)
    show(figure, alt)
