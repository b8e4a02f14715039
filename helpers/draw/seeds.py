"""What each seed gave: one dot a seed, so that a reader sees the spread and not a mean."""

from collections.abc import Sequence

import numpy as np

from helpers.data.records import Record
from helpers.draw.show import show
from helpers.draw.style import BLACK, FONT_SIZE, GREY, LINES, MARKERS, PALE, SETTINGS, chart

APART = 0.11  # between the dots of neighbouring seeds, in rows


def seeds(
    record: Record, *, alt: str, xlabel: str, names: Sequence[str] | None = None, logarithmic: bool = False
) -> None:
    """A row for each number of a record, with a dot for each seed, the first seed on top.

    names  the numbers that are shown, in order; without it all
    The limits that were expected are short lines across the row. A number is infinite where what was waited for never
    came: how often, stands on the right of the row, and beside it how many are not a number.
    """
    from matplotlib import rc_context
    from matplotlib.ticker import NullFormatter

    names = list(names or record.names())
    with rc_context(SETTINGS):
        figure, axes = chart(8.6, 1.3 + 0.62 * len(names))
        for row, name in enumerate(names):
            values = np.array(record.values(name))
            finite = np.isfinite(values)
            heights = row + APART * (np.arange(len(values)) - (len(values) - 1) / 2)
            axes.plot(
                values[finite],
                heights[finite],
                linestyle="",
                marker=MARKERS[row % len(MARKERS)],
                color=LINES[row % len(LINES)],
                markersize=7,
                markeredgecolor="white",
                markeredgewidth=0.6,
            )
            for limit in record.expected.get(name, ()):
                if limit is not None:
                    axes.plot([limit, limit], [row - 0.38, row + 0.38], color=GREY, linewidth=1.6, zorder=1)
            counts = {"never": np.isinf(values).sum(), "not a number": np.isnan(values).sum()}
            if not finite.all():
                axes.annotate(
                    ", ".join(f"{count} {word}" for word, count in counts.items() if count),
                    (1.0, row),
                    xycoords=("axes fraction", "data"),
                    xytext=(6, 0),
                    textcoords="offset points",
                    ha="left",
                    va="center",
                    fontsize=FONT_SIZE - 2,
                    color=BLACK,
                )
        if logarithmic:
            axes.set_xscale("log")
            axes.xaxis.set_minor_formatter(NullFormatter())
        axes.set_yticks(range(len(names)), names)
        axes.set_ylim(len(names) - 0.45, -0.55)
        axes.tick_params(axis="y", length=0)
        axes.set_xlabel(xlabel, color=BLACK)
        axes.grid(axis="x", color=PALE)
    show(figure, alt)
