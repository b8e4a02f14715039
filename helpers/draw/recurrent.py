"""The recurrent network as a diagram: folded beside unrolled, and one step from the inside."""

from helpers.draw.diagram import Page
from helpers.draw.show import show
from helpers.draw.style import BLACK, GREY, INPUT, OUTPUT, STATE, WEIGHT


def folded_and_unrolled(*, alt: str) -> None:
    """The network as a loop on the left, and the same network unrolled over time on the right."""
    page = Page(9.6, 3.8)
    low, middle, high = 0.8, 1.98, 3.16

    # folded: one box with an arrow to itself
    x = page.box(0.95, low, "$x_t$", INPUT)
    h = page.box(0.95, middle, "$h_t$", STATE, width=0.72, height=0.72)
    y = page.box(0.95, high, "$y_t$", OUTPUT)
    page.arrow(x.top, h.bottom)
    page.arrow(h.top, y.bottom)
    edge, out = h.right[0], 1.95
    page.path([(edge, middle + 0.2), (out, middle + 0.2), (out, middle - 0.2), (edge, middle - 0.2)])
    page.text(0.86, (low + middle) / 2 - 0.05, "$W_{xh}$", WEIGHT, align="right")
    page.text(0.86, (middle + high) / 2 + 0.05, "$W_{hy}$", WEIGHT, align="right")
    page.text(out + 0.07, middle, "$W_{hh}$", WEIGHT, align="left")
    page.caption(1.1, 0.24, "folded: a loop")

    page.arrow((2.72, middle), (3.37, middle), GREY, width=3)
    page.caption(3.03, middle + 0.25, "unroll")

    # unrolled: the same box once a step, and no loop left
    before = page.box(3.95, middle, "$h_0$", STATE, dashed=True)
    for step, label in enumerate(["1", "2", "3", "T"]):
        across = 5.12 + 1.17 * step + (0.45 if label == "T" else 0.0)
        x = page.box(across, low, f"$x_{label}$", INPUT)
        h = page.box(across, middle, f"$h_{label}$", STATE)
        y = page.box(across, high, f"$y_{label}$", OUTPUT)
        page.arrow(x.top, h.bottom)
        page.arrow(h.top, y.bottom)
        page.text(across - 0.07, (low + middle) / 2, "$W_{xh}$", WEIGHT, align="right")
        page.text(across - 0.07, (middle + high) / 2, "$W_{hy}$", WEIGHT, align="right")
        gap = (before.right[0] + h.left[0]) / 2
        if label == "T":
            page.arrow(before.right, (gap - 0.17, middle))
            page.text(gap, middle, "$\\cdots$", size=17)
            page.arrow((gap + 0.17, middle), h.left)
        else:
            page.arrow(before.right, h.left)
            page.text(gap - 0.04, middle + 0.2, "$W_{hh}$", WEIGHT)
        before = h
    page.caption(6.32, 0.24, "unrolled: every arrow points forward, and each weight is the same at every step")
    show(page.figure, alt)


def rnn_step(*, alt: str) -> None:
    """One step from the inside: two products and a bias are summed, then squashed."""
    page = Page(9.6, 3.1)
    line = 2.2
    before = page.box(0.85, line, "$h_{t-1}$", STATE, width=0.85)
    recur = page.box(2.55, line, "$\\times\\ W_{hh}$", WEIGHT, width=1.1)
    plus = page.circle(4.45, line, "$+$", BLACK)
    squash = page.box(6.15, line, "tanh", BLACK, width=1.0)
    after = page.box(8.0, line, "$h_t$", STATE, width=0.85)
    x = page.box(0.85, 0.95, "$x_t$", INPUT, width=0.85)
    read = page.box(2.55, 0.95, "$\\times\\ W_{xh}$", WEIGHT, width=1.1)
    bias = page.box(4.45, 0.95, "$b_h$", WEIGHT, width=0.75)
    page.arrow(before.right, recur.left)
    page.arrow(recur.right, plus.left)
    page.arrow(plus.right, squash.left)
    page.arrow(squash.right, after.left)
    page.arrow(x.right, read.left)
    page.path([read.right, (3.62, 0.95), (3.62, line - 0.28), (4.45 - 0.25 * 0.88, line - 0.25 * 0.47)])
    page.arrow(bias.top, plus.bottom)
    page.arrow(after.right, (9.4, line))
    page.caption(8.97, line + 0.42, "to the\nnext step", size=10.5)
    for x_at, y_at, shape in [
        (0.85, line + 0.45, "(N, H)"),
        (2.55, line + 0.45, "(H, H)"),
        (4.45, line + 0.45, "(N, H)"),
        (6.15, line + 0.45, "number by number"),
        (8.0, line + 0.45, "(N, H)"),
        (0.85, 0.5, "(N, D)"),
        (2.55, 0.5, "(D, H)"),
        (4.45, 0.5, "(H,)"),
    ]:
        page.caption(x_at, y_at, shape, size=11.5)
    page.text(7.2, 0.95, "$h_t=\\tanh(x_t W_{xh}+h_{t-1}W_{hh}+b_h)$", size=16)
    show(page.figure, alt)
