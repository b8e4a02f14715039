"""A copy of the course as a learner has it, for tests that run its commands and write into its work/."""

from __future__ import annotations

import shutil
from pathlib import Path

from helpers import paths

FILES = ("pyproject.toml", "constraints.txt", "nbgrader_config.py")
NOT_COPIED = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
SOLVED = "solved"


def copy_course(root: Path) -> Path:
    """Copy helpers, notebooks and the files beside them to the folder `root`; returns root.

    The solution notebooks, with their outputs, are put under work/solved/, so that JupyterLab can show them.
    """
    root.mkdir(parents=True)
    for folder in ("helpers", "notebooks"):
        shutil.copytree(paths.ROOT / folder, root / folder, ignore=NOT_COPIED)
    for name in FILES:
        shutil.copyfile(paths.ROOT / name, root / name)
    for lesson in paths.lesson_names():
        target = root / "work" / SOLVED / lesson
        target.mkdir(parents=True)
        shutil.copyfile(paths.SOLUTIONS / lesson / f"{lesson}.ipynb", target / f"{lesson}.ipynb")
    return root
