"""The environment of processes that tests start."""

from __future__ import annotations

import os
from pathlib import Path


def environment_of_a_person(course: Path) -> dict[str, str]:
    """That of a process in which a person, and not nbgrader, runs a notebook, with the helpers of a course."""
    kept = {name: value for name, value in os.environ.items() if name != "NBGRADER_EXECUTION"}
    return kept | {"PYTHONPATH": str(course)}
