"""Every figure of every lesson as JupyterLab shows it: light, dark, and to people who see fewer colours.

What the tests leave behind are contact sheets, one a figure, for a person to look at.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest

from helpers import paths
from tests.browser.course_copy import SOLVED
from tests.browser.notebook_page import NotebookPage

# As Chromium calls the ways to see that it can imitate, and who sees so.
WAYS_TO_SEE = {
    "none": "all colours",
    "deuteranopia": "no green (deuteranopia)",
    "protanopia": "no red (protanopia)",
    "tritanopia": "no blue (tritanopia)",
    "achromatopsia": "no colours (achromatopsia)",
}
MARGIN = 40  # pixels of the page around a figure
PICTURE = """image => ({
  loaded: image.complete && image.naturalWidth > 0 && image.naturalHeight > 0,
  room: image.closest('.jp-OutputArea-output').clientWidth,
})"""


@dataclass(frozen=True)
class Figure:
    """A figure of a lesson: its cell, which of the cell's pictures it is, and what it shows in words."""

    cell_id: str
    number: int
    words: str

    @property
    def name(self) -> str:
        """What its sheet is called."""
        return self.cell_id if self.number == 0 else f"{self.cell_id}-{self.number + 1}"


def figures_of(lesson: str) -> Iterator[Figure]:
    """The figures of a lesson's solution notebook, in order."""
    notebook = nbformat.read(paths.SOLUTIONS / lesson / f"{lesson}.ipynb", as_version=4)
    for cell in notebook.cells:
        pictures = [output for output in cell.get("outputs", []) if "image/png" in output.get("data", {})]
        for number, output in enumerate(pictures):
            yield Figure(cell.id, number, output.metadata["image/png"]["alt"])


@pytest.mark.parametrize("lesson", paths.lesson_names())
def test_figures_can_be_seen(lesson: str, open_notebook: Callable[[str], NotebookPage], sheets: Path) -> None:
    """Is every figure there in both themes, no wider than its page, and does a click beneath it say it in words?"""
    figures = list(figures_of(lesson))
    assert figures
    page = open_notebook(f"{SOLVED}/{lesson}/{lesson}.ipynb")
    seen: dict[Figure, dict[str, bytes]] = {figure: {} for figure in figures}
    for light, ways in ((True, WAYS_TO_SEE), (False, ["none"])):
        page.use_theme(light)
        for figure in figures:
            image = picture(page, figure)
            found = image.evaluate(PICTURE)
            place = page.at_rest(image)
            assert found["loaded"], figure.name
            assert place["width"] <= found["room"] + 1, figure.name
            for way in ways:
                title = f"{'light' if light else 'dark'} page, {WAYS_TO_SEE[way]}"
                seen[figure][title] = page.seen_with(way, with_margin(place))
    for figure in figures:
        assert figure.words in words_unfolded(page, figure), figure.name
    folder = sheets / lesson
    folder.mkdir(exist_ok=True)
    for figure in figures:
        contact_sheet(seen[figure]).save(folder / f"{figure.name}.png")


def picture(page: NotebookPage, figure: Figure) -> Any:
    """The figure's image, loaded."""
    image = page.cell(figure.cell_id).locator(".jp-OutputArea-output img").nth(figure.number)
    image.wait_for(state="visible", timeout=10_000)
    image.evaluate("image => image.decode()")
    return image


def words_unfolded(page: NotebookPage, figure: Figure) -> str:
    """What stands under the figure once its fold was clicked on."""
    fold = page.cell(figure.cell_id).locator("details", has_text="the picture in words").nth(figure.number)
    fold.locator("summary").click()
    return fold.inner_text()


def with_margin(place: dict[str, float]) -> dict[str, float]:
    """The place with some of the page around it."""
    return {
        "x": place["x"] - MARGIN,
        "y": max(0.0, place["y"] - MARGIN),
        "width": place["width"] + 2 * MARGIN,
        "height": place["height"] + 2 * MARGIN,
    }


def contact_sheet(pictures: dict[str, bytes]) -> Any:
    """The pictures, two in a row, each under its title."""
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.load_default(22)
    opened = [(title, Image.open(io.BytesIO(data))) for title, data in pictures.items()]
    width = max(image.width for _, image in opened) + 20
    height = max(image.height for _, image in opened) + 50
    rows = -(-len(opened) // 2)
    sheet = Image.new("RGB", (2 * width, rows * height), "#B0B0B0")
    draw = ImageDraw.Draw(sheet)
    for place, (title, image) in enumerate(opened):
        x, y = place % 2 * width + 10, place // 2 * height
        draw.text((x, y + 12), title, fill="#000000", font=font)
        sheet.paste(image, (x, y + 42))
    return sheet
