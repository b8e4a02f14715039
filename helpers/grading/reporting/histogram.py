"""A histogram of scores as SVG that stands inside a page: its colours are the page's, its numbers stand on the bars."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

MOST_BARS = 30
WIDTH, HEIGHT = 720, 260
LEFT, RIGHT, TOP, BOTTOM = 8, 8, 24, 48
STEPS = (1, 2, 5)  # and ten times these, and so on


@dataclass(frozen=True)
class Bar:
    """How many have from `low` up to `high` points; the last bar has its upper end too."""

    low: float
    high: float
    count: int


def bars_of(points: Sequence[float], out_of: float) -> tuple[Bar, ...]:
    """The points counted in steps of 1, 2, 5, 10 ... points, the smallest that give at most MOST_BARS bars.

    A score above the maximum, as a person may enter it, has its place too.
    """
    top = max(out_of, *points, 0.0)
    step = _step(top)
    number = max(1, math.floor(top / step) + 1)
    counts = [0] * number
    for value in points:
        counts[min(max(int(value // step), 0), number - 1)] += 1
    return tuple(Bar(place * step, (place + 1) * step, count) for place, count in enumerate(counts))


def _step(top: float) -> float:
    scale = 1.0
    while True:
        for step in STEPS:
            if top / (step * scale) < MOST_BARS:
                return step * scale
        scale *= 10


def label_of(bar: Bar) -> str:
    """The points that a bar stands for; a bar of one point stands for its whole number and what lies above it."""
    return f"{bar.low:g}" if bar.high - bar.low == 1 else f"{bar.low:g} to below {bar.high:g}"


def histogram(bars: Sequence[Bar], description: str) -> str:
    """The histogram as an SVG element; `description` says in words what it shows."""
    most = max((bar.count for bar in bars), default=0) or 1
    width = (WIDTH - LEFT - RIGHT) / len(bars)
    ground = HEIGHT - BOTTOM
    every = math.ceil(len(bars) / 12)  # labels of the axis have to have room
    pieces = [
        f'<svg class="histogram" role="img" viewBox="0 0 {WIDTH} {HEIGHT}" aria-labelledby="histogram-says" '
        'xmlns="http://www.w3.org/2000/svg">',
        f'<title id="histogram-says">{escape(description)}</title>',
    ]
    for place, bar in enumerate(bars):
        x = LEFT + place * width
        middle = x + width / 2
        height = (ground - TOP) * bar.count / most
        if bar.count:
            pieces.append(
                f'<rect class="bar" x="{x + 1:.1f}" y="{ground - height:.1f}" width="{width - 2:.1f}" '
                f'height="{height:.1f}"/>'
                f'<text class="count" x="{middle:.1f}" y="{ground - height - 5:.1f}">{bar.count}</text>'
            )
        if place % every == 0:
            pieces.append(f'<text class="tick" x="{middle:.1f}" y="{ground + 18}">{bar.low:g}</text>')
    pieces.append(f'<line class="axis" x1="{LEFT}" y1="{ground}" x2="{WIDTH - RIGHT}" y2="{ground}"/>')
    pieces.append(f'<text class="tick" x="{WIDTH / 2:g}" y="{HEIGHT - 8}">points</text></svg>')
    return "".join(pieces)
