"""Horizontal lines to compare with."""

from collections.abc import Mapping

from helpers.draw.style import FONT_SIZE, GREY, ink


def named_levels(axes, levels: Mapping[str, float] | None) -> None:
    """A thin grey line across the axes at each level, with its name to the right of them; nothing for None."""
    for name, level in (levels or {}).items():
        axes.axhline(level, color=GREY, linewidth=1.2, zorder=1)
        axes.annotate(
            name,
            (1.0, level),
            xycoords=("axes fraction", "data"),
            xytext=(5, 0),
            textcoords="offset points",
            ha="left",
            va="center",
            color=ink(GREY),
            fontsize=FONT_SIZE - 2,
        )
