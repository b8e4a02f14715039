"""Distributions over the next token: as bars, and with where they are cut."""

from collections.abc import Mapping, Sequence

import numpy as np

from helpers.draw.show import show
from helpers.draw.style import BLACK, BLUE, FONT_SIZE, GREEN, GREY, LINES, PALE, SETTINGS, VERMILION, chart, ink


def distribution(tokens: Sequence[str], shares: Mapping[str, Sequence[float]], *, alt: str) -> None:
    """One bar for each token and each entry of `shares`, side by side, from 0 to 1."""
    from matplotlib import rc_context
    from matplotlib.ticker import PercentFormatter

    width = 0.8 / len(shares)
    with rc_context(SETTINGS):
        figure, axes = chart(8.6, 3.2)
        for number, (name, values) in enumerate(shares.items()):
            places = np.arange(len(tokens)) + width * (number - (len(shares) - 1) / 2)
            axes.bar(places, values, width=0.92 * width, color=LINES[(number + 1) % len(LINES)], label=name)
        axes.set_xticks(range(len(tokens)), tokens)
        axes.set_ylim(0, 1)
        axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
        axes.set_ylabel("probability")
        axes.grid(axis="y", color=PALE)
        figure.legend(loc="outside upper center", ncols=3, fontsize=FONT_SIZE - 1)
    show(figure, alt)


def cuts(rows: Mapping[str, Sequence[float]], *, k: int, p: float, alt: str) -> None:
    """Distributions with the most probable token first, and where top-k and top-p cut each of them."""
    from matplotlib import rc_context
    from matplotlib.ticker import PercentFormatter

    with rc_context(SETTINGS):
        figure, below = chart(8.6, 1.0 + 2.0 * len(rows), rows=len(rows))
        for axes, (name, values) in zip(np.atleast_1d(below), rows.items(), strict=True):
            shares = np.asarray(values, dtype=float)
            axes.bar(range(len(shares)), shares, color=BLUE, width=0.7)
            for place, share in enumerate(shares):
                axes.annotate(
                    f"{share:.0%}" if share >= 0.01 else f"{share:.1%}",
                    (place, share),
                    xytext=(0, 3),
                    textcoords="offset points",
                    ha="center",
                    fontsize=FONT_SIZE - 2,
                    color=BLACK,
                )
            nucleus = int(np.searchsorted(np.cumsum(shares), p - 1e-12)) + 1
            top = 1.32 * shares.max()
            for number, at, colour, dash, side in (
                (f"top-k, k = {k}", k, VERMILION, "--", 0.99),
                (f"top-p, p = {p:g}", nucleus, GREEN, "-", 0.83),
            ):
                axes.axvline(at - 0.5, color=colour, linestyle=dash)
                axes.annotate(
                    number,
                    (at - 0.5, side * top),
                    xytext=(6, 0),
                    textcoords="offset points",
                    va="top",
                    color=ink(colour),
                    fontsize=FONT_SIZE - 1,
                )
            axes.set_title(name, loc="left", fontsize=FONT_SIZE, color=ink(GREY))
            axes.set_ylim(0, top)
            axes.set_xticks([])
            axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
        axes.set_xlabel("tokens, the most probable one first")
    show(figure, alt)
