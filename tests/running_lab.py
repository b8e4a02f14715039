"""A JupyterLab that a test has started, in a process of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import threading
import time
import urllib.request
from pathlib import Path

SECONDS_TO_START = 60


class RunningLab:
    """JupyterLab as `command` starts it: what it printed, its address and how to ask it.

    home       a folder for what Jupyter and IPython keep of a user, so that the developer's own is neither read
               nor written
    variables  what the process finds in its environment besides
    """

    def __init__(self, command: list[str], home: Path, folder: Path, variables: dict[str, str] | None = None) -> None:
        self.runtime = home / "runtime"
        environ = {
            **os.environ,
            "JUPYTER_CONFIG_DIR": str(home / "config"),
            "JUPYTER_DATA_DIR": str(home / "data"),
            "JUPYTER_RUNTIME_DIR": str(self.runtime),
            "IPYTHONDIR": str(home / "ipython"),
            **(variables or {}),
        }
        environ.pop("JUPYTER_TOKEN", None)
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            env=environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )
        self.printed: list[str] = []
        self._announced = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)  # a full pipe would stop the server
        self._reader.start()
        self._announced.wait(SECONDS_TO_START)
        address = re.search(r"(http://\S+?)/lab\?token=(\w+)", "".join(self.printed))
        if not address:
            self.process.kill()
            raise AssertionError(f"JupyterLab did not say its address in {SECONDS_TO_START} s: {self.printed}")
        self.address, self.token = address[1], address[2]

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                self.printed.append(line)
                if "Ctrl-C" in line or "Control-C" in line:  # as `lab` says it, and as Jupyter does
                    self._announced.set()
        self._announced.set()  # it ended without an address

    def ask(self, path: str, method: str = "GET", data: str | None = None) -> str:
        """What the server answers to a request for the path."""
        request = urllib.request.Request(
            self.address + path,
            data=None if data is None else data.encode(),
            headers={"Authorization": f"token {self.token}"},
            method=method,
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.read().decode()

    def stop(self) -> str:
        """Press Ctrl-C, and once more where Jupyter took it for a slip; returns what was printed after it."""
        before = len(self.printed)
        self.process.send_signal(signal.SIGINT)
        try:
            try:
                self.process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGINT)
                self.process.wait(timeout=30)
        finally:
            self.process.kill()
            self.process.wait()
            self._reader.join(timeout=10)
        return "".join(self.printed[before:])
