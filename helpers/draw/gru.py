"""The GRU cell as a diagram, built up step by step."""

from helpers.draw.diagram import Box, Page
from helpers.draw.show import show
from helpers.draw.style import BLACK, GREY, INPUT, STATE, WEIGHT

# heights: the old state's line to the new one, the products, the gates, and what is remembered and read
BELT, PRODUCTS, GATES, MEMORY, READ = 3.62, 2.75, 1.95, 1.12, 0.42
UPDATE, RESET, FIRST, SECOND, CANDIDATE = 2.6, 4.75, 5.3, 6.15, 7.2  # places from left to right
STAGES = ("belt", "update", "candidate", "reset", "reset after")
CANDIDATES = {
    "candidate": "\\tanh(x_t W_{xn}+b_{xn}+h_{t-1}W_{hn}+b_{hn})",
    "reset": "\\tanh(x_t W_{xn}+b_{xn}+(r_t\\, h_{t-1})W_{hn}+b_{hn})",
    "reset after": "\\tanh(x_t W_{xn}+b_{xn}+r_t\\,(h_{t-1}W_{hn}+b_{hn}))",
}
MEAN = "$h_t=(1-z_t)\\, n_t+z_t\\, h_{t-1}$"


def gru_cell(stage: str, *, alt: str) -> None:
    """The cell up to one of STAGES: the old state alone, update gate, candidate, the reset gate in either place.

    What has come in with this stage is drawn in black and colours, what was there before in grey.
    """
    if stage == "belt":
        _belt(alt)
        return
    page = Page(9.6, 4.75)
    reached = STAGES.index(stage)

    def there(name: str) -> bool:
        return STAGES.index(name) <= reached

    def line(name: str) -> str:
        return BLACK if name == stage else GREY

    before = page.box(0.85, BELT, "$h_{t-1}$", STATE, width=0.85)
    after = page.box(8.75, BELT, "$h_t$", STATE, width=0.85)
    x = page.box(0.85, READ, "$x_t$", INPUT, width=0.62, height=0.44)
    keep = page.circle(UPDATE, BELT, "$\\times$", line("update"))
    stops = [before.right, keep.left, keep.right]
    z = _gate(page, UPDATE, "sigmoid", stage == "update")
    page.caption(UPDATE - 0.54, GATES, "how much\nto keep", size=11.5, align="right")
    page.arrow(z.top, keep.bottom, line("update"))
    page.text(UPDATE - 0.12, 3.05, "$z_t$", WEIGHT, align="right", size=16)
    ends = {"update": (UPDATE, UPDATE), "candidate": (SECOND - 0.4, CANDIDATE)}
    memory_ends, read_ends = ends.get(stage, (FIRST - 0.4, CANDIDATE))
    _line(page, [(before.x, BELT - 0.25), (before.x, MEMORY), (memory_ends, MEMORY)])
    _line(page, [x.right, (read_ends, READ)])
    if there("candidate"):
        proposal = _gate(page, CANDIDATE, "tanh", stage == "candidate", crosses_memory=False)
        page.caption(CANDIDATE + 0.54, GATES, "what to\nput in", size=11.5, align="left")
        product = page.circle(CANDIDATE, PRODUCTS, "$\\times$", line("candidate"))
        plus = page.circle(CANDIDATE, BELT, "$+$", line("candidate"))
        stops += [plus.left, plus.right]
        rest = page.box(3.75, PRODUCTS, "$1-z_t$", line("candidate"), width=0.95, height=0.42, size=14)
        _dot(page, UPDATE, PRODUCTS)
        page.arrow((UPDATE, PRODUCTS), rest.left, line("candidate"))
        page.arrow(rest.right, product.left, line("candidate"))
        page.arrow(proposal.top, product.bottom, line("candidate"))
        page.arrow(product.top, plus.bottom, line("candidate"))
        page.text(CANDIDATE + 0.12, 2.33, "$n_t$", WEIGHT, align="left", size=16)
        weights = page.box(
            FIRST if stage == "reset after" else SECOND,
            MEMORY,
            "$W_{hn}$",
            WEIGHT if stage in ("candidate", "reset after") else GREY,
            width=0.72,
            height=0.4,
            size=14,
        )
        last = weights
    if there("reset"):
        r = _gate(page, RESET, "sigmoid", stage == "reset")
        page.caption(RESET - 0.54, GATES, "how much\nto look at", size=11.5, align="right")
        forget = page.circle(SECOND if stage == "reset after" else FIRST, MEMORY, "$\\times$", BLACK, diameter=0.44)
        page.path([r.right, (forget.x, GATES), forget.top], BLACK if stage == "reset" else GREY)
        page.text(RESET + 0.53, GATES + 0.2, "$r_t$", WEIGHT, align="left", size=16)
        first, last = (weights, forget) if stage == "reset after" else (forget, weights)
        page.arrow((FIRST - 0.5, MEMORY), first.left, BLACK)
        page.arrow(first.right, last.left, BLACK)
    elif there("candidate"):
        page.arrow((SECOND - 0.5, MEMORY), weights.left, BLACK)
    if there("candidate"):
        page.path([last.right, (CANDIDATE - 0.25, MEMORY), (CANDIDATE - 0.25, GATES - 0.23)], BLACK)
    stops.append(after.left)
    for start, end in zip(stops[::2], stops[1::2], strict=True):
        page.arrow(start, end, STATE, width=4)
    if stage in CANDIDATES:
        page.text(2.75, 4.4, MEAN, size=16)
        page.text(6.95, 4.4, f"$n_t={CANDIDATES[stage]}$", size=13.5)
    else:
        page.text(4.75, 4.4, "$h_t=z_t\\, h_{t-1}$", size=17)
    show(page.figure, alt)


def _belt(alt: str) -> None:
    """The straight line from the old state to the new one."""
    page = Page(9.6, 1.75)
    before = page.box(0.85, 0.55, "$h_{t-1}$", STATE, width=0.85)
    after = page.box(8.75, 0.55, "$h_t$", STATE, width=0.85)
    page.arrow(before.right, after.left, STATE, width=4)
    page.text(4.75, 1.3, "$h_t=h_{t-1}$", size=17)
    show(page.figure, alt)


def _gate(page: Page, x: float, activation: str, fresh: bool, crosses_memory: bool = True) -> Box:
    """A gate above the lines of what is read and what is remembered; it takes in the first, and mostly the second."""
    gate = page.box(x, GATES, activation, WEIGHT if fresh else GREY, width=0.92, height=0.46, size=13)
    page.arrow((x, READ), gate.bottom, BLACK if fresh else GREY)
    _dot(page, x, READ)
    if crosses_memory:
        _dot(page, x, MEMORY)
    return gate


def _line(page: Page, points: list[tuple[float, float]]) -> None:
    """A line without an arrow: the gates take from it on its way."""
    page.axes.plot(*zip(*points, strict=True), color=GREY, linewidth=1.8, zorder=1)


def _dot(page: Page, x: float, y: float) -> None:
    """A junction."""
    page.axes.plot([x], [y], marker="o", markersize=6, color=GREY, zorder=4)
