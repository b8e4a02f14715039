"""Code run where a submission's code is run: in the sandbox, in a confined process."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from helpers import paths
from helpers.grading.sandbox.pieces import what_is_missing
from helpers.grading.sandbox.view import sandbox_command

PROGRAM = Path(__file__).parent / "run_inside.py"

Inside = Callable[..., Any]


@pytest.fixture
def inside() -> Inside:
    """Run pieces of code, each in a confined process of its own, one after the other; returns what `seen` was in each.

    What an exception ended has {"error": its type} instead, and a process that was killed None.
    """
    if fault := what_is_missing():
        pytest.skip(fault)
    package = Path(paths.__file__).parent

    def run(*codes: str, **limits: float) -> Any:
        command = sandbox_command(
            [sys.executable, "/run_inside.py", json.dumps([limits, codes])],
            [
                (PROGRAM, "/run_inside.py"),
                *((package / name, f"/course/helpers/{name}") for name in ("__init__.py", "paths.py")),
                *((package / "grading" / n, f"/course/helpers/grading/{n}") for n in ("__init__.py", "sandbox")),
            ],
            capable=True,
            environment={"PYTHONPATH": "/course", "PATH": "/usr/bin:/bin", "HOME": "/tmp", "MARK": "inside"},
        )
        ran = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        assert ran.returncode == 0, ran.stderr
        seen = [json.loads(line) for line in ran.stdout.splitlines()]
        assert len(seen) == len(codes)
        return seen[0] if len(codes) == 1 else seen

    return run
