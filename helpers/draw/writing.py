"""How a network writes: what is drawn at one step is what it reads at the next."""

from collections.abc import Sequence

from helpers.draw.diagram import Page
from helpers.draw.show import show
from helpers.draw.style import BLACK, GREY, INPUT, OUTPUT, STATE, VERMILION

# heights of the bars, and which of them was drawn: not always the highest
DISTRIBUTIONS = (
    ((0.12, 0.5, 0.2, 0.3), 1),
    ((0.3, 0.1, 0.45, 0.2), 2),
    ((0.32, 0.5, 0.1, 0.24), 0),
    ((0.2, 0.22, 0.14, 0.5), 3),
)


def writing_loop(prompt: Sequence[str], written: Sequence[str], *, alt: str) -> None:
    """The network unrolled over a prompt that is read and the tokens that it writes; the last one is not read."""
    read = [*prompt, *written[:-1]]
    width = 9.8
    apart = (width - 1.9) / len(read)
    page = Page(width, 3.9)
    low, middle, high, top = 0.95, 1.9, 2.75, 3.5
    before = page.box(0.6, middle, "$h_0$", STATE, dashed=True)
    for step, token in enumerate(read):
        across = 1.75 + apart * step
        given = step < len(prompt)
        x = page.box(across, low, _shown(token), INPUT, dashed=not given)
        h = page.box(across, middle, "", STATE)
        page.arrow(before.right, h.left)
        page.arrow(x.top, h.bottom)
        before = h
        place = step - len(prompt) + 1
        if place < 0:
            continue
        _bars(page, across, high, place)
        page.arrow(h.top, (across, high - 0.28))
        page.arrow((across, high + 0.3), (across, top - 0.22))
        page.box(across, top, _shown(written[place]), OUTPUT, height=0.42)
        if step + 1 < len(read):
            half = across + apart / 2
            page.path([(across + 0.31, top), (half, top), (half, low), (across + apart - 0.31, low)], VERMILION)
    first = 1.75 + apart * (len(prompt) - 1) / 2
    page.caption(first, 0.4, "prompt: given, and read")
    page.caption(1.75 + apart * (len(prompt) + (len(written) - 2) / 2), 0.4, "drawn one step before, and read")
    page.caption(1.75 + apart * (len(prompt) - 1) - 0.45, high, "how probable\neach one is", align="right")
    page.caption(1.75 + apart * (len(prompt) - 1) - 0.45, top, "drawn", align="right")
    show(page.figure, alt)


def _shown(token: str) -> str:
    return "␣" if token == " " else token


def _bars(page: Page, x: float, y: float, place: int) -> None:
    """A little bar chart, another one at each place."""
    from matplotlib.patches import Rectangle

    heights, drawn = DISTRIBUTIONS[place % len(DISTRIBUTIONS)]
    for number, height in enumerate(heights):
        colour = OUTPUT if number == drawn else GREY
        corner = (x - 0.25 + 0.125 * number, y - 0.23)
        page.axes.add_patch(Rectangle(corner, 0.1, height, facecolor=colour, edgecolor=BLACK, linewidth=0.6, zorder=3))
