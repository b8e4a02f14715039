"""Signals over time, one below the other, as a strip of paper has them."""

from collections.abc import Mapping

import numpy as np

from helpers.draw.show import show
from helpers.draw.style import BLUE, FONT_SIZE, PALE, SETTINGS, STATE, chart


def strips(
    signals: Mapping[str, np.ndarray],
    *,
    per_second: int,
    alt: str,
    marks: Mapping[str, np.ndarray] | None = None,
) -> None:
    """A row for each signal, with its name above it; all share the seconds below. Heights are each row's own.

    marks  the name of a signal -> times in seconds, each of which gets a triangle above the curve
    """
    from matplotlib import rc_context

    with rc_context(SETTINGS):
        figure, rows = chart(9.2, 0.5 + 1.25 * len(signals), rows=len(signals))
        for axes, (name, signal) in zip(np.atleast_1d(rows), signals.items(), strict=True):
            axes.plot(np.arange(len(signal)) / per_second, signal, color=STATE, linewidth=1.3)
            if marks is not None:
                times = np.asarray(marks[name])
                top = np.max(signal) + 0.12 * np.ptp(signal)
                axes.plot(times, np.full(len(times), top), "v", color=BLUE, markersize=7, clip_on=False)
            axes.set_title(name, fontsize=FONT_SIZE - 1, loc="left", pad=2)
            axes.set_xlim(0, max(map(len, signals.values())) / per_second)
            axes.set_yticks([])
            axes.spines["left"].set_visible(False)
            axes.grid(axis="x", color=PALE)
            last = axes is np.atleast_1d(rows)[-1]
            axes.tick_params(labelbottom=last, length=3 if last else 0)
        axes.set_xlabel("seconds")
    show(figure, alt)
