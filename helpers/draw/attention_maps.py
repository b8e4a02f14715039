"""Who looks where: tables of weights as heat maps."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from helpers.draw.show import show
from helpers.draw.style import EDGE, FONT_SIZE, GREY, SETTINGS, SIGNED

MOST_LABELS = 45  # words along an axis; with more there are none


def attention_maps(
    weights: Mapping[str, Any],
    *,
    rows: Sequence[str],
    columns: Sequence[str],
    alt: str,
    size: float = 3.4,
) -> None:
    """One map for each entry of weights, (queries, keys), side by side: dark is 0, yellow is 1.

    rows     what asks, a word a query
    columns  what is looked at, a word a key; where there are too many to be read, none are written
    size     inches along the longer side of a map
    """
    from matplotlib import rc_context
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    tables = {name: np.asarray(table, dtype=float) for name, table in weights.items()}
    longest = max(len(rows), len(columns))
    wide, high = size * len(columns) / longest, max(size * len(rows) / longest, 0.45)
    words = FONT_SIZE - 2 if longest <= 16 else FONT_SIZE - 5
    with rc_context(SETTINGS):
        figure = Figure(
            figsize=(1.9 + (wide + 0.35) * len(tables), high + 1.75),
            layout=ConstrainedLayoutEngine(w_pad=EDGE, h_pad=EDGE),
        )
        all_axes = figure.subplots(1, len(tables), squeeze=False)[0]
        for axes, (name, table) in zip(all_axes, tables.items(), strict=True):
            image = axes.imshow(table, cmap=SIGNED, vmin=0.0, vmax=1.0, aspect="auto", interpolation="nearest")
            axes.set_title(name, fontsize=FONT_SIZE - 1, loc="left")
            if len(columns) <= MOST_LABELS:
                axes.set_xticks(range(len(columns)), columns, rotation=90, fontsize=words)
            else:
                axes.set_xticks([])
            first = axes is all_axes[0]
            axes.set_yticks(range(len(rows)), rows if first else [""] * len(rows), fontsize=words)
            axes.tick_params(length=0)
            axes.set_xlabel("looked at")
            if first:
                axes.set_ylabel("asking")
            for edge in ("top", "right"):
                axes.spines[edge].set_visible(True)
        bar = figure.colorbar(image, ax=all_axes, ticks=[0, 1], pad=0.02, aspect=14)
        bar.outline.set_edgecolor(GREY)
    show(figure, alt)
