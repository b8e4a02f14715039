import json
import shutil
from pathlib import Path

import nbformat
import pytest

from helpers import paths
from helpers.build import digests
from helpers.build.staleness import notebook_paths, stale, unfit_for_grading
from tests.build.conftest import Course


def test_a_built_lesson_is_up_to_date(built: Course) -> None:
    """Is a lesson right after its build neither stale nor unfit?"""
    assert stale("01_mini") is None
    assert unfit_for_grading("01_mini") is None


CODE = "its key is older than the code in helpers/ that builds and checks"
CHANGES = {
    "the lesson's text": ("solutions/01_mini.py", "its key is older than solutions/01_mini.py"),
    "the exercises": ("solutions/01_mini_exercises.py", "its key is older than solutions/01_mini_exercises.py"),
    "a check": ("helpers/checks/verdict.py", CODE),
    "a driver": ("helpers/checks/drivers/call.py", CODE),
    "the build": ("helpers/build/release.py", CODE),
    "the exercises' vocabulary": ("helpers/exercises/load.py", CODE),
    "a function that stands in": ("helpers/nn/vanilla_rnn.py", CODE),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_of_what_the_key_was_made_from(built: Course, name: str) -> None:
    """Is a lesson unfit for grading after each change that could change its key?"""
    file, sentence = CHANGES[name]
    with (built.root / file).open("a", encoding="utf-8") as changed:
        changed.write("# changed\n")
    assert unfit_for_grading("01_mini") == sentence
    assert stale("01_mini") == sentence


@pytest.mark.parametrize("file", ["helpers/draw/style.py", "helpers/data/minimal_pairs.py"])
def test_a_change_of_what_only_the_outputs_depend_on(built: Course, file: str) -> None:
    """Is a lesson whose pictures may have changed stale, but still fit for grading?"""
    with (built.root / file).open("a", encoding="utf-8") as changed:
        changed.write("# changed\n")
    assert unfit_for_grading("01_mini") is None
    assert stale("01_mini") == (
        "the outputs of solutions/01_mini/01_mini.ipynb are older than the helpers they were made with"
    )


@pytest.mark.parametrize(
    "file",
    [
        "helpers/paths.py",
        "helpers/commands/lab.py",
        "solutions/salt.txt",
        "helpers/checks/keys/02_other.json",
        "README.md",
    ],
)
def test_a_change_of_something_else(built: Course, file: str) -> None:
    """Does a change that reaches neither key nor outputs leave the lesson up to date?"""
    with (built.root / file).open("a", encoding="utf-8") as changed:
        changed.write("\n")
    assert stale("01_mini") is None


def test_a_new_file_counts_as_a_change(built: Course) -> None:
    """Is a module that was added to the checks noticed, and one taken away?"""
    new = built.root / "helpers" / "checks" / "drivers" / "new.py"
    new.write_text("x = 1\n", encoding="utf-8")
    assert stale("01_mini") == CODE
    new.unlink()
    assert stale("01_mini") is None


def test_line_ends_and_compiled_files_do_not_count(built: Course) -> None:
    """Is a checkout with the line ends of Windows, in which Python has run, still up to date?"""
    for path in (built.text, built.private, built.root / "helpers" / "checks" / "verdict.py"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    cache = built.root / "helpers" / "checks" / "__pycache__"
    cache.mkdir(exist_ok=True)
    (cache / "verdict.cpython-311.pyc").write_bytes(b"\0")
    assert stale("01_mini") is None


def edited(path: Path, cell_id: str, **changes: object) -> None:
    notebook = nbformat.read(path, as_version=4)
    (cell,) = [cell for cell in notebook.cells if cell.id == cell_id]
    cell.update(changes)
    nbformat.write(notebook, path)


@pytest.mark.parametrize("which", ["solution", "release"])
def test_a_notebook_that_was_edited(built: Course, which: str) -> None:
    """Is a built notebook in which somebody changed source, metadata or order by hand not what its text comes to?"""
    path = getattr(built, which)
    folder = "solutions" if which == "solution" else "notebooks"
    sound = path.read_bytes()
    sentence = f"{folder}/01_mini/01_mini.ipynb is not what its text comes to"
    edited(path, "double", source="def double(x):\n    return x")
    assert stale("01_mini") == sentence
    path.write_bytes(sound)
    edited(path, "double", metadata={})
    assert stale("01_mini") == sentence
    notebook = nbformat.reads(sound.decode(), as_version=4)
    notebook.cells.reverse()
    nbformat.write(notebook, path)
    assert stale("01_mini") == sentence
    path.write_bytes(sound)
    assert stale("01_mini") is None


def test_outputs_are_nbval_s_business(built: Course) -> None:
    """Is a solution notebook that was run again, with other outputs, no stale one?"""
    edited(built.solution, "experiment_twice", outputs=[], execution_count=7)
    assert stale("01_mini") is None


@pytest.mark.parametrize("which", ["solution", "release"])
def test_a_notebook_that_is_missing_or_broken(built: Course, which: str) -> None:
    """Is a notebook named that is not there, is cut short, or is no notebook?"""
    path = getattr(built, which)
    shown = f"{'solutions' if which == 'solution' else 'notebooks'}/01_mini/01_mini.ipynb"
    for content in ("", "{", "[]", "{}", '{"nbformat": 4}', path.read_text(encoding="utf-8")[:-100]):
        path.write_text(content, encoding="utf-8")
        assert (stale("01_mini") or "").startswith((f"{shown} cannot be read", f"{shown} is not what"))
    path.write_bytes(b"\xff\xfe")
    assert (stale("01_mini") or "").startswith(f"{shown} cannot be read")
    path.unlink()
    assert stale("01_mini") == f"{shown} is missing"


def test_a_key_that_is_missing_broken_or_of_another_lesson(built: Course) -> None:
    """Is a key named that is not there, cannot be read, or was made from something else?"""
    sound = built.key.read_text(encoding="utf-8")
    built.key.unlink()
    assert stale("01_mini") == "The key of lesson 01_mini is missing (01_mini.json in helpers/checks/keys)"
    built.key.write_text(sound[:100], encoding="utf-8")
    assert "is broken" in (stale("01_mini") or "")
    other = json.loads(sound)
    other["made_from"] = {}
    built.key.write_text(json.dumps(other), encoding="utf-8")
    assert stale("01_mini") == "its key is older than solutions/01_mini.py"
    built.key.write_text(sound, encoding="utf-8")
    assert stale("01_mini") is None


def test_a_long_running_process_sees_what_changes(built: Course) -> None:
    """In a server that has read the key before, is a key that another process took away noticed?"""
    assert stale("01_mini") is None
    shutil.move(built.key, built.root / "elsewhere.json")
    assert "is missing" in (unfit_for_grading("01_mini") or "")


def test_a_lesson_that_was_never_built() -> None:
    """Is a lesson of which nothing exists stale, and no error?"""
    assert "is missing" in (stale("99_none") or "")


def test_the_paths_of_a_lesson(built: Course) -> None:
    """Do solution and student's notebook lie where nbgrader looks for them?"""
    assert notebook_paths("01_mini") == (built.solution, built.release)


def test_digests_tell_texts_and_their_borders_apart() -> None:
    """Is the digest of two texts not that of the same letters cut elsewhere?"""
    assert digests.digest_of_text(["ab", "c"]) != digests.digest_of_text(["a", "bc"])
    assert digests.digest_of_text(["a\r\nb"]) == digests.digest_of_text(["a\nb"])
    assert digests.digest_of_files([paths.ROOT / "no such file"]) == digests.digest_of_text([""])
