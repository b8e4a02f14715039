"""Reading and then writing: encoder and decoder, teacher forcing, and attention, as diagrams."""

from collections.abc import Sequence

from helpers.draw.diagram import Page
from helpers.draw.show import show
from helpers.draw.style import BLACK, FONT_SIZE, GREY, INPUT, OUTPUT, STATE, WEIGHT


def encoder_decoder(source: Sequence[str], target: Sequence[str], *, alt: str) -> None:
    """The encoder's steps on the left, the decoder's on the right; what is written is read at the next step."""
    steps = len(source) + len(target) + 1
    gap, apart = 1.17, 0.75  # between steps, and more between the two networks
    page = Page(0.9 + gap * (steps - 1) + apart + 0.7, 4.0)
    low, middle, high = 1.0, 2.05, 3.1
    before = None
    inputs = [*source, "START", *target]
    outputs = [*([None] * len(source)), *target, "END"]
    across = 0.75
    for place, (read, written) in enumerate(zip(inputs, outputs, strict=True)):
        decoding = place >= len(source)
        if place == len(source):
            across += apart
        token = page.box(
            across, low, read, OUTPUT if decoding and read != "START" else INPUT, width=0.92, size=FONT_SIZE
        )
        state = page.box(across, middle, f"$s_{place - len(source) + 1}$" if decoding else f"$h_{place + 1}$", STATE)
        page.arrow(token.top, state.bottom)
        if before is not None:
            page.arrow(
                before.right, state.left, STATE if place == len(source) else BLACK, 3.4 if place == len(source) else 1.8
            )
        if written is not None:
            out = page.box(across, high, written, OUTPUT, width=0.92, size=FONT_SIZE)
            page.arrow(state.top, out.bottom)
            if place + 1 < len(inputs):
                right = across + gap / 2
                page.path([(across + 0.46, high), (right, high), (right, low), (across + gap - 0.46, low)], GREY, 1.4)
        if place == len(source):
            page.text(across - (gap + apart) / 2, middle + 0.3, "$s_0 = h_S$", STATE, size=FONT_SIZE + 1)
        before = state
        across += gap
    left = 0.75 + gap * (len(source) - 1) / 2
    page.caption(left, 0.4, "the encoder reads")
    page.caption(across - gap * (len(target) + 2) / 2, 0.4, "the decoder writes, and reads what it has written")
    show(page.figure, alt)


def teacher_forcing(target: Sequence[str], *, alt: str) -> None:
    """Inputs and targets of a decoder in training: the same tokens, one place apart."""
    page = Page(9.0, 2.5)
    low, high = 0.62, 1.72
    page.text(1.55, low, "is given", align="right")
    page.text(1.55, high, "has to say", align="right")
    inputs, wanted = ["START", *target], [*target, "END"]
    for place, (read, right) in enumerate(zip(inputs, wanted, strict=True)):
        across = 2.35 + 1.3 * place
        given = page.box(across, low, read, INPUT, width=0.95, size=FONT_SIZE)
        said = page.box(across, high, right, OUTPUT, width=0.95, size=FONT_SIZE)
        page.arrow(given.top, said.bottom)
        if place + 1 < len(inputs):
            page.path(
                [(across + 0.475, high), (across + 0.65, high), (across + 0.65, low), (across + 1.3 - 0.475, low)],
                GREY,
                1.2,
            )
        page.caption(across, 2.2, f"$t={place + 1}$", size=FONT_SIZE - 1)
    show(page.figure, alt)


def additive_attention(source: Sequence[str], weights: Sequence[float], *, alt: str) -> None:
    """From the encoder's states and the decoder's to scores, weights and the context."""
    page = Page(9.4, 4.6)
    low, score_row, weight_row = 0.95, 2.2, 3.3
    query = page.box(1.0, score_row, "$s_{t-1}$", STATE, width=0.85)
    page.caption(1.0, score_row - 0.5, "the query")
    context = page.box(8.2, weight_row, "$c_t$", STATE, width=0.85)
    page.caption(8.2, weight_row - 0.5, "the context")
    plus = page.circle(6.9, weight_row, "$+$")
    page.arrow(plus.right, context.left)
    for place, (word, weight) in enumerate(zip(source, weights, strict=True)):
        across = 2.75 + 1.75 * place
        state = page.box(across, low, f"$h_{place + 1}$", STATE)
        page.caption(across, low - 0.47, word, size=FONT_SIZE)
        score = page.box(across, score_row, f"$e_{{t{place + 1}}}$", BLACK, width=0.75)
        alpha = page.box(across, weight_row, f"{weight:.2f}", WEIGHT, width=0.8, size=FONT_SIZE + 1)
        page.arrow(state.top, score.bottom)
        page.arrow(score.top, alpha.bottom)
        times = page.circle(across + 0.72, weight_row, "$\\times$", diameter=0.4)
        page.arrow(alpha.right, times.left)
        page.path([(across + 0.31, low), (across + 0.72, low), (across + 0.72, weight_row - 0.2)], STATE, 1.4)
        above = weight_row + 0.55 + 0.12 * place
        page.path([times.top, (across + 0.72, above), (6.9, above), (6.9, weight_row + 0.25)])
    first, last = 2.75, 2.75 + 1.75 * (len(source) - 1)
    below = score_row - 0.42
    page.path(
        [query.right, (1.75, score_row), (1.75, below), (last - 0.25, below), (last - 0.25, score_row - 0.25)],
        STATE,
        1.4,
    )
    for place in range(len(source) - 1):
        across = first + 1.75 * place - 0.25
        page.arrow((across, below), (across, score_row - 0.25), STATE, 1.4)
    page.caption(first - 0.25, (score_row + weight_row) / 2, "softmax over\nthe words", align="right")
    show(page.figure, alt)
