"""A batch of sentences of different lengths: the grid of its tokens, and below it the mask."""

from collections.abc import Sequence

from helpers.draw.diagram import Page
from helpers.draw.show import show
from helpers.draw.style import BLACK, FONT_SIZE, GREY, INPUT

CELL_WIDTH, CELL_HEIGHT, LEFT, GAP = 1.05, 0.46, 1.2, 0.35
ROW_HEIGHT = CELL_HEIGHT + 0.1


def padded_batch(sentences: Sequence[Sequence[str]], *, alt: str) -> None:
    """One row a sentence, one column a step, with the index that it has in the array; padding is grey and dashed.

    Below the tokens stands their mask, in a grid of the same size.
    """
    steps = max(map(len, sentences))
    height = len(sentences) * ROW_HEIGHT
    page = Page(LEFT + steps * CELL_WIDTH + 0.1, 0.75 + 2 * height + GAP)
    top = 0.12 + 2 * height + GAP
    for step in range(steps):
        page.caption(LEFT + (step + 0.5) * CELL_WIDTH, top + 0.3, f"[:, {step}]", size=12, family="DejaVu Sans Mono")
    for row, sentence in enumerate(sentences):
        line = top - (row + 0.5) * ROW_HEIGHT
        below = line - height - GAP
        page.caption(LEFT - 0.15, line, f"sentence {row}", size=12, align="right")
        page.caption(LEFT - 0.15, below, f"mask[{row}]", size=12, align="right", family="DejaVu Sans Mono")
        for step in range(steps):
            real = step < len(sentence)
            for up, words in ((line, sentence[step] if real else "<pad>"), (below, str(real))):
                page.box(
                    LEFT + (step + 0.5) * CELL_WIDTH,
                    up,
                    words,
                    INPUT if real else GREY,
                    width=CELL_WIDTH - 0.1,
                    height=CELL_HEIGHT,
                    size=FONT_SIZE - 1,
                    filled=real and up == line,
                    dashed=not real,
                    text_colour=BLACK if real else GREY,
                )
    show(page.figure, alt)
