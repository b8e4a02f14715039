"""The way of a batch through a recurrent network, from ids to a loss or a label, with the shape at every station."""

from helpers.draw.diagram import Page
from helpers.draw.show import show
from helpers.draw.style import BLACK, GREY, INPUT, OUTPUT, STATE


def whole_path(*, alt: str) -> None:
    """Boxes for the arrays, the functions of lesson 02 on the arrows, and where mask and targets enter."""
    page = Page(9.6, 3.9)
    line, low = 2.25, 0.75
    tokens = page.box(0.85, line, "tokens", BLACK, width=1.1, size=13)
    x = page.box(2.75, line, "$x$", INPUT, width=0.9)
    h = page.box(4.75, line, "$h$", STATE, width=0.9)
    logits = page.box(6.85, line, "logits", OUTPUT, width=1.1, size=13)
    loss = page.box(9.0, line, "loss", BLACK, width=0.9, size=13)
    last = page.box(4.75, low, "$h_{last}$", STATE, width=0.9)
    label = page.box(6.85, low, "logits", OUTPUT, width=1.1, size=13)
    for start, end in ((tokens, x), (x, h), (h, logits), (logits, loss), (last, label)):
        page.arrow(start.right, end.left)
    page.arrow(h.bottom, last.top)
    top = 3.5
    mask = page.box(3.75, top, "mask", GREY, width=0.85, height=0.4, size=12)
    targets = page.box(9.0, top, "targets", GREY, width=0.95, height=0.4, size=12)
    again = page.box(5.75, 1.38, "mask", GREY, width=0.85, height=0.34, size=12)
    page.arrow(mask.bottom, (mask.x, line + 0.05), GREY, width=1.4)
    page.path([mask.right, (7.82, top), (7.82, line + 0.05)], GREY, width=1.4)
    page.path([targets.left, (8.12, top), (8.12, line + 0.05)], GREY, width=1.4)
    page.arrow(again.left, (last.x + 0.05, again.y), GREY, width=1.4)
    page.caption(mask.left[0] - 0.08, top, "(N, T)", size=12, align="right")
    page.caption(targets.x, top - 0.36, "(N, T)", size=12)
    stations = ((tokens, "(N, T)"), (x, "(N, T, D)"), (h, "(N, T, H)"), (logits, "(N, T, V)"), (loss, "a number"))
    for box, shape in stations:
        page.caption(box.x, line + 0.45, shape, size=12)
    page.caption(last.x, low - 0.45, "(N, H)", size=12)
    page.caption(label.x, low - 0.45, "(N, classes)", size=12)
    code(page, 1.83, line - 0.23, "embed")
    code(page, 3.75, line - 0.3, "rnn_\nforward")
    code(page, 5.75, line - 0.3, "output_\nlayer")
    code(page, 7.97, line - 0.3, "language_\nmodel_loss")
    code(page, 5.75, low - 0.3, "output_\nlayer")
    page.text(4.62, (line + low) / 2, "last_valid_state", size=11, align="right", family="DejaVu Sans Mono")
    page.caption(7.6, low, "one answer\nper sequence", align="left", size=11, colour=OUTPUT)
    page.caption(logits.x - 0.1, line + 0.75, "one answer per step", size=11, colour=OUTPUT)
    show(page.figure, alt)


def code(page, across, up, words):
    """The name of a function beneath an arrow."""
    page.text(across, up, words, size=11, vertical="center", family="DejaVu Sans Mono", linespacing=1.05)
