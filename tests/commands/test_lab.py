"""The command lab: JupyterLab for a learner, started for real."""

from __future__ import annotations

import json
import re
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers import Refusal, paths
from helpers.commands import command_line, environment, lab
from tests.commands.notebooks import text, write
from tests.running_lab import RunningLab

START = (
    "import sys; from pathlib import Path; from helpers.commands.lab import serve; "
    "serve(Path(sys.argv[1]), int(sys.argv[2]), browser=False)"
)


@pytest.fixture(scope="module")
def taken() -> Iterator[int]:
    """A port at which something else listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, taken: int) -> Iterator[RunningLab]:
    work = tmp_path_factory.mktemp("lab") / "work"
    write(work / "02_vanilla_rnn" / "02_vanilla_rnn.ipynb", text("# A lesson"))
    command = [sys.executable, "-c", START, str(work), str(taken)]
    started = RunningLab(command, work.parent / "home", paths.ROOT, {"PYTHONPATH": str(paths.ROOT)})
    yield started
    if started.process.poll() is None:
        started.stop()


@pytest.fixture(scope="module")
def page(running: RunningLab) -> dict:
    """What the page is told when it is opened."""
    html = running.ask("/lab")
    assert time.monotonic() - running.started < 10
    found = re.search(r'<script id="jupyter-config-data" type="application/json">(.*?)</script>', html, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_a_port_in_use_is_said(running: RunningLab, taken: int) -> None:
    """Does JupyterLab take another port, and say which?"""
    port = int(running.address.rpartition(":")[2])
    assert port != taken
    assert running.printed[0] == f"Port {taken} is in use, so JupyterLab takes {port}.\n"
    assert len(running.printed) == 3, "JupyterLab's own lines got through"


def test_the_instructors_tools_are_absent(page: dict) -> None:
    """Are the instructor's tools off, and Validate on?"""
    off = set(page["disabledExtensions"])
    tools = {"assignment-list", "course-list", "create-assignment", "formgrader"}
    assert {f"@jupyter/nbgrader:{tool}" for tool in tools} <= off
    assert "@jupyter/nbgrader:validate-assignment" not in off
    assert "@jupyter/nbgrader" not in off
    assert "@jupyter/nbgrader" in {extension["name"] for extension in page["federated_extensions"]}


def test_no_plugin_that_is_turned_off_was_renamed(page: dict) -> None:
    """Does every plugin of nbgrader that is turned off exist under that name?"""
    prefix = Path(sys.prefix) / "share" / "jupyter" / "labextensions" / "@jupyter" / "nbgrader" / "static"
    programs = "".join(path.read_text(encoding="utf-8") for path in prefix.glob("*.js"))
    named = [name for name in page["disabledExtensions"] if name.startswith("@jupyter/nbgrader:")]
    assert len(named) >= 4
    assert [name for name in named if f'"{name}"' not in programs] == []


def test_nothing_is_asked_of_the_outside(running: RunningLab, page: dict) -> None:
    """Are news, the check for updates and the list of extensions off?"""
    assert page["news"] == {"disabled": True}
    assert page["extensionManager"]["name"] == "read-only"
    settings = json.loads(running.ask("/lab/api/settings/@jupyterlab/apputils-extension:notification"))
    assert settings["schema"]["properties"]["fetchNews"]["default"] == "false"
    assert settings["schema"]["properties"]["checkForUpdates"]["default"] is False


def test_the_folder_shown_is_work(running: RunningLab) -> None:
    """Does JupyterLab show the lessons, and nothing else?"""
    listed = json.loads(running.ask("/api/contents"))["content"]
    assert [entry["name"] for entry in listed] == ["02_vanilla_rnn"]


def test_kernels_end_with_it(running: RunningLab) -> None:
    """Does Ctrl-C stop it at once, with exit code 0, its kernels too?"""
    kernel = json.loads(running.ask("/api/kernels", method="POST", data='{"name": "python3"}'))
    assert kernel["name"] == "python3"
    assert list(running.runtime.glob("kernel-*.json"))
    assert running.stop().strip().startswith("JupyterLab stops, with its kernels.")
    assert running.process.returncode == 0
    assert not list(running.runtime.glob("kernel-*.json")), "a kernel was left behind"


def test_lab_copies_and_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    """Does the command copy the lessons, say so, and hand its options on?"""
    served = []
    write(tmp_path / "notebooks" / "02_vanilla_rnn" / "02_vanilla_rnn.ipynb", text("# A lesson"))
    monkeypatch.setattr(paths, "NOTEBOOKS", tmp_path / "notebooks")
    monkeypatch.setattr(paths, "WORK", tmp_path / "work")
    monkeypatch.setattr(environment, "ensure", lambda words: None)
    monkeypatch.setattr(lab, "serve", lambda work, port, browser: served.append((work, port, browser)))
    assert command_line.run(["lab", "--port", "8123", "--no-browser"]) == 0
    assert command_line.run(["lab"]) == 0
    assert served == [(tmp_path / "work", 8123, False), (tmp_path / "work", 8888, True)]
    assert "02_vanilla_rnn: copied" in capsys.readouterr().out


def test_no_lessons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is a course without built lessons one sentence?"""
    monkeypatch.setattr(paths, "NOTEBOOKS", tmp_path / "notebooks")
    monkeypatch.setattr(paths, "WORK", tmp_path / "work")
    with pytest.raises(Refusal, match=r"There is no lesson in .*: get a complete copy of the course"):
        lab.run(None)
