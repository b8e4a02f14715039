"""Networks of several rows of states: two directions, several layers, and convolutions on top of each other."""

from collections.abc import Sequence

from helpers.draw.diagram import Page, towards
from helpers.draw.show import show
from helpers.draw.style import BLACK, GREY, INPUT, OUTPUT, STATE, WEIGHT

STEP = 1.55


def bidirectional(words: Sequence[str], *, alt: str) -> None:
    """A row of states from left to right, one from right to left above it, and an output that sees both."""
    page = Page(1.75 + STEP * (len(words) - 1) + 0.9, 3.75)
    low, ahead, back, high = 0.4, 1.3, 2.2, 3.3
    before = None
    later = None
    places = [1.75 + STEP * step for step in range(len(words))]
    for step, (across, word) in enumerate(zip(places, words, strict=True)):
        x = page.box(across, low, word, INPUT, width=1.3, height=0.46, size=13)
        left = page.box(across - 0.3, ahead, "", STATE, width=0.42, height=0.42)
        right = page.box(across + 0.3, back, "", WEIGHT, width=0.42, height=0.42)
        y = page.box(across, high, f"$y_{step}$", OUTPUT, width=0.6, height=0.46)
        page.arrow((across - 0.3, x.top[1]), left.bottom)
        page.arrow((across + 0.3, x.top[1]), right.bottom)
        page.arrow(left.top, (across - 0.12, y.bottom[1]))
        page.arrow(right.top, (across + 0.12, y.bottom[1]))
        if before is not None:
            page.arrow(before.right, left.left, STATE)
        if later is not None:
            page.arrow(right.left, later.right, WEIGHT)
        before, later = left, right
    page.text(0.1, ahead, "left to right", STATE, size=12, align="left")
    page.text(0.1, back, "right to left", WEIGHT, size=12, align="left")
    page.text(0.1, high, "written", OUTPUT, size=12, align="left")
    page.text(0.1, low, "read", INPUT, size=12, align="left")
    show(page.figure, alt)


def stacked(*, alt: str, layers: int = 3, steps: int = 4) -> None:
    """Layers of states, each of which reads the one below."""
    page = Page(1.6 + 1.3 * steps, 1.6 + 0.85 * layers)
    heights = [0.4 + 0.85 * row for row in range(layers + 2)]
    for row, height in enumerate(heights):
        name, colour = ("read", INPUT) if row == 0 else (f"layer {row}", STATE)
        if row == layers + 1:
            name, colour = "written", OUTPUT
        page.text(0.1, height, name, colour, size=12, align="left")
    for step in range(steps):
        across = 1.6 + 1.3 * step
        below = page.box(across, heights[0], f"$x_{step}$", INPUT, width=0.6, height=0.46)
        for row in range(1, layers + 1):
            state = page.box(across, heights[row], "", STATE, width=0.46, height=0.46)
            page.arrow(below.top, state.bottom)
            if step:
                page.arrow((across - 1.3 + 0.23, heights[row]), state.left, STATE)
            below = state
        y = page.box(across, heights[-1], f"$y_{step}$", OUTPUT, width=0.6, height=0.46)
        page.arrow(below.top, y.bottom)
    show(page.figure, alt)


def causal_convolution(*, K: int, dilations: Sequence[int], alt: str, steps: int = 8) -> None:
    """Rows of steps, inputs below; arrows show on what the last output depends."""
    rows = len(dilations) + 1
    page = Page(1.9 + 0.95 * steps, 0.9 + 1.25 * (rows - 1) + 0.45)
    seen = {rows - 1: {steps - 1}}
    for row in range(rows - 2, -1, -1):
        reached = {t - k * dilations[row] for t in seen[row + 1] for k in range(K)}
        seen[row] = {t for t in reached if t >= 0}

    def place(row: int, t: int) -> tuple[float, float]:
        return 2.0 + 0.95 * t, 0.55 + 1.25 * row

    for row in range(rows):
        name, colour = ("inputs", INPUT) if row == 0 else (f"d = {dilations[row - 1]}", STATE)
        page.text(0.1, place(row, 0)[1], name, colour, size=12, align="left")
        for t in range(steps):
            used = t in seen[row]
            x, y = place(row, t)
            page.box(x, y, "", colour if used else GREY, width=0.4, height=0.4, filled=used, dashed=not used)
            if used and row:
                for k in range(K):
                    source = t - k * dilations[row - 1]
                    if source >= 0:
                        start, end = place(row - 1, source), (x, y)
                        page.arrow(towards(start, end, 0.26), towards(end, start, 0.26), BLACK, width=1.4)
    page.caption(2.0 + 0.95 * (steps - 1) / 2, 0.18, "time: every arrow comes from the same step or an earlier one")
    show(page.figure, alt)
