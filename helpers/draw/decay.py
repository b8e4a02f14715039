"""What is left after more and more steps, on a scale of powers of ten."""

from collections.abc import Mapping, Sequence

import numpy as np

from helpers.draw.show import show
from helpers.draw.style import DASHES, FONT_SIZE, GREY, LINES, SETTINGS, chart


def decay(
    lags: Sequence[int],
    left: Mapping[str, np.ndarray],
    *,
    alt: str,
    ylabel: str,
    xlabel: str = "steps",
    least: float = 1e-12,
) -> None:
    """One line for each entry of left: what is left after so many steps, (number of lags,), from `least` to above 1.

    Below `least` a line leaves the figure at its bottom; so it does where nothing at all is left.
    """
    from matplotlib import rc_context

    with rc_context(SETTINGS):
        figure, axes = chart(8.6, 3.9)
        highest = 1.0
        for number, (name, values) in enumerate(left.items()):
            values = np.asarray(values, dtype=float)
            highest = max(highest, values.max())
            axes.plot(
                lags,
                np.maximum(values, least * 1e-6),
                label=name,
                color=LINES[number % len(LINES)],
                linestyle=DASHES[number % len(DASHES)],
            )
        axes.set_yscale("log")
        axes.set_ylim(least, 3 * highest)
        axes.set_xlim(lags[0], lags[-1])
        axes.axhline(1.0, color=GREY, linewidth=1.0, zorder=1)
        axes.set_xlabel(xlabel)
        axes.set_ylabel(ylabel)
        figure.legend(loc="outside upper center", ncols=min(3, len(left)), fontsize=FONT_SIZE - 1)
    show(figure, alt)
