"""A slider in JupyterLab: the picture follows it, is saved as it was seen, and is still there without a kernel."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import nbformat

from tests.browser.notebook_page import NotebookPage

NAME = "slider.ipynb"
CELL = """
from helpers import draw
draw.slider(
    "spectral radius", [0.5, 0.9, 1.1],
    lambda radius: draw.lines(
        range(20), {"norm": [radius**lag for lag in range(20)]}, xlabel="lag", ylabel="norm", ylim=(0, 6),
        alt=f"A curve that ends at {radius**19:.2f}.",
    ),
    alt="The larger the radius, the higher the curve's end.",
)
"""


def test_picture_follows_the_slider(
    open_notebook: Callable[[str], NotebookPage], course: Path, screenshots: Path
) -> None:
    """Does the arrow key change the picture and its words, and does the saved notebook keep them and no widget?"""
    path = course / "work" / NAME
    cell = nbformat.v4.new_code_cell(CELL, id="moving")
    notebook = nbformat.v4.new_notebook(cells=[cell], metadata={"kernelspec": {"name": "python3", "display_name": "P"}})
    nbformat.write(notebook, path)
    page = open_notebook(NAME)
    output = page.run("moving")
    output.locator("img").wait_for(timeout=10_000)
    handle = output.get_by_role("slider")
    handle.wait_for(timeout=10_000)
    before = output.locator("img").get_attribute("src")
    assert "ends at 0.14" in words(output)
    page.photograph(screenshots, "slider", "moving")

    handle.click()
    page.page.keyboard.press("ArrowRight")
    output.locator("details", has_text="ends at 6.12").wait_for(state="attached", timeout=10_000)
    assert output.locator("img").count() == 1
    assert output.locator("img").get_attribute("src") != before
    assert words(output).count("spectral radius = ") == 1
    page.photograph(screenshots, "slider-moved", "moving")

    page.page.keyboard.press("Control+s")
    page.page.wait_for_function("() => !window.jupyterapp.shell.currentWidget.context.model.dirty", timeout=10_000)
    saved = nbformat.read(path, as_version=4)
    assert "widgets" not in saved.metadata
    (picture,) = [out for out in saved.cells[0].outputs if "image/png" in out.get("data", {})]
    assert "ends at 6.12" in picture.metadata["image/png"]["alt"]


def words(output) -> str:
    """What stands in the fold beneath the picture."""
    return output.locator("details").inner_text() + output.locator("details").text_content()
