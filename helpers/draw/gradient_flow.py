"""The way of the gradients: back through the unrolled network, back through one step, and cut into windows."""

from itertools import pairwise

from helpers.draw.diagram import Page
from helpers.draw.show import show
from helpers.draw.style import BLACK, GREY, INPUT, ORANGE, OUTPUT, STATE, WEIGHT

BACK = ORANGE  # what leads back
SIDE = 0.11  # how far apart an arrow and the one that leads back lie


def gradient_flow(*, alt: str) -> None:
    """The unrolled network with thin arrows forward and thick ones back, from every loss to all that had a part."""
    page = Page(9.6, 4.1)
    low, middle, high = 0.95, 2.15, 3.35
    across = [0.8, 2.6, 4.4, 6.2, 8.0]
    states = [page.box(x, middle, f"$h_{t}$", STATE, dashed=t == 0) for t, x in enumerate(across)]
    for t, state in enumerate(states):
        if t == 0:
            continue
        x = page.box(across[t], low, f"$x_{t}$", INPUT)
        loss = page.box(across[t], high, f"$L_{t}$", OUTPUT)
        _there_and_back(page, x.top, state.bottom)
        _there_and_back(page, state.top, loss.bottom)
        _there_and_back(page, states[t - 1].right, state.left)
    page.text(across[4] + 0.22, (middle + high) / 2, "$dh_4$", BACK, align="left")
    page.text(1.7, middle - 0.36, "$dh_0$", BACK)
    page.caption(4.8, 0.3, "thin and black: forward;  thick and orange: the gradients, from the last step to the first")
    show(page.figure, alt)


def truncated_windows(*, alt: str) -> None:
    """Nine states in three windows: the state goes on across their borders, the gradient does not."""
    page = Page(9.6, 2.7)
    line, windows, steps = 1.45, 3, 3
    boxes = []
    for t in range(windows * steps):
        boxes.append(page.box(0.75 + 0.98 * t + 0.13 * (t // steps), line, f"$h_{t + 1}$", STATE, width=0.56))
    for t, (before, after) in enumerate(pairwise(boxes)):
        if (t + 1) % steps == 0:
            page.arrow((before.right[0], line + SIDE), (after.left[0], line + SIDE))
            border = (before.right[0] + after.left[0]) / 2
            page.axes.plot([border, border], [0.75, 2.1], color=GREY, linestyle="--", linewidth=1.6)
        else:
            _there_and_back(page, before.right, after.left)
    for window in range(windows):
        middle = boxes[window * steps + 1].x
        page.caption(middle, 2.35, f"window {window + 1}")
    page.caption(4.8, 0.3, "the state is handed across the borders, the gradient is not")
    show(page.figure, alt)


def step_back(*, alt: str) -> None:
    """One step from the inside, with the gradients on their way back."""
    page = Page(9.6, 4.0)
    line, low = 2.75, 1.2
    before = page.box(0.85, line, "$h_{prev}$", STATE, width=0.95)
    recur = page.box(2.75, line, "$\\times\\ W_{hh}$", WEIGHT, width=1.1)
    plus = page.circle(4.75, line, "$+$", BLACK)
    squash = page.box(6.55, line, "tanh", BLACK, width=1.0)
    after = page.box(8.45, line, "$h$", STATE, width=0.85)
    x = page.box(0.85, low, "$x$", INPUT, width=0.95)
    read = page.box(2.75, low, "$\\times\\ W_{xh}$", WEIGHT, width=1.1)
    bias = page.box(4.75, low, "$b_h$", WEIGHT, width=0.75)
    for start, end in (
        (before.right, recur.left),
        (recur.right, plus.left),
        (plus.right, squash.left),
        (squash.right, after.left),
        (x.right, read.left),
        (bias.top, plus.bottom),
    ):
        _there_and_back(page, start, end)
    # the diagonal from the input's product up to the sum
    start, end = (read.right[0], low + 0.12), (4.75 - 0.24, line - 0.16)
    page.arrow((start[0], start[1] + SIDE), (end[0] - 0.06, end[1] + SIDE - 0.02))
    page.arrow((end[0] + 0.06, end[1] - SIDE), (start[0] + 0.02, start[1] - SIDE), BACK, width=3)
    for place, name in (
        ((1.75, line + 0.36), "$dh_{prev}$"),
        ((3.85, line + 0.36), "$da$"),
        ((5.6, line + 0.36), "$da$"),
        ((7.5, line + 0.36), "$dh$"),
        ((1.75, low + 0.36), "$dx$"),
        ((5.12, (line + low) / 2), "$db_h$"),
    ):
        page.text(*place, name, BACK)
    for box, name in ((recur, "$dW_{hh}$"), (read, "$dW_{xh}$")):
        page.arrow(box.bottom, (box.x, box.bottom[1] - 0.45), BACK, width=3)
        page.text(box.x + 0.12, box.bottom[1] - 0.3, name, BACK, align="left")
    page.caption(
        7.45,
        0.75,
        "what a value was multiplied by on its way,\nits gradient is multiplied by on the way back",
    )
    show(page.figure, alt)


def _there_and_back(page, start, end) -> None:
    """A thin arrow from start to end, and beside it a thick one back; the two are level or upright."""
    sideways = start[1] == end[1]
    dx, dy = (0.0, SIDE) if sideways else (-SIDE, 0.0)
    page.arrow((start[0] + dx, start[1] + dy), (end[0] + dx, end[1] + dy))
    page.arrow((end[0] - dx, end[1] - dy), (start[0] - dx, start[1] - dy), BACK, width=3)
