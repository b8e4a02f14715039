"""How wrong a numerical gradient is, against the step that it was made with."""

from collections.abc import Mapping, Sequence

from helpers.draw.show import show
from helpers.draw.style import BLACK, DASHES, FONT_SIZE, GREY, LINES, MARKERS, PALE, SETTINGS, chart, ink


def error_against_step(steps: Sequence[float], errors: Mapping[str, Sequence[float]], *, alt: str) -> None:
    """One line for each kind of difference, both axes logarithmic; the step 1e-5 is marked."""
    from matplotlib import rc_context

    with rc_context(SETTINGS):
        figure, axes = chart(8.6, 4.3)
        for number, (name, values) in enumerate(errors.items()):
            axes.loglog(
                steps,
                values,
                label=name,
                color=LINES[number % len(LINES)],
                linestyle=DASHES[number % len(DASHES)],
                marker=MARKERS[number % len(MARKERS)],
                markersize=5.5,
            )
        axes.axvline(1e-5, color=GREY, linewidth=1.2, zorder=1)
        axes.annotate(
            "0.00001",
            (1e-5, 1.0),
            xycoords=("data", "axes fraction"),
            xytext=(4, -4),
            textcoords="offset points",
            va="top",
            color=ink(GREY),
            fontsize=FONT_SIZE - 2,
        )
        axes.set_xlabel("step", color=BLACK)
        axes.set_ylabel("relative error", color=BLACK)
        axes.grid(color=PALE)
        figure.legend(loc="outside upper center", ncols=len(errors), fontsize=FONT_SIZE - 1)
    show(figure, alt)
