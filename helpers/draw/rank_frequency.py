"""How frequent the most frequent thing is, the second, the third: Zipf's law to look at."""

from collections.abc import Mapping, Sequence

from helpers.draw.show import show
from helpers.draw.style import BLACK, DASHES, FONT_SIZE, GREY, LINES, PALE, SETTINGS, chart


def rank_frequency(frequencies: Mapping[str, Sequence[int]], *, zipf: str = "", alt: str) -> None:
    """One line for each entry: its frequencies, falling, against their ranks 1, 2, 3, ...; both axes logarithmic.

    zipf  the name of a further, dashed line: the largest frequency of the first entry, divided by the rank
    """
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
        if zipf:
            first = next(iter(frequencies.values()))
            axes.plot(
                [1, len(first)],
                [first[0], first[0] / len(first)],
                label=zipf,
                color=GREY,
                linewidth=1.3,
                linestyle=(0, (4, 3)),
                zorder=1,
            )
        axes.set(xscale="log", yscale="log")
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_minor_formatter(NullFormatter())
        axes.set_xlabel("rank", color=BLACK)
        axes.set_ylabel("how often it occurs", color=BLACK)
        axes.grid(color=PALE)
        if len(frequencies) > 1:
            figure.legend(loc="outside upper center", ncols=4, fontsize=FONT_SIZE - 1)
    show(figure, alt)
