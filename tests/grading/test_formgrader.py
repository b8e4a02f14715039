"""Formgrader's pages and its button Autograde, on a Jupyter server as an instructor starts it in the course."""

from __future__ import annotations

import html
import http.cookiejar
import json
import re
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import nbformat
import pytest

from helpers.grading.sandbox.pieces import what_is_missing
from tests.browser.conftest import browser as browser  # the fixture
from tests.grading.conftest import LESSON, Course
from tests.grading.test_grade import graded_outputs
from tests.running_lab import RunningLab

SECONDS_TO_LISTEN = 20
SERVER = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
RIGHT, THIEF = "right", "thief"
SECRET = "np.multiply(x, 2.0)"  # how the solution is written
# A cell that takes its answer from the solution, where it finds it, and shows what it found.
THEFT = """
from pathlib import Path

found = ""
for folder in [ROOT, "/course", ".", "..", "/"]:
    try:
        found = found or Path(folder, "solutions", LESSON + ".py").read_text(encoding="utf-8")
    except OSError as error:
        print(error.strerror, folder)
print(found)
stolen = {"np": np}
exec(found[found.find("def double(x)") : found.find("# %% test")] if found else "", stolen)


def double(x):
    return stolen["double"](x)
"""

pytestmark = pytest.mark.skipif(bool(what_is_missing()), reason=what_is_missing())


class Browser:
    """Asks as formgrader's pages do: logged in once with the token, from then on by cookies and their XSRF token."""

    def __init__(self, lab: RunningLab) -> None:
        self._address = lab.address
        self._cookies = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._cookies))
        self._log_in(lab.token, time.monotonic() + SECONDS_TO_LISTEN)

    def _log_in(self, token: str, until: float) -> None:
        while True:  # Jupyter says its address a moment before it listens there
            try:
                self.get(f"/lab?token={token}")
                return
            except urllib.error.URLError as error:
                if not isinstance(error.reason, ConnectionRefusedError) or time.monotonic() > until:
                    raise
                time.sleep(0.1)

    def get(self, path: str) -> str:
        """The page or the data at a path. Raises HTTPError when the server refuses."""
        with self._opener.open(self._address + path, timeout=60) as answer:
            return answer.read().decode()

    def press(self, path: str) -> dict:
        """What a button of formgrader's posts, and what the server says."""
        [token] = [cookie.value for cookie in self._cookies if cookie.name == "_xsrf"]
        request = urllib.request.Request(
            self._address + path, data=b"", headers={"X-CSRFToken": str(token)}, method="POST"
        )
        with self._opener.open(request, timeout=60) as answer:
            return json.loads(answer.read())


@dataclass
class Graded:
    """A course after the buttons were pressed, and what each of them said."""

    course: Course
    lab: RunningLab
    browser: Browser
    said: dict[str, dict]


@pytest.fixture(scope="module")
def graded(built_course: Course, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graded]:
    """Two submissions, a right one and a thief's, graded by the button."""
    course = built_course.copy_to(tmp_path_factory.mktemp("formgrader") / "course")
    notebook = nbformat.read(course.root / "solutions" / LESSON / f"{LESSON}.ipynb", as_version=4)
    hand_in(course, RIGHT, notebook)
    [cell] = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == "double"]
    cell.source = theft(course)
    hand_in(course, THIEF, notebook)
    lab = RunningLab(SERVER, tmp_path_factory.mktemp("home"), course.root)
    try:
        browser = Browser(lab)
        said = {"generate": browser.press(f"/formgrader/api/assignment/{LESSON}/assign")}
        for student in (RIGHT, THIEF):
            said[student] = browser.press(f"/formgrader/api/submission/{LESSON}/{student}/autograde")
        yield Graded(course, lab, browser, said)
    finally:
        lab.stop()


def theft(course: Course) -> str:
    """The thief's cell, which knows where the course lies."""
    return THEFT.replace("ROOT", repr(str(course.root))).replace("LESSON", repr(LESSON))


def hand_in(course: Course, student: str, notebook: nbformat.NotebookNode) -> None:
    """Lay a notebook into submitted/."""
    path = course.root / "submitted" / student / LESSON / f"{LESSON}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)


