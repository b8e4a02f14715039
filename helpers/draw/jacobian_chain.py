"""A change on its way forward through the steps, and a gradient on its way back."""

from helpers.draw.diagram import Page
from helpers.draw.show import show
from helpers.draw.style import BLACK, GREY, OUTPUT, STATE, WEIGHT, tint


def jacobian_chain(*, alt: str) -> None:
    """The states in a row; above them each step's Jacobian forward, below them its transpose backward, ever fainter."""
    page = Page(9.6, 2.9)
    line = 1.65
    labels = ["0", "1", "2", "T-2", "T-1", "T"]
    places = [0.75, 2.2, 3.65, 5.65, 7.1, 8.55]
    boxes = [
        page.box(across, line, f"$h_{{{label}}}$", STATE, width=0.86)
        for across, label in zip(places, labels, strict=True)
    ]
    for number, (before, after, label) in enumerate(zip(boxes, boxes[1:], labels[1:], strict=False)):
        middle = (before.x + after.x) / 2
        strength = 0.25 + 0.75 * number / 4
        backward = tint(OUTPUT, strength)
        if label == "T-2":
            page.text(middle, line, "$\\cdots$", size=17)
            continue
        start, end = before.right[0], after.left[0]
        page.arrow((start, line + 0.1), (end, line + 0.1))
        page.text(middle, line + 0.4, f"$J_{{{label}}}$", WEIGHT)
        page.arrow((end, line - 0.1), (start, line - 0.1), backward, width=1.2 + 2.6 * strength)
        page.text(middle, line - 0.42, f"$J_{{{label}}}^{{\\top}}$", WEIGHT)
    page.caption(places[0], line - 0.85, "lag T")
    page.caption(places[-2], line - 0.85, "lag 1")
    page.caption(places[-1], line - 0.85, "lag 0")
    page.caption(4.65, 2.6, "a small change goes forward", colour=BLACK)
    page.caption(4.65, 0.24, "the gradient comes back, through the same steps", colour=OUTPUT)
    page.arrow((6.35, 2.6), (7.2, 2.6), GREY)
    page.arrow((2.35, 0.24), (1.5, 0.24), GREY)
    loss = page.box(9.2, 2.55, "L", BLACK, width=0.42, height=0.42)
    page.arrow((boxes[-1].x + 0.2, boxes[-1].top[1]), (loss.x - 0.1, loss.bottom[1]))
    show(page.figure, alt)
