"""What the gates of a trained LSTM did over time, as heat maps."""

from collections.abc import Mapping, Sequence

import numpy as np

from helpers.draw.show import show
from helpers.draw.style import FONT_SIZE, GREY, SETTINGS, SIGNED, VERMILION, chart


def gates_over_time(
    values: Mapping[str, np.ndarray],
    *,
    alt: str,
    signed: Sequence[str] = (),
    marked: Sequence[int] = (),
) -> None:
    """One heat map for each entry of values, (T, units): a column a step, a row a unit, dark blue low and yellow high.

    signed  names of those that are positive and negative, drawn from minus to plus their largest; the others are
            shares, drawn from 0 to 1
    marked  steps to point at, by an arrow above the first map
    """
    from matplotlib import rc_context

    with rc_context(SETTINGS):
        figure, rows = chart(9.2, 0.9 + 1.3 * len(values), rows=len(values))
        rows = np.atleast_1d(rows)
        for axes, (name, steps) in zip(rows, values.items(), strict=True):
            least, most = (-np.abs(steps).max(), np.abs(steps).max()) if name in signed else (0.0, 1.0)
            image = axes.imshow(steps.T, cmap=SIGNED, vmin=least, vmax=most, aspect="auto", interpolation="nearest")
            above = 20 if len(marked) and axes is rows[0] else 6  # points; the arrows stand below the name
            axes.set_title(name, fontsize=FONT_SIZE, loc="left", pad=above)
            axes.set_yticks([])
            axes.set_ylabel("units")
            axes.tick_params(labelbottom=axes is rows[-1])
            for edge in ("top", "right"):
                axes.spines[edge].set_visible(True)
            bar = figure.colorbar(image, ax=axes, ticks=[least, most], pad=0.015, aspect=8)
            bar.ax.set_yticklabels([f"{least:.2g}", f"{most:.2g}"])
            bar.outline.set_edgecolor(GREY)
        for step in marked:
            rows[0].annotate(
                "",
                (step, 1.0),
                xycoords=("data", "axes fraction"),
                xytext=(0, 16),
                textcoords="offset points",
                arrowprops={"arrowstyle": "-|>", "color": VERMILION, "linewidth": 2.2},
            )
        rows[-1].set_xlabel("step")
    show(figure, alt)
