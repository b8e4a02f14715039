"""The LSTM cell as a diagram, built up step by step, and its gradient highway beside two relatives."""

from helpers.draw.diagram import Page
from helpers.draw.show import show
from helpers.draw.style import BLACK, GREEN, GREY, INPUT, OUTPUT, STATE, WEIGHT

BELT, BUS, GATES = 3.62, 0.95, 1.85  # heights of the cell state's line, of what is read, and of the gates
STAGES = ("belt", "forget", "write", "update", "output")
FORMULAS = {
    "belt": "$c_t = c_{t-1}$",
    "forget": "$c_t = f_t\\, c_{t-1}$",
    "write": "$c_t = f_t\\, c_{t-1}$, and ready to be written:  $i_t\\, g_t$",
    "update": "$c_t = f_t\\, c_{t-1} + i_t\\, g_t$",
    "output": "$c_t = f_t\\, c_{t-1} + i_t\\, g_t$        $h_t = o_t\\, \\tanh(c_t)$",
}


def lstm_cell(stage: str, *, alt: str) -> None:
    """The cell up to one of STAGES: the belt alone, with the forget gate, the input gate and candidate, the sum, h.

    What has come in with this stage is drawn in black and colours, what was there before in grey.
    """
    page = Page(9.6, 4.75)
    reached = STAGES.index(stage)

    def fresh(name):
        """Whether this stage brings it; None when it is not there yet."""
        return None if STAGES.index(name) > reached else STAGES.index(name) == reached

    def line(name):
        return BLACK if fresh(name) else GREY

    before = page.box(0.85, BELT, "$c_{t-1}$", STATE, width=0.85)
    after = page.box(8.75, BELT, "$c_t$", STATE, width=0.85)
    stops = [before.right]
    if fresh("forget") is not None:
        times = page.circle(2.55, BELT, "$\\times$", line("forget"))
        stops += [times.left, times.right]
        _read(page, 3.85 if stage == "forget" else 7.05 if stage == "output" else 5.65)
        forget = _gate(page, 2.55, "sigmoid", "what share\nto keep", fresh("forget"))
        page.arrow(forget.top, times.bottom, line("forget"))
        page.text(2.73, 2.75, "$f_t$", WEIGHT, align="left", size=16)
    if fresh("write") is not None:
        product = page.circle(4.75, 2.75, "$\\times$", line("write"))
        how_much = _gate(page, 4.0, "sigmoid", "how much\nto write", fresh("write"))
        what = _gate(page, 5.5, "tanh", "what to\nwrite", fresh("write"))
        page.path([how_much.top, (4.0, 2.75), product.left], line("write"))
        page.path([what.top, (5.5, 2.75), product.right], line("write"))
        page.text(3.9, 2.6, "$i_t$", WEIGHT, align="right", size=16)
        page.text(5.6, 2.6, "$g_t$", WEIGHT, align="left", size=16)
    if fresh("update") is not None:
        plus = page.circle(4.75, BELT, "$+$", line("update"))
        stops += [plus.left, plus.right]
        page.arrow(product.top, plus.bottom, line("update"))
    if fresh("output") is not None:
        squash = page.box(7.75, 2.95, "tanh", BLACK, width=0.8, height=0.42, size=13)
        shown = page.circle(7.75, 2.2, "$\\times$", BLACK)
        out = _gate(page, 6.9, "sigmoid", "how much\nto show", True)
        h = page.box(8.75, BUS, "$h_t$", STATE, width=0.85)
        page.arrow((7.75, BELT), squash.top)
        page.arrow(squash.bottom, shown.top)
        page.path([out.top, (6.9, 2.2), shown.left], BLACK)
        page.path([shown.bottom, (7.75, BUS), h.left], BLACK)
        page.text(6.8, 2.38, "$o_t$", WEIGHT, align="right", size=16)
    stops.append(after.left)
    for start, end in zip(stops[::2], stops[1::2], strict=True):
        page.arrow(start, end, STATE, width=4)
    page.text(4.75, 4.4, FORMULAS[stage], size=17)
    show(page.figure, alt)


def _read(page, end):
    """h_(t-1) and x_t, and the line from which every gate reads both."""
    h = page.box(0.85, BUS, "$h_{t-1}$", STATE, width=0.85)
    x = page.box(1.75, 0.32, "$x_t$", INPUT, width=0.62)
    page.axes.plot([h.right[0], end], [BUS, BUS], color=GREY, linewidth=1.8, zorder=1)
    page.arrow(x.top, (1.75, BUS), GREY)


def _gate(page, x, activation, says, fresh):
    """A gate over the line of what is read, with its activation inside and what it decides below."""
    gate = page.box(x, GATES, activation, WEIGHT if fresh else GREY, width=0.92, height=0.46, size=13)
    page.arrow((x, BUS), gate.bottom, BLACK if fresh else GREY)
    page.caption(x, 0.52, says, size=11.5)
    return gate


def gradient_highway(*, alt: str) -> None:
    """Three networks with a straight line through them: the LSTM over time, highway network and ResNet over layers."""
    page = Page(9.6, 5.6)
    rows = [
        (4.7, "LSTM", "over time", ["c_0", "c_1", "c_2", "c_3"], "f", "i\\, g", "f"),
        (2.9, "highway\nnetwork", "over layers", ["x", "y_1", "y_2", "y_3"], "1-g", "g\\, H", "(1-g)"),
        (1.1, "ResNet", "over layers", ["x", "y_1", "y_2", "y_3"], "", "F", "1"),
    ]
    for height, name, over, states, factor, added, back in rows:
        page.text(0.25, height, name, size=15, align="left")
        page.caption(0.25, height - 0.58, over, align="left")
        before = None
        for place, state in enumerate(states):
            x = 1.95 + 1.85 * place
            box = page.box(x, height, f"${state}$", STATE, width=0.55, height=0.46)
            if before is not None:
                plus = page.circle(x - 0.66, height, "$+$", BLACK, diameter=0.36, size=14)
                start = before.right
                if factor:
                    times = page.circle(x - 1.24, height, "$\\times$", BLACK, diameter=0.36, size=14)
                    page.arrow(start, times.left, STATE, width=2.8)
                    page.arrow((x - 1.24, height - 0.56), times.bottom, WEIGHT)
                    page.text(x - 1.24, height - 0.72, f"${factor}$", WEIGHT, size=15)
                    start = times.right
                page.arrow(start, plus.left, STATE, width=2.8)
                page.arrow(plus.right, box.left, STATE, width=2.8)
                page.arrow((x - 0.66, height - 0.56), plus.bottom, GREY)
                page.text(x - 0.56, height - 0.72, f"${added}$", size=15)
            before = box
        page.path([(7.5, height + 0.32), (7.4, height + 0.48), (2.05, height + 0.48), (1.95, height + 0.3)], GREEN)
        page.text(8.1, height + 0.48, f"back: $\\times\\, {back}$", OUTPUT, size=13, align="left")
        page.caption(8.1, height + 0.12, "at every step" if over == "over time" else "at every layer", align="left")
    show(page.figure, alt)
