"""What was said of the sequences of each class, as a table of shares."""

from collections.abc import Sequence

import numpy as np

from helpers.draw.show import show
from helpers.draw.style import BLACK, BLUE, FONT_SIZE, PALE, SETTINGS, chart, tint


def confusions(shares: np.ndarray, *, names: Sequence[str], alt: str) -> None:
    """A field for each pair of classes, (true, said), from white at 0 to blue at 1; each row has the sum 1."""
    from matplotlib import rc_context
    from matplotlib.patches import Rectangle

    with rc_context(SETTINGS):
        figure, axes = chart(3.2 + 1.5 * len(names), 1.6 + 0.52 * len(names))
        for (true, said), share in np.ndenumerate(shares):
            colour = tint(BLUE, 0.6 * float(np.clip(share, 0, 1)))
            axes.add_patch(Rectangle((said - 0.5, true - 0.5), 1, 1, facecolor=colour, edgecolor=PALE, linewidth=1.5))
            axes.text(said, true, f"{share:.0%}", ha="center", va="center", color=BLACK, fontsize=FONT_SIZE)
        axes.set(xlim=(-0.51, len(names) - 0.49), ylim=(len(names) - 0.49, -0.51), xlabel="what was said")
        axes.set_ylabel("what was true")
        axes.set_xticks(range(len(names)), [name.replace(" ", "\n") for name in names])
        axes.set_yticks(range(len(names)), names)
        axes.tick_params(length=0)
        for edge in axes.spines.values():
            edge.set_visible(False)
    show(figure, alt)
