"""The first file that any Python reads."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from helpers import paths
from helpers.__main__ import refusal_of

FIRST_FILES = [paths.ROOT / "helpers" / "__init__.py", paths.ROOT / "helpers" / "__main__.py"]


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 6, 15), (3, 10, 99)])
def test_an_old_python_is_refused(version: tuple[int, ...]) -> None:
    """Is a Python before 3.11 told, in one sentence, which one is needed?"""
    sentence = refusal_of(version)
    assert sentence is not None
    assert "3.11 or newer" in sentence
    assert f"{version[0]}.{version[1]}:" in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 13, 1), (4, 0, 0)])
def test_a_new_python_is_accepted(version: tuple[int, ...]) -> None:
    """Does a Python from 3.11 on go on?"""
    assert refusal_of(version) is None


@pytest.mark.parametrize("path", FIRST_FILES, ids=lambda path: path.name)
def test_old_pythons_can_read_the_first_files(path: Path) -> None:
    """Are the files that come before the refusal free of what an old Python trips over?

    Annotations are evaluated when the file is read, so they count: list[str] ends Python 3.6.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 4))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    arguments = [argument for function in functions for argument in ast.walk(function.args)]
    assert all(function.returns is None for function in functions)
    assert all(getattr(argument, "annotation", None) is None for argument in arguments)
    assert not any(isinstance(node, (ast.JoinedStr, ast.AnnAssign)) for node in ast.walk(tree))


@pytest.mark.parametrize("words", [[], ["-h"], ["lab", "-h"], ["check", "-h"], ["grade", "-h"], ["test", "-h"]])
def test_help_needs_the_standard_library_alone(words: list[str]) -> None:
    """Is help there before anything is installed?"""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", START, *words], cwd=paths.ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "usage:" in done.stdout
    assert done.stderr == ""


def test_doctor_needs_the_standard_library_alone() -> None:
    """Does doctor report before anything is installed?"""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", START, "doctor"], cwd=paths.ROOT, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert "environment:" in done.stdout
    assert "numpy" in done.stdout


# -I and -S leave the working folder and the installed packages out.
START = "import sys; sys.path.insert(0, '.'); from helpers.__main__ import main; sys.exit(main())"
