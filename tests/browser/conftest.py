"""What the tests in a browser share: the browser, a JupyterLab, and a watch over what the pages ask for."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from helpers import paths
from tests.browser import chromium
from tests.browser.course_copy import copy_course
from tests.browser.notebook_page import NotebookPage
from tests.running_lab import RunningLab

OUTPUT = paths.ROOT / "test-output"
SCREEN = {"width": 1280, "height": 900}
REQUIRED = "UNROLLED_BROWSER"  # set to "required" where a test that is skipped would be a mistake


def _skip(reason: str) -> None:
    if os.environ.get(REQUIRED) == "required":
        pytest.fail(f"{REQUIRED}=required, but {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="package")
def browser() -> Iterator[Any]:
    """A browser without a window. The tests are skipped, with what to install, where there is none."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _skip("playwright is not installed: pip install -c constraints.txt -e '.[browser]' in the course's environment")
    with sync_playwright() as playwright:
        try:
            started = chromium.start(playwright)
        except LookupError as nothing:
            _skip(str(nothing))
        yield started
        started.close()


@pytest.fixture(scope="package")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the course, with a work/ of its own."""
    return copy_course(tmp_path_factory.mktemp("course") / "unrolled")


@pytest.fixture(scope="package")
def jupyterlab(browser: Any, course: Path) -> Iterator[RunningLab]:
    """JupyterLab as the command `lab` starts it in the copy of the course."""
    home = course.parent / "home"
    (home / "config").mkdir(parents=True)
    in_page = {"LabApp": {"expose_app_in_browser": True}}  # NotebookPage says what for
    (home / "config" / "jupyter_lab_config.json").write_text(json.dumps(in_page), encoding="utf-8")
    lab = RunningLab([sys.executable, "-m", "helpers", "lab", "--no-browser"], home, course)
    yield lab
    lab.stop()


@pytest.fixture
def open_notebook(browser: Any, course: Path, jupyterlab: RunningLab) -> Iterator[Callable[[str], NotebookPage]]:
    """Opens a notebook, named by its path in work/, in a new page. Fails when a page asked for something outside."""
    for lesson in paths.lesson_names():  # what an earlier test typed and saved is gone
        name = f"{lesson}/{lesson}.ipynb"
        shutil.copyfile(course / "notebooks" / name, course / "work" / name)
    context = browser.new_context(viewport=SCREEN)
    requests = chromium.Requests(context)

    def open_one(path: str) -> NotebookPage:
        return NotebookPage(context.new_page(), jupyterlab.address, jupyterlab.token, path)

    yield open_one
    context.close()
    for session in json.loads(jupyterlab.ask("/api/sessions")):  # the next test gets a kernel of its own
        jupyterlab.ask(f"/api/sessions/{session['id']}", method="DELETE")
    assert len(requests.addresses) > 50, "the watch over the pages' requests saw next to nothing"
    assert requests.to_the_outside() == []


@pytest.fixture
def screenshots(record_property: Callable[[str, object], None]) -> Path:
    """The folder for what the browser showed; it is told with the test's result."""
    return _output_folder("browser", record_property)


@pytest.fixture
def sheets(record_property: Callable[[str, object], None]) -> Path:
    """The folder for the contact sheets of the figures; it is told with the test's result."""
    return _output_folder("figures", record_property)


def _output_folder(name: str, record_property: Callable[[str, object], None]) -> Path:
    folder = OUTPUT / name
    folder.mkdir(parents=True, exist_ok=True)
    record_property("pictures", str(folder))
    return folder


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say where the pictures lie."""
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.getreports(kind)]
    folders = {value for report in reports for name, value in report.user_properties if name == "pictures"}
    for folder in sorted(folders):
        terminalreporter.write_line(f"What the browser showed is kept in {folder}")
