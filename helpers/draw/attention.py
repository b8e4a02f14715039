"""Attention as a diagram: one query that asks all keys, and how columns are cut into heads."""

from collections.abc import Sequence

from helpers.draw.diagram import Page
from helpers.draw.show import show
from helpers.draw.style import BLACK, BLUE, GREY, INPUT, ORANGE, OUTPUT, STATE, VERMILION, WEIGHT, tint


def one_query(words: Sequence[str], weights: Sequence[float], *, alt: str) -> None:
    """The last word's query compared with every word's key; the weights; the values, added up to its output.

    words    four or so, each with a key and a value above it
    weights  one a word, as thick as its arrow
    """
    apart, left = 1.75, 1.5
    page = Page(left + apart * len(words) + 0.75, 4.75)
    word_line, key_line, weight_line, value_line = 0.42, 1.3, 2.3, 3.1
    middle = left + apart * (len(words) - 1) / 2
    y = page.box(middle, 4.25, "$y$", OUTPUT)
    for place, (word, weight) in enumerate(zip(words, weights, strict=True)):
        x = left + apart * place
        page.text(x, word_line, word, INPUT, size=15)
        key = page.box(x, key_line, f"$k_{place}$", WEIGHT)
        value = page.box(x, value_line, f"$v_{place}$", STATE)
        page.arrow((x, word_line + 0.22), key.bottom, GREY)
        page.arrow(key.top, (x, weight_line - 0.24), GREY)
        aside = x + 0.58  # a value is made of its word, not of a weight: its line goes past key and weight
        page.path([(x + 0.42, word_line), (aside, word_line), (aside, value_line), value.right], GREY)
        page.text(x, weight_line, f"{weight:g}", size=15)
        page.arrow(value.top, (y.x + 0.17 * (x - middle) / apart, y.bottom[1]), STATE, width=1.0 + 7.0 * weight)
    last = left + apart * (len(words) - 1)
    query = page.box(last + 1.3, key_line, "$q$", BLUE)
    page.path([(last + 0.5, word_line), (query.x, word_line), query.bottom], GREY)
    page.caption(0.6, key_line, "keys")
    page.caption(0.6, weight_line, "weights")
    page.caption(0.6, value_line, "values")
    bar = page.box(middle, weight_line, "", BLUE, width=last - left + 0.8, height=0.46, filled=False)
    page.path([query.top, (query.x, weight_line), bar.right], BLUE)
    page.caption(query.x + 0.2, weight_line + 0.45, "softmax$(q\\,k^\\top/\\sqrt{d})$")
    show(page.figure, alt)


def heads(*, alt: str) -> None:
    """A matrix (T, D) = (3, 6) cut into two heads, and what comes of asking for the shape at once."""
    page = Page(9.9, 3.3)
    side = 0.42
    colours = [BLUE] * 3 + [ORANGE] * 3
    numbers = [[(row, column) for column in range(6)] for row in range(3)]

    def matrix(left, top, rows):
        for down, row in enumerate(rows):
            for across, (t, column) in enumerate(row):
                field(left + side * across, top - side * down, t, column)

    def field(x, y, t, column):
        from matplotlib.patches import Rectangle

        colour = colours[column]
        corner = (x, y - side)
        page.axes.add_patch(Rectangle(corner, side, side, edgecolor=BLACK, facecolor=tint(colour, 0.3), linewidth=1.2))
        page.text(x + side / 2, y - side / 2, f"{t}{column}", size=11.5)

    matrix(0.45, 2.4, numbers)
    page.caption(1.71, 2.75, "(T, D) = (3, 6)")
    page.caption(1.71, 0.8, "in each field: position, column")
    page.arrow((3.15, 1.77), (3.75, 1.77), GREY, width=3)
    matrix(4.0, 2.4, [row[:3] for row in numbers])
    matrix(5.5, 2.4, [row[3:] for row in numbers])
    page.caption(4.63, 2.62, "head 0")
    page.caption(6.13, 2.62, "head 1")
    page.text(5.4, 2.98, "cut, then exchange", size=12.5)
    page.caption(5.4, 0.8, "row t is position t")
    flat = [number for row in numbers for number in row]
    matrix(7.05, 2.4, [flat[3 * row : 3 * row + 3] for row in range(3)])
    matrix(8.43, 2.4, [flat[9 + 3 * row : 12 + 3 * row] for row in range(3)])
    page.text(8.37, 2.98, "the shape at once", VERMILION, size=12.5)
    page.caption(7.68, 2.62, "head 0?")
    page.caption(9.06, 2.62, "head 1?")
    page.caption(8.37, 0.8, "row t is not position t")
    show(page.figure, alt)


def transformer_block(*, alt: str) -> None:
    """A block in the form with the norm in front: a line from x to y, and two branches that are added to it."""
    page = Page(9.9, 3.7)
    line, branch = 0.75, 2.6
    x = page.box(0.75, line, "$x$", INPUT)
    y = page.box(9.2, line, "$y$", OUTPUT)
    first, second = page.circle(4.25, line, "$+$"), page.circle(8.2, line, "$+$")
    page.arrow(x.right, first.left, width=3.4)
    page.arrow(first.right, second.left, width=3.4)
    page.arrow(second.right, y.left, width=3.4)
    page.caption(4.95, line - 0.3, "$a$", size=15, colour=BLACK)
    for start, plus, number, work, colour in (
        (1.5, first, 1, "multi-head\nattention", STATE),
        (5.5, second, 2, "linear, ReLU,\nlinear", WEIGHT),
    ):
        norm = page.box(start + 0.05, branch - 0.75, f"norm {number}", GREY, width=0.95, height=0.42, size=12)
        does = page.box(start + 1.3, branch, work, colour, width=1.4, height=0.7, size=12)
        drop = page.box(plus.x, branch - 0.75, "dropout", GREY, width=0.95, height=0.42, size=12)
        page.arrow((norm.x, line), norm.bottom)
        page.path([norm.top, (norm.x, branch), does.left])
        page.path([does.right, (plus.x, branch), drop.top])
        page.arrow(drop.bottom, plus.top)
    page.caption(2.8, 3.25, "between the positions")
    page.caption(6.8, 3.25, "at each position")
    page.caption(4.95, 0.17, "the line itself: two sums and nothing else")
    show(page.figure, alt)
