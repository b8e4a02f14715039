"""The sentences that a decoder could write, as a tree of probabilities."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from helpers.draw.diagram import Box, Page
from helpers.draw.show import show
from helpers.draw.style import BLACK, DASHES, FONT_SIZE, GREY, LINES, OUTPUT, ink

Branches = Mapping[str, tuple[float, Any]]  # token -> its probability here, and the branches that follow it
APART = 0.62  # inches between two leaves
ACROSS = 2.1  # inches between two steps


def decoding_tree(branches: Branches, ways: Mapping[str, Sequence[str]], *, alt: str) -> None:
    """A tree from left to right; on each branch the probability of its token after all that stands before it.

    ways  names of sentences to mark, each in a colour and with dashes of its own; where two share a branch they are
          drawn side by side
    """
    leaves = len(list(_leaves(branches)))
    depth = max(len(path) for path in _leaves(branches))
    page = Page(1.5 + ACROSS * depth + 1.9, 0.9 + APART * leaves)
    top = 0.35 + APART * (leaves - 0.5)
    root = page.box(0.75, top - APART * (leaves - 1) / 2, "START", BLACK, width=0.95, size=FONT_SIZE)
    _draw(page, branches, root, top, ways, ())
    for number, (name, path) in enumerate(ways.items()):
        share = 1.0
        rest: Any = branches
        for token in path:
            probability, rest = rest[token]
            share *= probability
        y = top - APART * list(_leaves(branches)).index(tuple(path))
        page.text(
            1.5 + ACROSS * depth - 0.2,
            y,
            f"{name}: {share:.3f}",
            LINES[number % len(LINES)],
            align="left",
            size=FONT_SIZE,
        )
    show(page.figure, alt)


def _leaves(branches: Branches, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for token, (_, rest) in branches.items():
        yield from _leaves(rest, (*before, token)) if rest else iter([(*before, token)])


def _draw(
    page: Page, branches: Branches, parent: Box, top: float, ways: Mapping[str, Sequence[str]], before: tuple[str, ...]
) -> None:
    """The branches below a box; `top` is the height of the first leaf of them."""
    for token, (probability, rest) in branches.items():
        path = (*before, token)
        count = max(1, len(list(_leaves(rest))))
        y = top - APART * (count - 1) / 2
        box = page.box(parent.x + ACROSS, y, token, GREY if token == "END" else OUTPUT, width=0.75, size=FONT_SIZE)
        on = [number for number, way in enumerate(ways.values()) if tuple(way[: len(path)]) == path]
        (x0, y0), (x1, y1) = parent.right, box.left
        if not on:
            page.axes.plot([x0, x1], [y0, y1], color=GREY, linewidth=1.2, zorder=1)
        for place, number in enumerate(on):
            shift = 0.07 * (place - (len(on) - 1) / 2)
            page.axes.plot(
                [x0, x1],
                [y0 + shift, y1 + shift],
                color=LINES[number % len(LINES)],
                linestyle=DASHES[number % len(DASHES)],
                linewidth=3.4,
                zorder=1,
            )
        page.axes.text(
            x0 + 0.62 * (x1 - x0),
            y0 + 0.62 * (y1 - y0),
            f"{probability:g}",
            fontsize=FONT_SIZE - 1,
            color=ink(BLACK),
            ha="center",
            va="center",
            zorder=4,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
        )
        if rest:
            _draw(page, rest, box, top, ways, path)
        top -= APART * count
