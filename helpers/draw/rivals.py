"""What each seed gave for several quantities, beside what rivals gave for the same ones."""

from collections.abc import Sequence

import numpy as np

from helpers.data.records import Record
from helpers.draw.show import show
from helpers.draw.style import BLACK, FONT_SIZE, LINES, MARKERS, PALE, SETTINGS, chart

APART = 0.19  # between a quantity and its rivals, in rows


def rivals(record: Record, quantities: Sequence[str], kinds: Sequence[str], *, xlabel: str, alt: str) -> None:
    """A row for each quantity, and in it a line of dots for each kind, a dot a seed: the record's "quantity, kind"."""
    from matplotlib import rc_context

    with rc_context(SETTINGS):
        figure, axes = chart(8.6, 1.6 + 0.72 * len(quantities))
        for number, kind in enumerate(kinds):
            values = np.array([record.values(f"{quantity}, {kind}") for quantity in quantities])
            heights = np.arange(len(quantities)) + APART * (number - (len(kinds) - 1) / 2)
            axes.plot(
                values.ravel(),
                np.repeat(heights, values.shape[1]),
                linestyle="",
                marker=MARKERS[number % len(MARKERS)],
                color=LINES[number % len(LINES)],
                markersize=7,
                markeredgecolor="white",
                markeredgewidth=0.6,
                label=kind,
            )
        for line in np.arange(len(quantities) - 1) + 0.5:
            axes.axhline(line, color=PALE, linewidth=1)
        axes.set_yticks(range(len(quantities)), quantities)
        axes.set_ylim(len(quantities) - 0.5, -0.5)
        axes.set_xlim(left=0)
        axes.tick_params(axis="y", length=0)
        axes.set_xlabel(xlabel, color=BLACK)
        axes.grid(axis="x", color=PALE)
        figure.legend(loc="outside upper center", ncols=len(kinds), fontsize=FONT_SIZE - 1)
    show(figure, alt)
