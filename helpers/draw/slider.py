"""A slider that goes through figures, and a figure that stands still where no slider can move.

The picture is an ordinary output, which the slider replaces: what is saved in a notebook is the picture that
was seen last, with its words, and no state of a widget. Whether a slider can move is read from the request that runs
the cell. JupyterLab, Notebook and VS Code send the id of the cell with it; the build, nbval, nbconvert and
nbgrader's Validate, which have nobody to move anything, do not.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar
from uuid import uuid4

from helpers.draw.show import Drawn, bundles, collecting, show, words_of

Value = TypeVar("Value", bound=Hashable)


def slider(
    name: str,
    values: Sequence[Value],
    picture: Callable[[Value], None],
    *,
    alt: str,
    still: Sequence[Value] | None = None,
) -> None:
    """Shows picture(value) for the value that a slider chooses.

    name     what the slider changes, such as "spectral radius"
    values   the values that it goes through, in order, none twice
    picture  draws the figure of one value, by one function of helpers.draw with an `alt` of its own
    alt      what changes in the figure as the slider moves
    still    the values whose figures are shown, one below the other, where no slider can move;
             without it the one in the middle. Where a slider can move it begins at the first of them.

    All figures are made at once, so that one that cannot be made fails in this cell and not under the reader's hand.
    Raises ValueError if `alt` says nothing, a value of `still` is not in `values`, or a picture is not one figure.
    """
    words = words_of(alt)
    if not values or len(set(values)) != len(values):
        raise ValueError(f"The slider {name!r} needs values, none of them twice: {list(values)}.")
    chosen = [values[len(values) // 2]] if still is None else list(still)
    if not chosen or not set(chosen) <= set(values):
        raise ValueError(f"The slider {name!r} cannot stand still at {chosen}: its values are {list(values)}.")
    figures = {value: _one_figure(name, value, picture) for value in values}
    if _somebody_is_there():
        _moving(name, figures, chosen[0], words)
    else:
        _standing(name, figures, chosen, words)


def _one_figure(name: str, value: Any, picture: Callable[[Any], None]) -> Drawn:
    with collecting() as figures:
        picture(value)
    if len(figures) != 1:
        raise ValueError(f"The picture for {name} = {value} has to be one figure; it made {len(figures)}.")
    figure, words = figures[0]
    return figure, f"{name} = {value}: {words}"


def _somebody_is_there() -> bool:
    """Does the front end that runs this cell say which cell of its page it is?"""
    from IPython.core.getipython import get_ipython

    kernel = getattr(get_ipython(), "kernel", None)
    if kernel is None:
        return False
    return "cellId" in kernel.get_parent("shell").get("metadata", {})


def _standing(name: str, figures: dict[Any, Drawn], chosen: list[Any], words: str) -> None:
    rest = f"{words} The slider's values: {', '.join(map(str, figures))}."
    for value in chosen:
        figure, seen = figures[value]
        if len(figures) > 1 and value == chosen[-1]:
            seen = f"{seen} {rest}"
        _say(f"{name} = {value}")
        show(figure, seen)


def _say(line: str) -> None:
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.display import display

    if InteractiveShell.initialized():
        display({"text/html": f"<b>{html.escape(line)}</b>", "text/plain": line}, raw=True)


def _moving(name: str, figures: dict[Any, Drawn], first: Any, words: str) -> None:
    import ipywidgets
    from IPython.display import display

    knob = ipywidgets.SelectionSlider(
        options=[(str(value), value) for value in figures],
        value=first,
        description=name,
        tooltip=words,
        style={"description_width": "initial"},
        layout={"width": "32em"},
    )
    made: dict[Any, list] = {}  # a figure becomes a PNG when it is first looked at
    place = uuid4().hex  # lives in the open page only: a display's id is not saved with it

    def put(value: Any, update: bool) -> None:
        if value not in made:
            made[value] = bundles(*figures[value])
        for part, (data, metadata) in enumerate(made[value]):
            display(data, metadata=metadata, raw=True, display_id=f"{place}-{part}", update=update)

    display(knob)
    put(first, update=False)
    knob.observe(lambda change: put(change["new"], update=True), names="value")
