"""Counting words as diagrams: the way from a text to a loss, bags of words, and one-hot tables with their sums."""

from collections.abc import Mapping, Sequence

import numpy as np

from helpers.draw.diagram import Page
from helpers.draw.pipeline import code
from helpers.draw.show import show
from helpers.draw.style import BLACK, FONT_SIZE, GREY, INPUT, OUTPUT, STATE, VERMILION

CELL = 0.36
WORD_WIDTH = 0.13  # inches a letter takes at the size of the words, with room to spare


def counting_path(*, alt: str) -> None:
    """Boxes for what a text is turned into, and on the arrows the functions that a learner writes in lesson 01."""
    page = Page(9.6, 3.9)
    high, line, low, fork = 3.35, 2.05, 0.75, 3.1
    text = page.box(0.55, line, "text", BLACK, width=0.8, size=13)
    words = page.box(2.35, line, "words", INPUT, width=0.95, size=13)
    counts = page.box(5.05, line, "counts", STATE, width=1.05, size=13)
    logits = page.box(6.95, line, "logits", OUTPUT, width=1.0, size=13)
    loss = page.box(9.0, line, "loss", BLACK, width=0.9, size=13)
    grams = page.box(2.35, high, "n-grams", INPUT, width=1.1, size=13, dashed=True)
    known = page.box(fork, low, "vocabulary", BLACK, width=1.35, size=13)
    shares = page.box(6.95, low, "probabilities", OUTPUT, width=1.5, size=13)
    for start, end in ((text, words), (words, counts), (counts, logits), (logits, loss)):
        page.arrow(start.right, end.left)
    page.arrow(logits.bottom, shares.top)
    page.arrow(words.top, grams.bottom)
    page.path([grams.right, (fork, high), (fork, line)])
    page.arrow((fork, line), known.top)
    page.path([known.right, (counts.x, low), counts.bottom])
    page.path([loss.top, (loss.x, high), (logits.x, high), logits.top], VERMILION)
    code(page, 1.41, line - 0.24, "tokenize")
    code(page, 3.82, line - 0.24, "bag_of_words")
    page.caption(3.84, line + 0.26, "sum of one_hot", size=11)
    page.caption(6.02, line - 0.24, "times W", size=12)
    code(page, 7.98, line - 0.3, "cross_\nentropy")
    code(page, 7.98, high - 0.3, "cross_entropy_\ngradient")
    code(page, 7.35, (line + low) / 2, "softmax")
    code(page, fork + 0.52, (line + low) / 2, "build_\nvocabulary")
    code(page, 1.98, (line + high) / 2, "ngrams")
    page.caption(fork + 0.1, (line + high) / 2 + 0.1, "in place\nof words", size=11, align="left")
    page.caption(counts.x, line + 0.45, "(V,)", size=12)
    page.caption(logits.x - 0.1, line + 0.45, "(N, C)", size=12, align="right")
    page.caption(shares.x, low - 0.45, "(N, C)", size=12)
    page.caption(loss.x - 0.1, line + 0.45, "a number", size=12, align="right")
    page.caption(known.x, low - 0.45, "from the training texts", size=12)
    show(page.figure, alt)


def bags(counts: Mapping[str, Sequence[int]], words: Sequence[str], *, alt: str) -> None:
    """One row of counts for each text, over the words of the vocabulary; a zero is pale."""
    widths = [max(0.5, WORD_WIDTH * len(word)) for word in words]
    page = Page(sum(widths) + 0.3, 0.55 + 0.95 * len(counts))
    height = 0.95 * len(counts)
    for column, word in enumerate(words):
        page.text(0.15 + sum(widths[:column]) + widths[column] / 2, height + 0.25, word, GREY, size=FONT_SIZE - 1)
    for text, numbers in counts.items():
        page.text(0.15, height - 0.12, text, size=FONT_SIZE - 1, align="left")
        for column, number in enumerate(numbers):
            page.box(
                0.15 + sum(widths[:column]) + widths[column] / 2,
                height - 0.52,
                str(int(number)),
                STATE if number else GREY,
                width=widths[column] - 0.1,
                height=0.42,
                size=FONT_SIZE + 1,
                filled=bool(number),
                text_colour=BLACK if number else GREY,
            )
        height -= 0.95
    show(page.figure, alt)


def one_hot_sums(sentences: Sequence[Sequence[str]], tables: np.ndarray, words: Sequence[str], *, alt: str) -> None:
    """The one-hot tables of sentences of one length side by side, and beneath each the sum of its rows.

    tables (N, T, V), words the V words of the vocabulary
    """
    N, T, V = tables.shape
    label = max(0.1 * len(word) for sentence in sentences for word in sentence) + 0.2
    names = max(0.09 * len(word) for word in words) + 0.15
    block = label + V * CELL + 0.35
    page = Page(N * block + 0.1, T * CELL + names + 0.85)
    for number, (sentence, table) in enumerate(zip(sentences, tables, strict=True)):
        left = number * block + label
        for column, word in enumerate(words):
            across = left + (column + 0.5) * CELL
            page.text(
                across, T * CELL + 0.85, word, GREY, size=FONT_SIZE - 2, vertical="bottom", rotation=90, align="center"
            )
        for row, word in enumerate(sentence):
            up = 0.75 + (T - row - 0.5) * CELL
            page.text(left - 0.1, up, word, INPUT, size=FONT_SIZE - 1, align="right")
            _row(page, left, up, table[row], INPUT)
        page.text(left - 0.1, 0.35, "sum", STATE, size=FONT_SIZE - 1, align="right")
        _row(page, left, 0.35, table.sum(axis=0), STATE)
    show(page.figure, alt)


def _row(page: Page, left: float, up: float, numbers: np.ndarray, colour: str) -> None:
    for column, number in enumerate(numbers):
        page.box(
            left + (column + 0.5) * CELL,
            up,
            f"{number:g}",
            colour if number else GREY,
            width=CELL - 0.05,
            height=CELL - 0.05,
            size=FONT_SIZE - 1,
            filled=bool(number),
            text_colour=BLACK if number else GREY,
        )
