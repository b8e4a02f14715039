"""The pieces that diagrams are made of: a page measured in inches, boxes, arrows, words."""

from dataclasses import dataclass

from helpers.draw.style import BLACK, FONT_SIZE, GREY, SETTINGS, WHITE, ink, tint


@dataclass(frozen=True)
class Box:
    """Where a box lies: its middle and its size in inches. Arrows start and end at its edges."""

    x: float
    y: float
    width: float
    height: float

    @property
    def left(self):
        return self.x - self.width / 2, self.y

    @property
    def right(self):
        return self.x + self.width / 2, self.y

    @property
    def top(self):
        return self.x, self.y + self.height / 2

    @property
    def bottom(self):
        return self.x, self.y - self.height / 2


class Page:
    """An empty page, measured in inches from its lower left corner, on which diagrams are drawn."""

    def __init__(self, width: float, height: float):
        from matplotlib import rc_context
        from matplotlib.figure import Figure

        with rc_context(SETTINGS):
            self.figure = Figure(figsize=(width, height))
            self.axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set(xlim=(0, width), ylim=(0, height))
        self.axes.axis("off")

    def box(
        self,
        x,
        y,
        text,
        colour=BLACK,
        width=0.62,
        height=0.5,
        size=FONT_SIZE + 3,
        filled=True,
        dashed=False,
        text_colour=BLACK,
    ):
        """A rounded box around (x, y); returns its Box."""
        from matplotlib.patches import FancyBboxPatch

        patch = FancyBboxPatch(
            (x - width / 2, y - height / 2),
            width,
            height,
            boxstyle="round,pad=0,rounding_size=0.09",
            edgecolor=colour,
            facecolor=tint(colour) if filled else WHITE,
            linewidth=1.8,
            linestyle=(0, (3, 2)) if dashed else "-",
            zorder=3,
        )
        self.axes.add_patch(patch)
        self.text(x, y, text, text_colour, size=size)
        return Box(x, y, width, height)

    def circle(self, x, y, text, colour=BLACK, diameter=0.5, size=FONT_SIZE + 2):
        """A circle around (x, y), for an operation; returns the Box that it fills."""
        from matplotlib.patches import Circle

        patch = Circle((x, y), diameter / 2, edgecolor=colour, facecolor=WHITE, linewidth=1.8, zorder=3)
        self.axes.add_patch(patch)
        self.text(x, y, text, size=size)
        return Box(x, y, diameter, diameter)

    def text(self, x, y, text, colour=BLACK, size=FONT_SIZE, align="center", vertical="center", **more):
        """Words or a formula at (x, y), in front of everything."""
        from matplotlib import rc_context

        with rc_context(SETTINGS):
            self.axes.text(x, y, text, color=ink(colour), fontsize=size, ha=align, va=vertical, zorder=5, **more)

    def arrow(self, start, end, colour=BLACK, width=1.8):
        """An arrow from one point to another."""
        from matplotlib.patches import FancyArrowPatch

        patch = FancyArrowPatch(
            start,
            end,
            arrowstyle="-|>,head_length=7,head_width=4",
            mutation_scale=1,
            shrinkA=0,
            shrinkB=0,
            color=colour,
            linewidth=width,
            zorder=2,
            joinstyle="miter",
        )
        self.axes.add_patch(patch)

    def path(self, points, colour=BLACK, width=1.8):
        """An arrow along straight pieces with rounded corners, through all the points."""
        from matplotlib.patches import FancyArrowPatch
        from matplotlib.path import Path

        radius = 0.12
        vertices, codes = [points[0]], [Path.MOVETO]
        for before, corner, after in zip(points, points[1:], points[2:], strict=False):
            vertices += [towards(corner, before, radius), corner, towards(corner, after, radius)]
            codes += [Path.LINETO, Path.CURVE3, Path.CURVE3]
        vertices.append(points[-1])
        codes.append(Path.LINETO)
        patch = FancyArrowPatch(
            path=Path(vertices, codes),
            arrowstyle="-|>,head_length=7,head_width=4",
            mutation_scale=1,
            shrinkA=0,
            shrinkB=0,
            edgecolor=colour,
            facecolor=colour,
            linewidth=width,
            zorder=2,
        )
        self.axes.add_patch(patch)

    def caption(self, x, y, text, **more):
        """A smaller grey remark."""
        self.text(x, y, text, colour=more.pop("colour", GREY), size=more.pop("size", FONT_SIZE - 2), **more)


def towards(point, other, distance):
    """The point that lies `distance` away from `point` on the way to `other`."""
    length = ((other[0] - point[0]) ** 2 + (other[1] - point[1]) ** 2) ** 0.5
    share = min(1.0, distance / length)
    return point[0] + share * (other[0] - point[0]), point[1] + share * (other[1] - point[1])
