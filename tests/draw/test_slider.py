"""The slider: its picture stands still where nobody can move it, and follows the hand where somebody can."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from helpers import draw
from helpers.draw import show as show_module
from helpers.paths import ROOT

VALUES = [0.5, 0.9, 1.5]
CELL = """
from helpers import draw
draw.slider(
    "radius", [0.5, 0.9, 1.5],
    lambda radius: draw.lines([0, 1], {"a": [0.0, radius]}, xlabel="x", ylabel="y", alt=f"A line up to {radius}."),
    alt="The line's end follows the slider.",
)
"""


def line(radius: float) -> None:
    draw.lines([0, 1], {"a": [0.0, radius]}, xlabel="x", ylabel="y", alt=f"A line up to {radius}.")


@pytest.fixture
def in_notebook(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, Any]], list[dict[str, Any]]]:
    """Pretends to be the kernel of a front end that sends these metadata; returns what will be displayed."""
    import IPython.core.getipython
    import IPython.display
    from IPython.core.interactiveshell import InteractiveShell

    displayed: list[dict[str, Any]] = []

    def record(data: Any, metadata: Any = None, raw: bool = False, **where: Any) -> None:
        displayed.append({"data": data, "metadata": metadata, **where})

    def pretend(metadata: dict[str, Any]) -> list[dict[str, Any]]:
        class Kernel:
            def get_parent(self, channel: str) -> dict[str, Any]:
                return {"metadata": metadata}

        class Shell:
            kernel = Kernel()

        monkeypatch.setattr(IPython.core.getipython, "get_ipython", Shell)
        monkeypatch.setattr(InteractiveShell, "initialized", lambda: True)
        monkeypatch.setattr(IPython.display, "display", record)
        return displayed

    return pretend


def pictures(displayed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [output for output in displayed if isinstance(output["data"], dict) and "image/png" in output["data"]]


def test_executed_notebook_holds_a_picture_and_no_widget() -> None:
    """Is what a build, nbval or Validate runs an ordinary picture, the same each time, without any widget's state?"""
    runs = []
    for _ in range(2):
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL)])
        NotebookClient(notebook, timeout=60).execute(env={**os.environ, "PYTHONPATH": str(ROOT)})
        runs.append(notebook)
    first, second = runs
    assert first.cells[0].outputs == second.cells[0].outputs
    assert "widgets" not in first.metadata
    kinds = [sorted(output.data) for output in first.cells[0].outputs]
    assert kinds == [["text/html", "text/plain"], ["image/png", "text/plain"], ["text/html"]]
    words = first.cells[0].outputs[1].metadata["image/png"]["alt"]
    assert words == (
        "radius = 0.9: A line up to 0.9. The line's end follows the slider. The slider's values: 0.5, 0.9, 1.5."
    )


def test_chosen_figures_stand_still(in_notebook: Callable) -> None:
    """Are the figures of `still` shown in turn, each under its value, where nobody can move a slider?"""
    displayed = in_notebook({})
    draw.slider("radius", VALUES, line, alt="It moves.", still=[0.5, 1.5])
    named = [output["data"]["text/plain"] for output in displayed if "text/plain" in output["data"]]
    assert named == [
        "radius = 0.5",
        "radius = 0.5: A line up to 0.5.",
        "radius = 1.5",
        "radius = 1.5: A line up to 1.5. It moves. The slider's values: 0.5, 0.9, 1.5.",
    ]
    assert not any("display_id" in output for output in displayed)


def test_picture_follows_the_slider(in_notebook: Callable) -> None:
    """Does moving the slider replace the picture and its words in their own places?"""
    from ipywidgets import SelectionSlider

    displayed = in_notebook({"cellId": "spectral_radius"})
    draw.slider("radius", VALUES, line, alt="The end follows.")
    (knob,) = [output["data"] for output in displayed if isinstance(output["data"], SelectionSlider)]
    assert (knob.value, knob.description, knob.tooltip) == (0.9, "radius", "The end follows.")
    before, words = displayed[1:]
    knob.value = 1.5
    after, new_words = displayed[3:]
    assert (before["update"], after["update"]) == (False, True)
    assert (before["display_id"], words["display_id"]) == (after["display_id"], new_words["display_id"])
    assert before["display_id"] != words["display_id"]
    assert before["data"]["image/png"] != after["data"]["image/png"]
    assert after["metadata"]["image/png"]["alt"] == "radius = 1.5: A line up to 1.5."
    assert "A line up to 1.5." in new_words["data"]["text/html"]


def test_each_figure_becomes_a_picture_once(in_notebook: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is going back to a value free of drawing again?"""
    made = []
    real = show_module.png
    monkeypatch.setattr(show_module, "png", lambda figure: made.append(figure) or real(figure))
    displayed = in_notebook({"cellId": "a"})
    draw.slider("radius", VALUES, line, alt="It moves.")
    knob = displayed[0]["data"]
    for value in (1.5, 0.9, 1.5, 0.9):
        knob.value = value
    assert len(made) == 2
    assert len(pictures(displayed)) == 5


def test_two_sliders_on_a_page_have_pictures_of_their_own(in_notebook: Callable) -> None:
    """Does one slider leave the other's picture alone?"""
    displayed = in_notebook({"cellId": "a"})
    for _ in range(2):
        draw.slider("radius", VALUES, line, alt="It moves.")
    one, other = pictures(displayed)
    assert one["display_id"] != other["display_id"]


def test_every_state_is_made_at_once(in_notebook: Callable) -> None:
    """Does a figure that cannot be made fail where the cell is run, also where only another one is shown?"""

    def fails_at_the_end(radius: float) -> None:
        if radius == 1.5:
            raise ZeroDivisionError
        line(radius)

    for metadata in ({}, {"cellId": "a"}):
        displayed = in_notebook(metadata)
        with pytest.raises(ZeroDivisionError):
            draw.slider("radius", VALUES, fails_at_the_end, alt="It moves.")
        assert displayed == []


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"picture": lambda radius: None}, "radius = 0.5 has to be one figure; it made 0"),
        ({"picture": lambda radius: (line(radius), line(radius))}, "it made 2"),
        ({"values": []}, "needs values"),
        ({"values": [1, 2, 1]}, "none of them twice"),
        ({"still": [0.7]}, r"cannot stand still at \[0.7\]"),
        ({"still": []}, "cannot stand still"),
        ({"alt": " "}, "alt="),
        ({"picture": lambda radius: draw.lines([0], {}, xlabel="", ylabel="", alt="")}, "alt="),
    ],
)
def test_what_cannot_be_shown_is_refused(change: dict[str, Any], reason: str) -> None:
    """Is a slider without values, without words, or without one figure for each value refused by a sentence?"""
    arguments: dict[str, Any] = {"values": VALUES, "picture": line, "alt": "It moves."} | change
    with pytest.raises(ValueError, match=reason):
        draw.slider("radius", **arguments)


def test_standing_still_needs_no_widgets() -> None:
    """Does a machine without ipywidgets, and a script, still get the words?"""
    code = (
        "import sys; sys.modules['ipywidgets'] = None; from helpers import draw\n"
        "draw.slider('radius', [1, 2], lambda r: draw.lines([0, 1], {'a': [0, r]}, xlabel='x', ylabel='y', alt='up'), "
        "alt='It moves.')"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "radius = 2: up It moves. The slider's values: 1, 2.\n"
