"""The command lab: JupyterLab for a learner, started for real."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers import Refusal, paths
from helpers.commands import command_line, environment, lab
from tests.commands.notebooks import text, write

START = (
    "import sys; from pathlib import Path; from helpers.commands.lab import serve; "
    "serve(Path(sys.argv[1]), int(sys.argv[2]), browser=False)"
)


class Lab:
    """A running JupyterLab: what it printed, its port, and how to ask it."""

    def __init__(self, work: Path, port: int) -> None:
        home = work.parent / "home"  # so that nothing of the user's own settings is read or written
        environ = {**os.environ, "PYTHONPATH": str(paths.ROOT), "JUPYTER_CONFIG_DIR": str(home / "config")}
        self.runtime = home / "runtime"
        environ |= {"JUPYTER_DATA_DIR": str(home / "data"), "JUPYTER_RUNTIME_DIR": str(self.runtime)}
        environ.pop("JUPYTER_TOKEN", None)
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-c", START, str(work), str(port)],
            env=environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
        )
        assert self.process.stdout is not None
        watch = threading.Timer(60, self.process.kill)
        watch.start()
        self.printed = []
        for line in self.process.stdout:
            self.printed.append(line)
            if "Ctrl-C" in line:
                break
        watch.cancel()
        address = re.search(r"(http://\S+?)/lab\?token=(\w+)", "".join(self.printed))
        assert address, self.printed
        self.address, self.token = address[1], address[2]

    def ask(self, path: str) -> str:
        request = urllib.request.Request(self.address + path, headers={"Authorization": f"token {self.token}"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.read().decode()

    def stop(self) -> str:
        """Press Ctrl-C; returns what was printed after it."""
        self.process.send_signal(signal.SIGINT)
        rest, _ = self.process.communicate(timeout=20)
        return rest


@pytest.fixture(scope="module")
def taken() -> Iterator[int]:
    """A port at which something else listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, taken: int) -> Iterator[Lab]:
    work = tmp_path_factory.mktemp("lab") / "work"
    write(work / "02_vanilla_rnn" / "02_vanilla_rnn.ipynb", text("# A lesson"))
    started = Lab(work, taken)
    yield started
    if started.process.poll() is None:
        started.stop()


@pytest.fixture(scope="module")
def page(running: Lab) -> dict:
    """What the page is told when it is opened."""
    html = running.ask("/lab")
    assert time.monotonic() - running.started < 10
    found = re.search(r'<script id="jupyter-config-data" type="application/json">(.*?)</script>', html, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_a_port_in_use_is_said(running: Lab, taken: int) -> None:
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


def test_nothing_is_asked_of_the_outside(running: Lab, page: dict) -> None:
    """Are news, the check for updates and the list of extensions off?"""
    assert page["news"] == {"disabled": True}
    assert page["extensionManager"]["name"] == "read-only"
    settings = json.loads(running.ask("/lab/api/settings/@jupyterlab/apputils-extension:notification"))
    assert settings["schema"]["properties"]["fetchNews"]["default"] == "false"
    assert settings["schema"]["properties"]["checkForUpdates"]["default"] is False


def test_the_folder_shown_is_work(running: Lab) -> None:
    """Does JupyterLab show the lessons, and nothing else?"""
    listed = json.loads(running.ask("/api/contents"))["content"]
    assert [entry["name"] for entry in listed] == ["02_vanilla_rnn"]


def test_kernels_end_with_it(running: Lab) -> None:
    """Does Ctrl-C stop it at once, with exit code 0, its kernels too?"""
    request = urllib.request.Request(
        running.address + "/api/kernels",
        data=b'{"name": "python3"}',
        headers={"Authorization": f"token {running.token}"},
        method="POST",
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        assert json.loads(answer.read())["name"] == "python3"
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
