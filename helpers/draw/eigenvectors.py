"""Powers of a matrix at work on one vector in the plane, with the matrix's eigenvectors."""

from collections.abc import Mapping

import numpy as np

from helpers.draw.show import show
from helpers.draw.style import BLACK, EDGE, FONT_SIZE, GREY, PALE, SETTINGS, STATE, WEIGHT, ink


def eigenvectors(matrices: Mapping[str, np.ndarray], start: np.ndarray, lags: int, *, alt: str) -> None:
    """One panel for each matrix M (2, 2): the points start, start M, start M^2, ... and the lines of its eigenvectors.

    start  (2,)  a row vector, and so are the eigenvectors, q M = lambda q
    Eigenvectors that are complex have no line in the plane and are left out.
    """
    from matplotlib import rc_context
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    with rc_context(SETTINGS):
        figure = Figure(
            figsize=(4.6 * len(matrices), 4.3), layout=ConstrainedLayoutEngine(w_pad=EDGE, h_pad=EDGE, wspace=0.05)
        )
        panels = np.atleast_1d(figure.subplots(1, len(matrices)))
        for axes, (name, matrix) in zip(panels, matrices.items(), strict=True):
            points = [np.asarray(start, dtype=float)]
            for _ in range(lags):
                points.append(points[-1] @ matrix)
            path = np.array(points)
            reach = 1.15 * np.abs(path).max()
            values, columns = np.linalg.eig(matrix.T)
            for number, (value, vector) in enumerate(zip(values, columns.T, strict=True), 1):
                if abs(value.imag) > 1e-9:
                    continue
                along = vector.real / np.abs(vector.real).max() * reach
                axes.plot(*zip(-along, along, strict=True), color=WEIGHT, linewidth=1.4, linestyle="--", zorder=1)
                axes.annotate(
                    f"$q_{number}$, $\\lambda_{number}={value.real:.2g}$",
                    0.55 * along if along[0] > 0 else -0.55 * along,  # on the right, away from where the path begins
                    xytext=(8, 8),
                    textcoords="offset points",
                    ha="left",
                    color=ink(WEIGHT),
                    fontsize=FONT_SIZE - 1,
                )
            axes.plot(path[:, 0], path[:, 1], color=STATE, marker="o", markersize=5, linewidth=1.6, zorder=3)
            axes.annotate(
                "lag 0", path[0], xytext=(6, 6), textcoords="offset points", color=BLACK, fontsize=FONT_SIZE - 2
            )
            axes.axhline(0, color=PALE, zorder=0)
            axes.axvline(0, color=PALE, zorder=0)
            axes.set(xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal")
            axes.set_title(name, fontsize=FONT_SIZE, color=BLACK)
            axes.tick_params(colors=GREY, labelsize=FONT_SIZE - 3)
    show(figure, alt)
