"""The one look of every figure: colours by meaning, sizes, a white page.

The colours are those of Okabe and Ito, which people with any kind of colour blindness can tell apart.
Backgrounds are white, so that a figure reads in a dark theme as well.
"""

BLACK = "#222222"
GREY = "#7A7A7A"
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

FONT_SIZE = 13
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
}


def tint(colour: str, share: float = 0.14) -> tuple[float, ...]:
    """A pale version of a colour, for the inside of a box whose edge has the colour itself."""
    from matplotlib.colors import to_rgb

    return tuple(1 - share * (1 - part) for part in to_rgb(colour))


def chart(width: float, height: float, rows: int = 1):
    """A figure and its axes (an array of them if there are several rows) for measured values."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context(SETTINGS):
        figure = Figure(figsize=(width, height), layout="constrained")
        axes = figure.subplots(rows, 1)
    return figure, axes
