"""What goes to learners, and what does not."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from helpers import Refusal, paths
from helpers.bundle.contents import FOR_LEARNERS, files_for_learners, helpers_left_out, lesson_of, lessons_up_to
from helpers.data import wheels

MODULES_OF_NN = sorted((paths.ROOT / "helpers" / "nn").rglob("*.py"))
LESSONS = ("01_one", "02_two", "03_three")


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course of three lessons with one file in each listed folder, and much that is nobody's business."""
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    monkeypatch.setattr(paths, "SOLUTIONS", tmp_path / "solutions")
    monkeypatch.setattr(paths, "NOTEBOOKS", tmp_path / "notebooks")
    for entry in FOR_LEARNERS:
        put(tmp_path, f"{entry}module.py" if entry.endswith("/") and entry != "helpers/nn/" else entry.rstrip("/"))
    for lesson in LESSONS:
        put(tmp_path, f"helpers/nn/{lesson}.py", f'LESSON = "{lesson}"\n')
        put(tmp_path, f"helpers/nn/experiments/{lesson}.py", f'LESSON = "{lesson}"\n')
        put(tmp_path, f"helpers/checks/keys/{lesson}.json")
        put(tmp_path, f"helpers/data/recorded/{lesson}.json", json.dumps({"lesson": lesson}))
        put(tmp_path, f"solutions/{lesson}.py")
        notebook = tmp_path / "notebooks" / lesson / f"{lesson}.ipynb"
        notebook.parent.mkdir(parents=True)
        nbformat.write(new_notebook(cells=[new_code_cell("1 + 1", id="sum")]), notebook)
    put(tmp_path, "README.md", "# A course\n\n## For learners\n\nWork.\n\n## For others\n")
    return tmp_path


def put(root: Path, name: str, content: str = "") -> None:
    path = root / name
    if name == "helpers/nn":
        path.mkdir(parents=True, exist_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def test_pins_of_the_data_come_along(course: Path) -> None:
    """Do learners get the list of files that the set-up fetches, without which it could not verify them?"""
    put(course, "helpers/data/wheels.txt", "one==1.0\n")
    assert files_for_learners("01_one")["helpers/data/wheels.txt"] == b"one==1.0\n"
    assert wheels.NEEDED.relative_to(Path(paths.__file__).parents[1]).as_posix() == "helpers/data/wheels.txt"


def test_what_is_not_listed_is_left_out(course: Path) -> None:
    """Is a new folder, a new file beside the listed ones, a cache, a backup or a learner's copy left out?"""
    before = set(files_for_learners("02_two"))
    strange = ["helpers/hints/new.py", "helpers/new.py", "helpers/build/course.py", "work/02_two/02_two.ipynb"]
    strange += ["helpers/draw/__pycache__/module.py", "helpers/draw/module.py.orig", "helpers/draw/.new.py", ".env"]
    for name in strange:
        put(course, name)
    assert set(files_for_learners("02_two")) == before
    assert {"helpers/hints/", "helpers/new.py", "helpers/build/"} <= set(helpers_left_out(files_for_learners("02_two")))


def test_lessons_keys_and_modules_go_by_the_lesson(course: Path) -> None:
    """With lesson 2 of 3: notebooks, keys, experiments, records of 1 and 2, and what learners write in 1 alone?"""
    files = [name for name in files_for_learners("02_two") if any(lesson in name for lesson in LESSONS)]
    assert files == [
        "helpers/checks/keys/01_one.json",
        "helpers/checks/keys/02_two.json",
        "helpers/data/recorded/01_one.json",
        "helpers/data/recorded/02_two.json",
        "helpers/nn/01_one.py",
        "helpers/nn/experiments/01_one.py",
        "helpers/nn/experiments/02_two.py",
        "notebooks/01_one/01_one.ipynb",
        "notebooks/02_two/02_two.ipynb",
    ]
    assert lessons_up_to("02_two") == ["01_one", "02_two"]


def test_commands_go_by_their_audience(course: Path) -> None:
    """Is a command for learners in it, one for instructors or maintainers not, and what they share in it?"""
    for name in ("lab", "grade", "class_", "build", "environment"):
        put(course, f"helpers/commands/{name}.py")
    commands = [Path(name).stem for name in files_for_learners("02_two") if name.startswith("helpers/commands/")]
    assert commands == ["environment", "lab", "module"]


def test_outputs_stay_behind(course: Path) -> None:
    """Is a released notebook that somebody has run given out as the build wrote it?"""
    path = course / "notebooks" / "02_two" / "02_two.ipynb"
    before = files_for_learners("02_two")
    ran = new_code_cell("1 + 1", id="sum", execution_count=3, outputs=[new_output("stream", text="2")])
    nbformat.write(new_notebook(cells=[ran]), path)
    assert files_for_learners("02_two") == before


def test_what_is_missing_is_named(course: Path) -> None:
    """Is a bundle of half a course refused?"""
    (course / "constraints.txt").unlink()
    with pytest.raises(Refusal, match=r"constraints\.txt is missing"):
        files_for_learners("02_two")


def test_a_module_without_its_lesson_is_refused(course: Path) -> None:
    """Is a module of helpers/nn that does not say its lesson refused, rather than given out?"""
    put(course, "helpers/nn/new.py", '"""What the learner has written in lesson 01_one."""\n')
    with pytest.raises(Refusal, match=r"helpers/nn/new\.py does not name its lesson"):
        files_for_learners("02_two")


@pytest.mark.parametrize("path", MODULES_OF_NN, ids=lambda path: path.name)
def test_every_module_of_nn_names_a_lesson_of_the_course(path: Path) -> None:
    """Does each module of helpers/nn name a lesson that there is, and does __init__ hold no code at all?"""
    source = path.read_text(encoding="utf-8")
    if path.name == "__init__.py":
        assert [type(node) for node in ast.parse(source).body] == [ast.Expr]
    else:
        assert lesson_of(source, path.name) in paths.lesson_names()


@pytest.mark.parametrize("path", [path for path in MODULES_OF_NN if path.name != "__init__.py"], ids=lambda p: p.name)
def test_a_module_imports_what_its_learners_have(path: Path) -> None:
    """Is all that a module of helpers/nn imports when it is loaded in the bundle of every lesson that has the module?

    A learner has an experiment with its lesson, and what is written in a lesson only with the next one.
    """
    nn = paths.ROOT / "helpers" / "nn"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = [name for node in tree.body if isinstance(node, ast.ImportFrom) for name in modules_named_by(node)]
    for module in imported:
        other = nn.joinpath(*module.split(".")).with_suffix(".py")
        assert first_lesson_with(other) <= first_lesson_with(path), f"{path.name} imports {module} at its top"


def modules_named_by(node: ast.ImportFrom) -> list[str]:
    """The modules below helpers.nn that an import names: "lstm", "experiments.progress"."""
    origin = node.module or ""
    candidates = [origin, *(f"{origin}.{alias.name}" for alias in node.names)]
    below = [name.removeprefix("helpers.nn.") for name in candidates if name.startswith("helpers.nn.")]
    return [name for name in below if (paths.ROOT / "helpers" / "nn" / f"{name.replace('.', '/')}.py").exists()]


def first_lesson_with(path: Path) -> tuple[str, bool]:
    """From which lesson on learners have a module: the lesson that it names, and whether it is the one after that."""
    return lesson_of(path.read_text(encoding="utf-8"), path.name), path.parent.name != "experiments"
