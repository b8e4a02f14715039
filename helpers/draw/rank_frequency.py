"""How frequent the most frequent thing is, the second, the third: Zipf's law to look at."""

from collections.abc import Mapping, Sequence

from helpers.draw.show import show
from helpers.draw.style import BLACK, DASHES, FONT_SIZE, LINES, PALE, SETTINGS, chart


def rank_frequency(frequencies: Mapping[str, Sequence[int]], *, alt: str) -> None:
    """One line for each entry: its frequencies, falling, against their ranks 1, 2, 3, ...; both axes logarithmic."""
    from matplotlib import rc_context
    from matplotlib.ticker import NullFormatter

    with rc_context(SETTINGS):
        figure, axes = chart(8.6, 3.9)
        for number, (name, counts) in enumerate(frequencies.items()):
            axes.plot(
                range(1, len(counts) + 1),
                counts,
                label=name,
                color=LINES[number % len(LINES)],
                linestyle=DASHES[number % len(DASHES)],
            )
        axes.set(xscale="log", yscale="log")
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_minor_formatter(NullFormatter())
        axes.set_xlabel("rank", color=BLACK)
        axes.set_ylabel("how often it occurs", color=BLACK)
        axes.grid(color=PALE)
        if len(frequencies) > 1:
            figure.legend(loc="outside upper center", ncols=3, fontsize=FONT_SIZE - 1)
    show(figure, alt)
