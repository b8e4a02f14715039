"""A batch of sentences packed: the real tokens alone, step after step, the longest sentence first."""

from collections.abc import Sequence

from helpers.draw.diagram import Page
from helpers.draw.show import show
from helpers.draw.style import BLACK, FONT_SIZE, GREY, INPUT, STATE

CELL_WIDTH, CELL_HEIGHT, LEFT, ROW = 0.95, 0.46, 1.75, 0.56


def packed_batch(sentences: Sequence[Sequence[str]], *, alt: str) -> None:
    """The sentences sorted by length on top, and below them their tokens in packed order with the size of each step."""
    order = sorted(range(len(sentences)), key=lambda n: -len(sentences[n]))
    steps = [[sentences[n][t] for n in order if t < len(sentences[n])] for t in range(len(sentences[order[0]]))]
    count = sum(map(len, steps))
    height = len(sentences) * ROW
    page = Page(LEFT + max(count, len(steps)) * CELL_WIDTH + 0.3 * len(steps), height + 2.3)
    top = height + 1.95
    for t in range(len(steps)):
        page.caption(LEFT + (t + 0.5) * CELL_WIDTH, top + 0.12, f"step {t}", size=12)
    for row, n in enumerate(order):
        line = top - 0.35 - row * ROW
        page.caption(LEFT - 0.15, line, f"order[{row}] = {n}", size=12, align="right", family="DejaVu Sans Mono")
        for t, word in enumerate(sentences[n]):
            _cell(page, LEFT + (t + 0.5) * CELL_WIDTH, line, word)
    across, line = LEFT, 0.98
    page.caption(LEFT - 0.15, line, "data", size=12, align="right", family="DejaVu Sans Mono")
    page.caption(LEFT - 0.15, 0.35, "batch_sizes", size=12, align="right", family="DejaVu Sans Mono")
    for read_together in steps:
        begun = across
        for word in read_together:
            _cell(page, across + CELL_WIDTH / 2, line, word)
            across += CELL_WIDTH
        middle = (begun + across) / 2
        page.box(middle, 0.35, str(len(read_together)), STATE, width=0.5, height=0.4, size=FONT_SIZE)
        across += 0.3
    show(page.figure, alt)


def _cell(page: Page, x: float, y: float, word: str) -> None:
    colour = INPUT if word else GREY
    page.box(x, y, word, colour, width=CELL_WIDTH - 0.1, height=CELL_HEIGHT, size=FONT_SIZE - 1, text_colour=BLACK)
