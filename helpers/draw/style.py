"""The one look of every figure: colours by meaning, sizes, a white page.

The colours are those of Okabe and Ito, which people with any kind of colour blindness can tell apart.
Those who see no colours at all have the dashes, the markers, and names beside what they name. Backgrounds are white,
so that a figure reads in a dark theme as well.
"""

BLACK = "#222222"
GREY = "#6E6E6E"
PALE = "#E9E9E9"
WHITE = "#FFFFFF"
BLUE = "#0072B2"
ORANGE = "#E69F00"
GREEN = "#009E73"
VERMILION = "#D55E00"
PURPLE = "#9B4F84"  # Okabe and Ito's reddish purple, darker, so that thin letters can be read on white
SKY = "#56B4E9"

# What a colour means, in diagrams and in curves alike.
INPUT = BLUE
STATE = VERMILION
OUTPUT = GREEN
WEIGHT = PURPLE

LINES = (VERMILION, BLUE, GREEN, PURPLE, ORANGE, SKY)
DASHES = ("-", "--", "-.", ":", (0, (6, 1, 1, 1)), (0, (1, 1)))
MARKERS = ("o", "s", "^", "D", "v", "P")
# From -1 to 1: blue, grey, yellow, and lighter all the way, so that the sign can be seen without colours too.
SIGNED = "cividis"

FONT_SIZE = 13
EDGE = 0.1  # inches of white between a chart and the edge of its page, which a dark theme shows
SETTINGS = {
    "font.family": "DejaVu Sans",  # this and the letters of formulas come with matplotlib
    "font.size": FONT_SIZE,
    "mathtext.fontset": "cm",
    "axes.edgecolor": GREY,
    "axes.labelcolor": BLACK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "xtick.color": BLACK,
    "ytick.color": BLACK,
    "figure.facecolor": WHITE,
    "axes.facecolor": WHITE,
    "savefig.facecolor": WHITE,
    "lines.linewidth": 2.4,
    "legend.frameon": False,
    "legend.handlelength": 3.4,  # long enough to show how a line is dashed
}


def tint(colour: str, share: float = 0.14) -> tuple[float, ...]:
    """A pale version of a colour, for the inside of a box whose edge has the colour itself."""
    from matplotlib.colors import to_rgb

    return tuple(1 - share * (1 - part) for part in to_rgb(colour))


def contrast_with_white(colour: str) -> float:
    """How much a colour stands out from the page: from 1 to 21, as WCAG defines it."""
    from matplotlib.colors import to_rgb

    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour)]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


def ink(colour: str) -> str:
    """The colour that words have: the same, darkened until its contrast is the 4.5 that WCAG asks of text."""
    from matplotlib.colors import to_hex, to_rgb

    while contrast_with_white(colour) < 4.5:
        colour = to_hex([0.97 * part for part in to_rgb(colour)])
    return colour


def chart(width: float, height: float, rows: int = 1):
    """A figure and its axes (an array of them if there are several rows) for measured values."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    with rc_context(SETTINGS):
        figure = Figure(figsize=(width, height), layout=ConstrainedLayoutEngine(w_pad=EDGE, h_pad=EDGE))
        axes = figure.subplots(rows, 1)
    return figure, axes
