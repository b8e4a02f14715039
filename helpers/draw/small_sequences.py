"""Sequences of five kinds, one below the other, over time from left to right."""

from collections.abc import Sequence

import numpy as np

from helpers.draw.diagram import Page
from helpers.draw.show import show
from helpers.draw.style import BLACK, GREY, INPUT, VERMILION

LEFT, RIGHT = 2.35, 9.35
HEIGHT_OF_A_ROW = 1.0
STAFF_STEP = 0.055  # from one note of the scale to the next
SCALE = {60: 0, 62: 1, 64: 2, 65: 3, 67: 4}  # MIDI number -> notes of the scale above middle C
NAMES = "CDEFG"


def small_sequences(
    words: Sequence[str],
    heart: np.ndarray,
    tune: np.ndarray,
    sound: np.ndarray,
    video: np.ndarray,
    *,
    early: float,
    alt: str,
) -> None:
    """The sequences of helpers/data/small_sequences.py, each with the shape of its array.

    words (T,),  heart (T, 1),  tune (T, 2),  sound (T, 1),  video (T, height, width)
    early  where in the heart's sequence the early beat lies, as a share of its length
    """
    page = Page(9.6, 5 * HEIGHT_OF_A_ROW + 0.5)
    middles = [0.45 + HEIGHT_OF_A_ROW * (4.5 - row) for row in range(5)]
    rows = (
        ("a sentence", "ids of words", (len(words),)),
        ("heart beats", "a voltage", heart.shape),
        ("a tune", "pitch and length", tune.shape),
        ("a sound", "pressure of the air", sound.shape),
        ("a video", "frames of pixels", video.shape),
    )
    for middle, (name, what, shape) in zip(middles, rows, strict=True):
        page.text(0.1, middle + 0.25, name, size=13, align="left", weight="bold")
        page.caption(0.1, middle, what, size=11.5, align="left")
        page.text(0.1, middle - 0.24, _tuple(shape), INPUT, size=11.5, align="left", family="DejaVu Sans Mono")
    _words(page, middles[0], words)
    _curve(page, middles[1], heart[:, 0], 0.78)
    page.text(LEFT + early * (RIGHT - LEFT) + 0.12, middles[1] + 0.3, "too early", VERMILION, size=11.5, align="left")
    _notes(page, middles[2], tune)
    _curve(page, middles[3], sound[:, 0], 0.8, width=0.6)
    _frames(page, middles[4], video)
    page.arrow((LEFT, 0.2), (RIGHT, 0.2), GREY, width=1.4)
    page.caption(LEFT - 0.15, 0.2, "time", align="right", size=12)
    show(page.figure, alt)


def _tuple(shape: tuple[int, ...]) -> str:
    return "(" + ", ".join(map(str, shape)) + (",)" if len(shape) == 1 else ")")


def _words(page: Page, middle: float, words: Sequence[str]) -> None:
    width = (RIGHT - LEFT) / len(words)
    for place, word in enumerate(words):
        page.box(LEFT + (place + 0.5) * width, middle, word, INPUT, width=width - 0.06, height=0.46, size=11)


def _curve(page: Page, middle: float, values: np.ndarray, height: float, width: float = 1.4) -> None:
    spread = values.max() - values.min()
    across = np.linspace(LEFT, RIGHT, len(values))
    up = middle + height * ((values - values.min()) / spread - 0.5)
    page.axes.plot(across, up, color=INPUT, linewidth=width, zorder=3)


def _notes(page: Page, middle: float, tune: np.ndarray) -> None:
    """Notes on five lines; the lowest line is E, and middle C has a short line of its own."""
    from matplotlib.patches import Ellipse

    bottom = middle - 0.02
    lines = page.axes.hlines([bottom + 2 * STAFF_STEP * n for n in range(5)], LEFT, RIGHT, color=GREY, linewidth=0.9)
    lines.set_zorder(1)
    beats = tune[:, 1].sum()
    start = 0.0
    for pitch, length in tune:
        across = LEFT + (start + 0.5) / beats * (RIGHT - LEFT)
        step = SCALE[int(pitch)]
        up = bottom + STAFF_STEP * (step - 2)
        if step == 0:
            page.axes.hlines([up], across - 0.14, across + 0.14, color=GREY, linewidth=0.9, zorder=1)
        hollow = length > 1
        note = Ellipse((across, up), 0.15, 0.1, angle=20, edgecolor=INPUT, facecolor="white" if hollow else INPUT)
        note.set(linewidth=1.6, zorder=4)
        page.axes.add_patch(note)
        page.axes.vlines([across + 0.07], up, up + 0.36, color=INPUT, linewidth=1.4, zorder=3)
        page.text(across, middle - 0.36, NAMES[step], BLACK, size=10.5)
        start += length


def _frames(page: Page, middle: float, video: np.ndarray) -> None:
    side, limits = 0.72, (page.axes.get_xlim(), page.axes.get_ylim())
    width = (RIGHT - LEFT) / len(video)
    for place, frame in enumerate(video):
        across = LEFT + (place + 0.5) * width
        edges = (across - side / 2, across + side / 2, middle - side / 2, middle + side / 2)
        page.axes.imshow(frame, cmap="gray", vmin=0, vmax=1, extent=edges, aspect="auto", zorder=3)
    page.axes.set(xlim=limits[0], ylim=limits[1])