def test_the_button_grades(graded: Graded) -> None:
    """Does each press say that it went well, and does the page's list have the points?"""
    assert {who: said["success"] for who, said in graded.said.items()} == {"generate": True, RIGHT: True, THIEF: True}
    rows = {row["student"]: row for row in json.loads(graded.browser.get(f"/formgrader/api/submissions/{LESSON}"))}
    assert {student: row["autograded"] for student, row in rows.items()} == {RIGHT: True, THIEF: True}
    assert (rows[RIGHT]["score"], rows[RIGHT]["max_score"]) == (7, 7)
    assert rows[THIEF]["score"] == 4, "double's three points are not earned, and the others are"


def test_a_thief_would_have_what_it_is_after_without_the_sandbox(graded: Graded, capsys: pytest.CaptureFixture) -> None:
    """Does the thief's cell work where the course's files can be read?"""
    import numpy as np

    namespace: dict = {"np": np}
    exec(theft(graded.course), namespace)
    assert namespace["double"](np.ones(2)).tolist() == [2, 2]
    assert SECRET in capsys.readouterr().out


def test_the_thief_sees_nothing(graded: Graded) -> None:
    """Is the solution in no output of the thief's notebook, and did it look for it in vain?"""
    path = graded.course.root / "autograded" / THIEF / LESSON / f"{LESSON}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    outputs = json.dumps([cell.get("outputs", []) for cell in notebook.cells])
    assert SECRET not in outputs
    assert f"No such file or directory {graded.course.root}" in outputs
    assert graded_outputs(graded.course)[THIEF] != graded_outputs(graded.course)[RIGHT]


def test_the_pages_open(graded: Graded) -> None:
    """Do formgrader's pages show the gradebook, and a submission with its answers?"""
    for page in ("manage_assignments", f"manage_submissions/{LESSON}", "gradebook", f"gradebook/{LESSON}"):
        assert "<title>" in graded.browser.get(f"/formgrader/{page}")
    rows = json.loads(graded.browser.get(f"/formgrader/api/submitted_notebooks/{LESSON}/{LESSON}"))
    assert {row["student"]: row["score"] for row in rows} == {RIGHT: 7, THIEF: 4}
    for row in rows:
        page = graded.browser.get(f"/formgrader/submissions/{row['id']}/")
        assert (SECRET in text_of(page)) == (row["student"] == RIGHT)


def test_the_button_itself_grades(graded: Graded, browser: Any) -> None:
    """Does a press of the button in a browser grade, and do the page's row and a submission's page say so?"""
    student = "third"
    solved = graded.course.root / "solutions" / LESSON / f"{LESSON}.ipynb"
    hand_in(graded.course, student, nbformat.read(solved, as_version=4))
    page = browser.new_context().new_page()
    page.set_default_timeout(30_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{graded.lab.address}/api?token={graded.lab.token}")  # logs in
    page.goto(f"{graded.lab.address}/formgrader/manage_submissions/{LESSON}")
    row = page.locator("tr", has=page.locator("td.student-id", has_text=re.compile(f"^{student}$")))
    assert row.locator(".status").inner_text() == "needs autograding"
    row.locator(".autograde a").click()
    page.locator("#success-modal", has_text=f"Successfully autograded '{LESSON}' for student '{student}'").wait_for()
    assert row.locator(".status").inner_text() == "graded"
    assert row.locator(".score").inner_text() == "7 / 7"
    page.locator("#success-modal button.btn").click()
    page.goto(f"{graded.lab.address}/formgrader/gradebook/{LESSON}/{LESSON}")
    page.locator("a[href*='/formgrader/submissions/']").first.click()
    page.locator("input.score").first.wait_for()
    assert page.locator("input.score").count() == len(graded_outputs(graded.course)[student])
    # The page asks the network for MathJax, and this browser reaches none.
    assert set(errors) <= {"MathJax is not defined"}
    page.context.close()


def text_of(page: str) -> str:
    """A page's text without its marks."""
    return html.unescape(re.sub(r"<[^>]*>", "", page))
