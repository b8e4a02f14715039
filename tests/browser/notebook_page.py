"""A notebook in JupyterLab, as a reader uses it: cells are found, typed into and run, and their outputs read.

JupyterLab builds a cell's page only when the reader comes near it, and has no mark by which to find one from
outside. So its own application object, which the tests' server puts into the page, says which part of the page
belongs to which cell and brings it into view. All that a reader does is done with mouse and keyboard.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

READY = """() => {
  const panel = window.jupyterapp?.shell.currentWidget;
  if (!panel?.context?.isReady || !panel.content?.model) return false;
  return panel.sessionContext.session?.kernel?.status === 'idle';
}"""
# Every cell's part of the page gets the cell's id, which the build keeps the same.
MARK_CELLS = """() => {
  for (const cell of window.jupyterapp.shell.currentWidget.content.widgets) cell.node.dataset.cell = cell.model.id;
}"""
BRING_INTO_VIEW = """async id => {
  const notebook = window.jupyterapp.shell.currentWidget.content;
  const index = notebook.widgets.findIndex(cell => cell.model.id === id);
  if (index < 0) throw new Error('there is no cell ' + id);
  await notebook.scrollToItem(index, 'start');
  notebook.widgets[index].node.scrollIntoView({block: 'start'});
}"""
RUN_IS_OVER = """ids => {
  const cells = window.jupyterapp.shell.currentWidget.content.widgets;
  return ids.every(id => {
    const cell = cells.find(cell => cell.model.id === id);
    return cell.model.executionCount !== null && cell.promptNode.textContent !== '[*]:';
  });
}"""
ERRORS = """() => {
  const cells = window.jupyterapp.shell.currentWidget.content.widgets.filter(cell => cell.model.type === 'code');
  const failed = [];
  for (const cell of cells)
    for (const output of cell.model.toJSON().outputs)
      if (output.output_type === 'error') failed.push([cell.model.id, output.ename]);
  return Object.fromEntries(failed);
}"""
FORGET_COUNT = """id => {
  const cells = window.jupyterapp.shell.currentWidget.content.widgets;
  cells.find(cell => cell.model.id === id).model.executionCount = null;
}"""
# The part of the page that an element takes, once it has come to rest: pieces above it may still grow.
REST = """async element => {
  element.scrollIntoView({block: 'center'});
  let last = '';
  for (let frame = 0; frame < 120; frame++) {
    await new Promise(requestAnimationFrame);
    const {x, y, width, height} = element.getBoundingClientRect();
    const now = JSON.stringify({x, y, width, height});
    if (now === last) return JSON.parse(now);
    last = now;
  }
  throw new Error('the page does not come to rest');
}"""
CHANGE_THEME = "theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})"
THEME_IS = "light => document.body.dataset.jpThemeLight === String(light)"


class NotebookPage:
    """The notebook `path` of the JupyterLab at `address`, open in a page of the browser."""

    def __init__(self, page: Any, address: str, token: str, path: str) -> None:
        self.page = page
        self.name = path
        page.goto(f"{address}/lab/tree/{path}?token={token}&reset")
        self._until(READY, "the notebook is there and its kernel is idle", seconds=60)
        page.evaluate(MARK_CELLS)

    def _until(self, condition: str, what: str, seconds: float, argument: Any = None) -> None:
        """Wait until the page's `condition` holds. Raises AssertionError with `what` was waited for."""
        from playwright.sync_api import TimeoutError as TooLate

        try:
            self.page.wait_for_function(condition, arg=argument, timeout=1000 * seconds)
        except TooLate:
            raise AssertionError(f"{self.name}: waited {seconds:.0f} s until {what}; it did not come to it") from None

    def cell(self, cell_id: str) -> Any:
        """The cell's part of the page, in view."""
        self.page.evaluate(BRING_INTO_VIEW, cell_id)
        found = self.page.locator(f'[data-cell="{cell_id}"]')
        found.wait_for(state="visible", timeout=10_000)
        return found

    def replace_line(self, cell_id: str, beginning: str, text: str) -> None:
        """Click on the line of the cell that begins so, and type another in its place."""
        editor = self.cell(cell_id).locator(".jp-InputArea-editor")
        editor.locator(".cm-line").filter(has_text=beginning).first.click()
        self.page.keyboard.press("End")
        self.page.keyboard.press("Shift+Home")
        self.page.keyboard.type(text)
        lines = editor.locator(".cm-line").all_inner_texts()
        assert text in [line.strip() for line in lines], lines

    def run(self, cell_id: str, seconds: float = 20) -> Any:
        """Run the cell with Ctrl+Enter; returns its output, once it has come."""
        cell = self.cell(cell_id)
        cell.locator(".jp-InputArea-editor").click()
        self.page.evaluate(FORGET_COUNT, cell_id)
        self.page.keyboard.press("Control+Enter")
        self._until(RUN_IS_OVER, f"{cell_id} has run", seconds, [cell_id])
        return cell.locator(".jp-Cell-outputArea")

    def choose(self, menu: str, entry: str) -> None:
        """Choose an entry of JupyterLab's menu bar."""
        self.page.locator(".lm-MenuBar-itemLabel", has_text=menu).filter(visible=True).first.click()
        self.page.get_by_role("menuitem", name=entry, exact=False).filter(visible=True).first.click()

    def wait_for_runs(self, cell_ids: list[str], seconds: float) -> None:
        """Wait until all these cells have run."""
        self._until(RUN_IS_OVER, f"{len(cell_ids)} cells have run", seconds, cell_ids)

    def errors(self) -> dict[str, str]:
        """The cells whose run ended in an error, with the error's type."""
        return self.page.evaluate(ERRORS)

    def use_theme(self, light: bool) -> None:
        """Change to JupyterLab's light or dark theme."""
        self.page.evaluate(CHANGE_THEME, f"JupyterLab {'Light' if light else 'Dark'}")
        self._until(THEME_IS, "the theme has changed", 20, light)

    def photograph(self, folder: Path, name: str, cell_id: str) -> None:
        """Keep the page from the cell on, light and dark, as FOLDER/NAME-light.png and FOLDER/NAME-dark.png."""
        for light in (False, True):
            self.use_theme(light)
            self.cell(cell_id)
            self.page.screenshot(path=folder / f"{name}-{'light' if light else 'dark'}.png")

    def validate(self, seconds: float) -> Any:
        """Press Validate in the notebook's toolbar; returns nbgrader's dialog, once it is there."""
        from playwright.sync_api import TimeoutError as TooLate

        self.page.get_by_role("button", name="Validate").click()
        dialog = self.page.locator(".jp-Dialog-content")
        try:
            dialog.wait_for(timeout=1000 * seconds)
        except TooLate:
            raise AssertionError(f"{self.name}: Validate showed no dialog in {seconds:.0f} s") from None
        return dialog

    def at_rest(self, element: Any) -> dict[str, float]:
        """Bring an element into the middle of the page; returns its x, y, width and height there, in pixels."""
        return element.evaluate(REST)

    def seen_with(self, way: str, place: dict[str, float]) -> bytes:
        """A part of the page as a PNG, as it looks with a way to see colours that Chromium knows by that name."""
        devtools = self.page.context.new_cdp_session(self.page)
        devtools.send("Emulation.setEmulatedVisionDeficiency", {"type": way})
        try:
            return self.page.screenshot(clip=place)
        finally:
            devtools.send("Emulation.setEmulatedVisionDeficiency", {"type": "none"})
            devtools.detach()
