"""Recordings over time, one below the other."""

from collections.abc import Mapping

import numpy as np

from helpers.draw.show import show
from helpers.draw.style import BLACK, FONT_SIZE, GREY, LINES, SETTINGS, chart

ROW = 2.2  # of the height of one strip, in its own unit, to the next


def strips(recordings: Mapping[str, np.ndarray], *, per_second: float, unit: str, alt: str) -> None:
    """A line for each recording (T,), in a row of its own with its name on the left; all at the same scale.

    per_second  how many samples a second has
    unit        what a recording is measured in; a bar in the first row is one unit high
    """
    from matplotlib import rc_context

    with rc_context(SETTINGS):
        figure, axes = chart(9.2, 0.9 + 0.95 * len(recordings))
        longest = max(len(recording) for recording in recordings.values()) / per_second
        for row, (name, recording) in enumerate(recordings.items()):
            level = -ROW * row
            axes.plot(
                np.arange(len(recording)) / per_second,
                recording - np.median(recording) + level,
                color=LINES[row % len(LINES)],
                linewidth=1.8,
            )
            axes.text(-0.02 * longest, level, name, ha="right", va="center", color=BLACK, fontsize=FONT_SIZE - 1)
        axes.plot([1.01 * longest] * 2, [0, 1], color=GREY, linewidth=2.5)
        axes.text(1.02 * longest, 0.5, f"1 {unit}", va="center", color=BLACK, fontsize=FONT_SIZE - 2)
        axes.set(xlim=(0, 1.01 * longest), xlabel="seconds")
        axes.set_yticks([])
        axes.grid(visible=False)
        axes.spines["left"].set_visible(False)
    show(figure, alt)
