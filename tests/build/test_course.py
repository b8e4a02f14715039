import hashlib
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from helpers import Refusal
from helpers.build import build, course
from helpers.build.course import make
from helpers.build.staleness import stale
from helpers.checks.key import key_to_text
from tests.build.conftest import Course

COURSE = Path(__file__).parent.parent.parent


def inputs(path: Path) -> list:
    notebook = nbformat.read(path, as_version=4)
    return [notebook.metadata, *([cell.id, cell.cell_type, cell.source, cell.metadata] for cell in notebook.cells)]


def test_two_builds_are_identical(built: Course) -> None:
    """Do two builds from nothing give the same inputs, ids, metadata and key, to the byte?"""
    first = {path: path.read_bytes() for path in (built.release, built.key)}
    solution = inputs(built.solution)
    for path in (built.release, built.key, built.solution):
        path.unlink()
    built.build()
    assert {path: path.read_bytes() for path in first} == first
    assert inputs(built.solution) == solution


def digest_of_what_is_made() -> str:
    made = make("01_mini")
    text = nbformat.writes(made.solution) + nbformat.writes(made.release) + key_to_text(made.key)
    return hashlib.sha256(text.encode()).hexdigest()


def test_what_is_made_does_not_depend_on_the_process(built: Course) -> None:
    """Does another process, with another hash seed and another working folder, make the same files?"""
    program = f"import sys\nsys.path[:0] = ['.', {str(COURSE)!r}]\n"
    program += "from tests.build.test_course import digest_of_what_is_made\nprint(digest_of_what_is_made())"
    finished = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"PYTHONHASHSEED": "7"},
        cwd=built.root,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert finished.stdout.strip() == digest_of_what_is_made(), finished.stderr


def times(root: Path) -> dict[Path, int]:
    files = (path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path: path.stat().st_mtime_ns for path in files}


def test_make_writes_nothing(built: Course) -> None:
    """Does trying a lesson leave every file of the course as it was?"""
    before = times(built.root)
    make("01_mini")
    assert times(built.root) == before


def test_a_built_lesson_is_not_built_again(built: Course) -> None:
    """Is a lesson that is up to date left alone, in less than a moment, and said to be so?"""
    before = built.solution.stat().st_mtime_ns
    assert built.build() == ["01_mini: up to date"]
    assert built.solution.stat().st_mtime_ns == before


def test_the_time_plan_of_a_lesson_that_is_up_to_date_is_told_when_asked_for(built: Course) -> None:
    """Does a lesson that was named get its plan, and stay as it was?"""
    said: list[str] = []
    build(["01_mini"], report=said.append, all_plans=True)
    assert said[0] == "01_mini: up to date"
    assert said[1].startswith("01_mini: about 7 minutes (")
    assert len(said) == 2


