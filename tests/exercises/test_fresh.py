import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from helpers import Refusal, paths
from helpers.exercises.fresh import course_salt, fresh_generator

ROOT = Path(__file__).parent.parent.parent


def numbers(*arguments: object) -> list[float]:
    return fresh_generator(*arguments).random(3).tolist()


def test_the_same_submission_gets_the_same_cases() -> None:
    """Is a second grading like the first, whatever blanks stand around the cells?"""
    first = numbers("salt", ["def f(): pass", "def g(): pass"], "f", "values")
    assert numbers("salt", ["def f(): pass", "def g(): pass"], "f", "values") == first
    assert numbers("salt", ["\ndef f(): pass  \n", "def g(): pass"], "f", "values") == first
    assert numbers("salt", iter(["def f(): pass", "def g(): pass"]), "f", "values") == first


def test_another_submission_gets_other_cases() -> None:
    """Do salt, sources, their order, exercise and part each change every number?"""
    base = ("salt", ["a", "b"], "f", "values")
    others = [
        ("pepper", ["a", "b"], "f", "values"),
        ("salt", ["a", "c"], "f", "values"),
        ("salt", ["b", "a"], "f", "values"),
        ("salt", ["ab"], "f", "values"),
        ("salt", [], "f", "values"),
        ("salt", ["a", "b"], "g", "values"),
        ("salt", ["a", "b"], "f", "edges"),
    ]
    seen = [number for arguments in (base, *others) for number in numbers(*arguments)]
    assert len(set(seen)) == len(seen)


def test_the_generator_does_not_depend_on_the_process() -> None:
    """Do two processes, which hash text differently, make the same cases?"""
    program = (
        "from helpers.exercises.fresh import fresh_generator\n"
        "print(fresh_generator('salt', ['x'], 'f', 'values').random(3).tolist())"
    )
    environment = os.environ | {"PYTHONHASHSEED": "7"}
    command = [sys.executable, "-c", program]
    elsewhere = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=ROOT, encoding="utf-8")
    assert elsewhere.stdout.strip() == str(numbers("salt", ["x"], "f", "values")), elsewhere.stderr


def test_the_global_generator_is_left_alone() -> None:
    """Do fresh cases take nothing from NumPy's global stream?"""
    state = np.random.get_state()[1].copy()
    fresh_generator("salt", [], "f", "values").random()
    assert (np.random.get_state()[1] == state).all()


def test_the_salt_is_read_and_missed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is the course's word read without its line end, and its absence refused?"""
    monkeypatch.setattr(paths, "SOLUTIONS", tmp_path)
    with pytest.raises(Refusal, match=r"solutions/salt\.txt is missing or empty"):
        course_salt()
    (tmp_path / "salt.txt").write_text(" \n", encoding="utf-8")
    with pytest.raises(Refusal, match="missing or empty"):
        course_salt()
    (tmp_path / "salt.txt").write_text("word \r\n", encoding="utf-8")
    assert course_salt() == "word"
