"""A batch of sentences of different lengths, as the grid of its tokens."""

from collections.abc import Sequence

from helpers.draw.diagram import Page
from helpers.draw.show import show
from helpers.draw.style import BLACK, FONT_SIZE, GREY, INPUT

CELL_WIDTH, CELL_HEIGHT, LEFT = 1.05, 0.46, 1.2


def padded_batch(sentences: Sequence[Sequence[str]], *, alt: str) -> None:
    """One row a sentence, one column a step, with the index that it has in the array; padding is grey and dashed."""
    steps = max(map(len, sentences))
    page = Page(LEFT + steps * CELL_WIDTH + 0.1, 0.75 + len(sentences) * (CELL_HEIGHT + 0.1))
    top = 0.12 + len(sentences) * (CELL_HEIGHT + 0.1)
    for step in range(steps):
        page.caption(LEFT + (step + 0.5) * CELL_WIDTH, top + 0.3, f"[:, {step}]", size=12, family="DejaVu Sans Mono")
    for row, sentence in enumerate(sentences):
        height = top - (row + 0.5) * (CELL_HEIGHT + 0.1)
        page.caption(LEFT - 0.15, height, f"sentence {row}", size=12, align="right")
        for step in range(steps):
            real = step < len(sentence)
            page.box(
                LEFT + (step + 0.5) * CELL_WIDTH,
                height,
                sentence[step] if real else "<pad>",
                INPUT if real else GREY,
                width=CELL_WIDTH - 0.1,
                height=CELL_HEIGHT,
                size=FONT_SIZE - 1,
                filled=real,
                dashed=not real,
                text_colour=BLACK if real else GREY,
            )
    show(page.figure, alt)
