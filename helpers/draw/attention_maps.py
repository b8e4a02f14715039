"""Who looks where: tables of attention weights as heat maps, with the words of both sides on the axes."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from helpers.draw.show import show
from helpers.draw.style import BLACK, EDGE, FONT_SIZE, GREY, SETTINGS

LETTER = 0.65  # of its height, which is how wide a letter is at most times


def attention_maps(
    weights: Mapping[str, Any],
    *,
    rows: Sequence[str],
    columns: Sequence[str],
    alt: str,
    asking: str = "asking",
    looked_at: str = "looked at",
    cell: tuple[float, float] = (0.3, 0.3),
) -> None:
    """One map for each entry of weights, (queries, keys), side by side: white is 0, black is 1.

    rows       what asks, a word a query; `asking` is what the axis is called
    columns    what is looked at, a word a key; `looked_at` is what the axis is called
    cell       inches across and up that one weight takes
    """
    from matplotlib import rc_context
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    across, up = cell
    points = min(FONT_SIZE - 2, 50 * min(cell))
    fits = max(map(len, columns)) * LETTER * points / 72 < across
    wide, high = across * len(columns), up * len(rows)
    with rc_context(SETTINGS):
        figure = Figure(
            figsize=(1.9 + (wide + 0.35) * len(weights), high + 1.75),
            layout=ConstrainedLayoutEngine(w_pad=EDGE, h_pad=EDGE),
        )
        all_axes = figure.subplots(1, len(weights), squeeze=False)[0]
        for axes, (name, table) in zip(all_axes, weights.items(), strict=True):
            first = axes is all_axes[0]
            table = np.asarray(table, dtype=float)
            image = axes.imshow(table, cmap="Greys", vmin=0.0, vmax=1.0, aspect="auto", interpolation="nearest")
            axes.set_title(name, fontsize=FONT_SIZE - 1, loc="left")
            axes.set_xticks(range(len(columns)), columns, rotation=0 if fits else 90, fontsize=points)
            axes.set_yticks(range(len(rows)), rows if first else [""] * len(rows), fontsize=points)
            axes.set_xticks(np.arange(len(columns) + 1) - 0.5, minor=True)
            axes.set_yticks(np.arange(len(rows) + 1) - 0.5, minor=True)
            axes.grid(which="minor", color="#DDDDDD", linewidth=0.6)
            axes.tick_params(which="both", length=0, colors=BLACK)
            axes.set_xlabel(looked_at)
            if first:
                axes.set_ylabel(asking)
            for edge in axes.spines.values():
                edge.set_visible(True)
        bar = figure.colorbar(image, ax=all_axes, ticks=[0, 1], pad=0.02, aspect=max(high / 0.2, 4), label="weight")
        bar.outline.set_edgecolor(GREY)
    show(figure, alt)
