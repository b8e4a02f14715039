"""Hidden states over time as a heat map."""

from collections.abc import Mapping, Sequence

import numpy as np

from helpers.draw.show import show
from helpers.draw.style import FONT_SIZE, GREY, SETTINGS, SIGNED, chart


def hidden_states(h: Mapping[str, np.ndarray], words: Sequence[str], *, alt: str) -> None:
    """One heat map for each entry of h, (T, H) over the same words: a column a step, a row a unit.

    Dark blue is -1, grey is 0, yellow is 1.
    """
    from matplotlib import rc_context

    with rc_context(SETTINGS):
        figure, rows = chart(9.2, 1.2 + 1.9 * len(h), rows=len(h))
        for axes, (name, states) in zip(np.atleast_1d(rows), h.items(), strict=True):
            image = axes.imshow(states.T, cmap=SIGNED, vmin=-1, vmax=1, aspect="auto", interpolation="nearest")
            axes.set_title(name, fontsize=FONT_SIZE, loc="left")
            axes.set_ylabel("unit")
            axes.set_yticks([])
            axes.set_xticks(range(len(words)), [""] * len(words))
            for edge in ("top", "right"):
                axes.spines[edge].set_visible(True)
        axes.set_xticks(range(len(words)), words, rotation=40, ha="right", rotation_mode="anchor")
        bar = figure.colorbar(image, ax=rows, ticks=[-1, 0, 1], shrink=0.9, pad=0.015)
        bar.outline.set_edgecolor(GREY)
    show(figure, alt)
