"""Measured values as lines."""

from collections.abc import Mapping, Sequence

from helpers.draw.levels import named_levels
from helpers.draw.show import show
from helpers.draw.style import BLACK, DASHES, FONT_SIZE, GREY, LINES, MARKERS, PALE, SETTINGS, chart, ink

Line = Sequence[float]
MOST_MARKERS = 40  # with more places than this a line is drawn without its points
MOST_TICKS = 12  # with more places than this the axis has round numbers instead of the places


def lines(
    across: Sequence[float],
    up: Mapping[str, Line],
    *,
    alt: str,
    xlabel: str,
    ylabel: str,
    levels: Mapping[str, float] | None = None,
    percent: bool = False,
    ylim: tuple[float, float] | None = None,
    outstanding: str | None = None,
) -> None:
    """One line for each entry of `up`, over the same places `across`, named where it ends.

    levels       horizontal lines to compare with, named on the right
    percent      whether the values are shares, shown as per cent
    outstanding  the name of a line that is drawn thick and black
    """
    from matplotlib import rc_context
    from matplotlib.ticker import MaxNLocator

    with rc_context(SETTINGS):
        figure, axes = chart(8.6, 3.9)
        for number, (name, values) in enumerate(up.items()):
            axes.plot(
                across,
                values,
                label=name,
                color=BLACK if name == outstanding else LINES[number % len(LINES)],
                linestyle="-" if name == outstanding else DASHES[number % len(DASHES)],
                linewidth=7 if name == outstanding else None,
                marker=MARKERS[number % len(MARKERS)] if len(across) <= MOST_MARKERS and name != outstanding else "",
                markersize=5.5,
            )
        named_levels(axes, levels)
        if len(across) <= MOST_TICKS:
            axes.set_xticks(across)
        elif all(float(place).is_integer() for place in across):
            axes.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
        _finish(axes, xlabel, ylabel, percent, ylim)
        if len(up) > 1:
            figure.legend(loc="outside upper center", ncols=min(3, len(up)), fontsize=FONT_SIZE - 1)
    show(figure, alt)


def lines_over_words(
    words: Mapping[str, Sequence[str]],
    up: Mapping[str, Line],
    *,
    alt: str,
    ylabel: str,
    percent: bool = False,
    ylim: tuple[float, float] | None = None,
    level: float | None = None,
) -> None:
    """Lines over the words of sentences of one length.

    words   the sentences by name; each stands below the axis behind its name, in the colour of the line of that name
    up      the values by name, one a word
    level   a horizontal line to compare with
    """
    from matplotlib import rc_context

    colours = dict(zip(up, LINES, strict=False))
    with rc_context(SETTINGS):
        figure, axes = chart(9.2, 4.2)
        longest = max(map(len, words.values()))
        for number, (name, values) in enumerate(up.items()):
            axes.plot(
                range(len(values)),
                values,
                label=name,
                color=colours[name],
                linestyle=DASHES[number],
                marker=MARKERS[number],
                markersize=6.5,
            )
        for row, (name, sentence) in enumerate(words.items()):
            axes.annotate(
                f"{name}:",
                (0, 0),
                xycoords="axes fraction",
                xytext=(-6, -18 - 20 * row),
                textcoords="offset points",
                ha="right",
                va="center",
                color=ink(colours.get(name, BLACK)),
                fontsize=FONT_SIZE - 2,
                annotation_clip=False,
            )
            for place, word in enumerate(sentence):
                axes.annotate(
                    word,
                    (place, 0),
                    xycoords=("data", "axes fraction"),
                    xytext=(0, -18 - 20 * row),
                    textcoords="offset points",
                    ha="center",
                    va="center",
                    color=ink(colours.get(name, BLACK)),
                    fontsize=FONT_SIZE - 1,
                    annotation_clip=False,
                )
        if level is not None:
            axes.axhline(level, color=GREY, linewidth=1.2, zorder=1)
        axes.set_xlim(-0.5, longest - 0.5)
        axes.set_xticks(range(longest), [""] * longest)
        _finish(axes, "", ylabel, percent, ylim)
        if len(up) > 1:
            figure.legend(loc="outside upper center", ncols=2, fontsize=FONT_SIZE - 1)
    show(figure, alt)


def _finish(axes, xlabel, ylabel, percent, ylim):
    from matplotlib.ticker import PercentFormatter

    axes.set_xlabel(xlabel, color=BLACK)
    axes.set_ylabel(ylabel, color=BLACK)
    axes.grid(axis="y", color=PALE)
    if percent:
        axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    if ylim:
        axes.set_ylim(*ylim)
