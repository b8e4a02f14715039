"""Four decades of recurrent networks on one line."""

from helpers.draw.diagram import Page
from helpers.draw.show import show
from helpers.draw.style import BLACK, GREEN, GREY, INPUT, VERMILION, WHITE

FIRST, LAST = 1984.0, 2022.0
LEFT, RIGHT, END = 0.35, 9.35, 9.5

# Where a forgotten variant begins and ends: drawn to give an impression, not a list of papers.
FORGOTTEN = (
    ((1990.0, 1994.5), (1995.5, 2000.0), (2001.0, 2006.5), (2008.0, 2011.0), (2012.0, 2015.5)),
    ((1991.5, 1996.0), (1998.5, 2003.0), (2004.0, 2007.5), (2009.5, 2013.0), (2014.5, 2018.0)),
    ((1988.5, 1992.5), (1994.0, 1998.0), (1999.0, 2004.5), (2006.0, 2010.0), (2011.0, 2016.0)),
    ((1992.5, 1999.5), (2000.5, 2002.5), (2003.5, 2009.0), (2010.5, 2014.5), (2015.5, 2019.0)),
)


def history(*, alt: str) -> None:
    """1986, 1997, 2014 and 2017, with the variants of which nothing is left as thin lines that end."""
    page = Page(9.6, 3.9)
    base, plain = 0.55, 0.92
    page.arrow((LEFT, base), (END, base), GREY, width=1.6)
    for row, spans in enumerate(FORGOTTEN):
        height = 1.5 + 0.16 * row
        for begin, end in spans:
            page.axes.plot([_x(begin), _x(end)], [height, height], color=GREY, linewidth=1.0, zorder=2)
            page.axes.plot(_x(end), height, marker="x", color=GREY, markersize=4.5, markeredgewidth=1.1, zorder=2)
    page.caption(_x(1986.3), 2.42, "dozens of variants,\nmost of them forgotten\n(schematic)", size=12, align="left")
    for year, height, colour, name in (
        (1986, plain, BLACK, "recurrent networks: a curiosity"),
        (1997, 2.8, VERMILION, "LSTM"),
        (2014, 2.3, GREEN, "GRU"),
        (2017, 3.35, INPUT, "Transformer"),
    ):
        page.axes.plot([_x(year)] * 2, [base, height], color=colour, linewidth=1.1, linestyle=(0, (2, 2)), zorder=1)
        page.axes.plot(_x(year), height, marker="o", color=colour, markersize=7, zorder=4)
        page.arrow((_x(year), height), (END, height), colour, width=1.4 if year == 1986 else 3)
        page.text(_x(year), 0.3, str(year), colour, size=13, weight="bold")
        behind = {"facecolor": WHITE, "edgecolor": "none", "pad": 1.5}
        page.text(_x(year), height + 0.24, name, colour, size=13, align="left", weight="bold", bbox=behind)
    page.axes.plot(_x(2000), 2.8, marker="o", color=VERMILION, markersize=7, zorder=4)
    page.text(_x(2000), 3.04, "2000: its forget gate", VERMILION, size=11.5, align="left")
    show(page.figure, alt)


def _x(year: float) -> float:
    return LEFT + (year - FIRST) / (LAST - FIRST) * (RIGHT - LEFT)
