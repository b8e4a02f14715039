"""The shapes of sequence tasks, by where something is read and where something is answered."""

from helpers.draw.diagram import Page
from helpers.draw.show import show
from helpers.draw.style import INPUT, OUTPUT, STATE

SIDE = 0.36

# title, an example, number of steps, the steps that read, the steps that write
ONE_TO_ONE = ("one to one", "photo label", 1, {0}, {0})
MANY_TO_ONE = ("many to one", "sentiment, ECG", 3, {0, 1, 2}, {2})
ONE_TO_MANY = ("one to many", "music, captions", 3, {0}, {0, 1, 2})
STEP_BY_STEP = ("many to many,\nstep by step", "language model", 3, {0, 1, 2}, {0, 1, 2})
READ_THEN_WRITE = ("many to many,\nread, then write", "translation", 4, {0, 1}, {2, 3})


def four_shapes(*, alt: str) -> None:
    """Many to one, one to many, many to many step by step, many to many after reading."""
    draw_shapes((MANY_TO_ONE, ONE_TO_MANY, STEP_BY_STEP, READ_THEN_WRITE), step_width=0.62, gap=0.88, alt=alt)


def five_shapes(*, alt: str) -> None:
    """The four shapes of sequences, and before them the network without time: one to one."""
    draw_shapes(
        (ONE_TO_ONE, ONE_TO_MANY, MANY_TO_ONE, STEP_BY_STEP, READ_THEN_WRITE), step_width=0.54, gap=0.8, alt=alt
    )


def draw_shapes(shapes, *, step_width: float, gap: float, alt: str) -> None:
    """Small unrolled networks side by side, with their names above and examples below."""
    page = Page(9.6, 3.3)
    left = 1.08
    for title, example, steps, read, written in shapes:
        middle = left + (steps - 1) * step_width / 2
        page.text(middle, 2.92, title, size=12.5, vertical="center_baseline", weight="bold", linespacing=1.1)
        page.caption(middle, 0.22, example, size=12)
        before = None
        for step in range(steps):
            across = left + step * step_width
            h = page.box(across, 1.4, "", STATE, width=SIDE, height=SIDE)
            if step in read:
                x = page.box(across, 0.7, "", INPUT, width=SIDE, height=SIDE)
                page.arrow(x.top, h.bottom)
            if step in written:
                y = page.box(across, 2.1, "", OUTPUT, width=SIDE, height=SIDE)
                page.arrow(h.top, y.bottom)
            if before:
                page.arrow(before.right, h.left)
            before = h
        left += (steps - 1) * step_width + gap + (SIDE / 2 if steps == 1 else 0)  # a name is wider than one state
    for height, word, colour in ((2.1, "written", OUTPUT), (1.4, "state", STATE), (0.7, "read", INPUT)):
        page.text(0.1, height, word, colour, size=12, align="left")
    show(page.figure, alt)
