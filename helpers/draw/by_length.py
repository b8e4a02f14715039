"""What changes with a length or an amount, which grows by factors."""

from collections.abc import Mapping, Sequence

import numpy as np

from helpers.draw.show import show
from helpers.draw.style import BLACK, DASHES, FONT_SIZE, LINES, MARKERS, PALE, SETTINGS, chart

Points = Sequence[float] | Sequence[Sequence[float]]


def by_length(
    lengths: Sequence[int],
    up: Mapping[str, Points],
    *,
    ylabel: str,
    alt: str,
    xlabel: str = "length T",
    shares: bool = False,
    linear: bool = False,
) -> None:
    """One line for each entry of `up` over the lengths; where an entry has several rows, one a seed, their median is
    the line and every value a dot. With a logarithmic scale a line that is twice as steep grows with the square.

    shares  whether the values are shares, from 0 to 100 %
    linear  whether values go up in equal steps; so do shares
    """
    from matplotlib import rc_context
    from matplotlib.ticker import NullLocator, PercentFormatter

    with rc_context(SETTINGS):
        figure, axes = chart(8.6, 4.2)
        axes.set_xscale("log", base=2)
        if shares:
            axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
            axes.set_ylim(-0.03, 1.05)
        elif not linear:
            axes.set_yscale("log")
        for number, (name, points) in enumerate(up.items()):
            values = np.atleast_2d(np.asarray(points, dtype=float))
            colour, marker = LINES[number % len(LINES)], MARKERS[number % len(MARKERS)]
            dashes = DASHES[number % len(DASHES)]
            middle = np.median(values, axis=0)
            axes.plot(lengths, middle, label=name, color=colour, linestyle=dashes, marker=marker, markersize=6)
            if len(values) > 1:
                for row in values:
                    axes.plot(lengths, row, linestyle="", marker=marker, color=colour, markersize=3.5, alpha=0.6)
        axes.set_xticks(lengths, [f"{length:,}" for length in lengths])
        axes.xaxis.set_minor_locator(NullLocator())
        axes.set_xlabel(xlabel, color=BLACK)
        axes.set_ylabel(ylabel, color=BLACK)
        axes.grid(axis="y", color=PALE)
        if len(up) > 1:
            figure.legend(
                loc="outside upper center", ncols=2 if len(up) == 4 else min(3, len(up)), fontsize=FONT_SIZE - 1
            )
    show(figure, alt)