def test_a_build_says_what_it_did(built: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is there a line for what stays, and one that passes for what is being done?"""
    monkeypatch.setattr(course, "executed", lambda notebook, *others: notebook)
    built.solution.unlink()
    said: list[str] = []
    passing: list[str] = []
    build(["01_mini"], report=said.append, passing=passing.append)
    assert said[-1].startswith("01_mini: about 7 minutes (")
    assert said[-2].startswith("01_mini: built 13 cells, 2 exercises, 1 quiz questions in ")
    assert passing == ["01_mini: reading the text, trying the references and the mistakes"]


def test_the_solution_runs_with_its_checks(built: Course) -> None:
    """Has the solution notebook the outputs of every cell, experiments and hidden checks too, and no error?"""
    cells = {cell.id: cell for cell in nbformat.read(built.solution, as_version=4).cells}
    assert [output.text for output in cells["experiment_twice"].outputs] == ["doubled shape: (2, 3)\n"]
    shown = "".join(output.data["text/plain"] for output in cells["test_double_values"].outputs)
    assert "double, values: 2 of 2 passed" in shown
    assert "double, values, hidden cases: 1 of 1 passed" in shown
    assert "b: Two times two." in cells["test_twice_twice"].outputs[0].data["text/plain"]
    for cell in cells.values():
        assert "execution" not in cell.metadata
        assert not [output for output in cell.get("outputs", []) if output.output_type == "error"]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("helpers/build/course.py", '"""Build lessons', '"""Builds lessons'),
        ("helpers/build/expand.py", '"""Expand', '"""Expands'),
    ],
)
def test_outputs_are_kept_when_nothing_they_depend_on_has_changed(built: Course, file: str, old: str, new: str) -> None:
    """After a change of the build alone, are files made again and the outputs, which take long, kept?"""
    before = built.solution.read_bytes()
    built.change(built.root / file, old, new)
    said = built.build()
    assert "01_mini: nothing that its outputs depend on has changed; they are kept" in said
    assert built.solution.read_bytes() == before
    assert stale("01_mini") is None


def test_a_notebook_that_was_edited_is_made_again(built: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is a solution notebook that somebody changed by hand brought back to what the text says, and run?"""
    run: list[str] = []
    monkeypatch.setattr(course, "executed", lambda notebook, *others: run.append("run") or notebook)
    built.change(built.solution, "np.multiply(x, 2.0)", "np.multiply(x, 3.0)")
    built.build()
    assert run == ["run"]
    assert stale("01_mini") is None
    assert "np.multiply(x, 2.0)" in built.solution.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("helpers/checks/present.py", "passed", "sound"),
        ("solutions/01_mini_exercises.py", '"a batch of one"', '"a single one"'),
        ("solutions/01_mini.py", '"doubled shape:"', '"shape:"'),
        ("helpers/draw/__init__.py", '"""', '"""A'),
    ],
)  # fmt: skip
def test_outputs_are_made_again_when_something_they_depend_on_has_changed(
    built: Course, file: str, old: str, new: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a change of the checks, the cases, the lesson or the helpers, is the solution run again?"""
    run: list[str] = []
    monkeypatch.setattr(course, "executed", lambda notebook, *others: run.append("run") or notebook)
    built.change(built.root / file, old, new)
    built.build()
    assert run == ["run"]


STEPS = [("_write_key", 1), ("write_notebook", 1), ("write_notebook", 2), ("executed", 1), ("_write_key", 2)]


@pytest.mark.parametrize(("step", "call"), STEPS)
def test_an_interrupted_build_is_begun_again(
    built: Course, step: str, call: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Is a build that broke off anywhere reported as out of date, and whole after the next one?"""
    calls = 0
    original = getattr(course, step)

    def breaks(*arguments: object, **options: object) -> object:
        nonlocal calls
        calls += 1
        if calls == call:
            raise KeyboardInterrupt
        return original(*arguments, **options)

    built.change(built.text, "# A lesson for tests", "# Another title")
    with monkeypatch.context() as patch:
        patch.setattr(course, step, breaks)
        if step != "executed":
            patch.setattr(course, "executed", lambda notebook, *others: notebook)
        with pytest.raises(KeyboardInterrupt):
            built.build()
    assert stale("01_mini") is not None
    monkeypatch.setattr(course, "executed", lambda notebook, *others: notebook)
    built.build()
    assert stale("01_mini") is None
    assert "Another title" in built.release.read_text(encoding="utf-8")


def test_a_fault_in_one_lesson_leaves_the_one_before_built(built: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """Does a build of several lessons keep what it has built when a later one is refused?"""
    monkeypatch.setattr(course, "executed", lambda notebook, *others: notebook)
    built.change(built.text, "# A lesson for tests", "# Another title")
    with pytest.raises(Refusal, match=r"solutions/02_none\.py is missing"):
        build(["01_mini", "02_none"], report=lambda line: None)
    assert stale("01_mini") is None


def test_nothing_but_lessons_lies_in_the_folders(built: Course) -> None:
    """After a build, are there no other files in solutions/ and notebooks/, where nbgrader would take them along?"""
    assert sorted(path.name for path in (built.root / "solutions").iterdir()) == [
        "01_mini", "01_mini.py", "01_mini_exercises.py", "salt.txt",
    ]  # fmt: skip
    for path in (built.solution, built.release):
        assert [found.name for found in path.parent.iterdir()] == ["01_mini.ipynb"]
