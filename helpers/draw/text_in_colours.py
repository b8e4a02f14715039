"""A number for each character of a text, as the colour behind it."""

from collections.abc import Mapping, Sequence

import numpy as np

from helpers.draw.show import show
from helpers.draw.style import BLACK, FONT_SIZE, GREY, SETTINGS, SIGNED, WHITE, chart, ink

CHARACTER, LINE = 0.098, 0.205  # inches
NARROWEST = 60  # columns, which the names need


def text_in_colours(text: str, values: Mapping[str, Sequence[float]], *, alt: str, columns: int = 88) -> None:
    """The same text once for each entry of `values`, with a colour behind each character.

    values  numbers from -1 to 1, one a character; dark blue is -1, grey is 0, yellow is 1
    A line longer than `columns` goes on below. A line break is drawn as a small arrow, so that its number is seen too.
    """
    from matplotlib import colormaps, rc_context
    from matplotlib.patches import Rectangle

    rows = _rows(text, columns)
    columns = max(NARROWEST, *map(len, rows))
    block = (len(rows) + 1.6) * LINE
    with rc_context(SETTINGS):
        figure, axes = chart(columns * CHARACTER + 0.3, block * len(values) + 0.2)
        axes.set_xlim(0, columns)
        axes.set_ylim(len(values) * (len(rows) + 1.6), 0)
        axes.axis("off")
        for number, (name, of_characters) in enumerate(values.items()):
            top = number * (len(rows) + 1.6)
            axes.text(0, top + 0.6, name, fontsize=FONT_SIZE - 2, color=ink(GREY), va="center")
            for row, places in enumerate(rows):
                for column, place in enumerate(places):
                    value = float(np.clip(of_characters[place], -1, 1))
                    colour = colormaps[SIGNED]((value + 1) / 2)
                    corner = (column, top + 1.1 + row)
                    axes.add_patch(Rectangle(corner, 1, 1, facecolor=colour, edgecolor="none", zorder=1))
                    axes.text(
                        column + 0.5,
                        top + 1.62 + row,
                        "↵" if text[place] == "\n" else text[place],
                        color=WHITE if _luminance(colour) < 0.42 else BLACK,
                        fontsize=8.6,
                        family="DejaVu Sans Mono",
                        ha="center",
                        va="center",
                        zorder=2,
                    )
    show(figure, alt)


def _rows(text: str, columns: int) -> list[list[int]]:
    """The places of the characters, row by row."""
    rows: list[list[int]] = [[]]
    for place, character in enumerate(text):
        if len(rows[-1]) == columns:
            rows.append([])
        rows[-1].append(place)
        if character == "\n" and place + 1 < len(text):
            rows.append([])
    return rows


def _luminance(colour) -> float:
    return 0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2]
