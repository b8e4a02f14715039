"""Sequences of frames, such as those of spoken words, as heat maps."""

from collections.abc import Mapping

import numpy as np

from helpers.draw.show import show
from helpers.draw.style import EDGE, FONT_SIZE, SETTINGS, SIGNED


def frames(clips: Mapping[str, np.ndarray], *, alt: str, limit: float = 2.5) -> None:
    """One heat map for each clip (T, features), two a row: a column a frame. Dark blue is -limit, yellow is limit."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    longest = max(map(len, clips.values()))
    with rc_context(SETTINGS):
        figure = Figure(
            figsize=(9.2, 0.9 + 1.35 * ((len(clips) + 1) // 2)), layout=ConstrainedLayoutEngine(w_pad=EDGE, h_pad=EDGE)
        )
        below = figure.subplots((len(clips) + 1) // 2, 2, squeeze=False, sharex=True)
        for axes, (name, clip) in zip(below.ravel(), clips.items(), strict=False):
            axes.imshow(clip.T, cmap=SIGNED, vmin=-limit, vmax=limit, aspect="auto", interpolation="nearest")
            axes.set_title(name, loc="left", fontsize=FONT_SIZE - 1)
            axes.set_yticks([])
            axes.set_xlim(-0.5, longest - 0.5)
        for axes in below[-1]:
            axes.set_xlabel("frame")
        figure.colorbar(below[0, 0].images[0], ax=below, ticks=[-limit, 0, limit], shrink=0.8, pad=0.015)
    show(figure, alt)
