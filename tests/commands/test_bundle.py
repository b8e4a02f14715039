"""The bundle that learners get, made of the real course, unpacked, and used."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from helpers import Refusal, paths
from helpers.build.staleness import notebook_paths
from helpers.bundle.contents import answers_of_earlier_lessons, files_for_learners, lesson_of
from helpers.checks.key import key_path
from helpers.commands import bundle, command_line, environment
from helpers.exercises import load
from tests.environment import environment_of_a_person
from tests.running_cells import run_cells

LESSON = "02_vanilla_rnn"
# Modules that are imported only where a grader, an instructor or a maintainer is at work.
NOT_FOR_LEARNERS = ("helpers.exercises", "helpers.build", "helpers.grading")


def make(lesson: str, folder: Path) -> Path:
    """Run the command; the file that it made in the folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(environment, "ensure", lambda words: None)
        patch.setattr(paths, "BUNDLES", folder)
        assert command_line.run(["bundle", lesson]) == 0
    return folder / f"unrolled-{lesson}.zip"


@pytest.fixture(scope="module")
def zipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle of lesson 02."""
    return make(LESSON, tmp_path_factory.mktemp("made"))


@pytest.fixture(scope="module")
def unpacked(zipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that a learner has after unpacking it."""
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(zipped) as archive:
        archive.extractall(folder)
    return folder / "unrolled"


@pytest.fixture(scope="module")
def texts(unpacked: Path) -> dict[str, str]:
    """Name -> text of all files in the bundle: all of them are text."""
    files = [path for path in sorted(unpacked.rglob("*")) if path.is_file() and "__pycache__" not in path.parts]
    return {path.relative_to(unpacked).as_posix(): path.read_text(encoding="utf-8") for path in files}


def environ(unpacked: Path) -> dict[str, str]:
    """The environment of a process that knows the bundle's helpers and no others."""
    return environment_of_a_person(unpacked) | {"PYTHONDONTWRITEBYTECODE": "1"}


def python(unpacked: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words],
        cwd=unpacked,
        env=environ(unpacked),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_the_same_course_gives_the_same_bytes(zipped: Path, tmp_path: Path) -> None:
    """Is a bundle made at another time the same file?"""
    assert make(LESSON, tmp_path).read_bytes() == zipped.read_bytes()


def test_the_command_says_what_it_made(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Are the lessons, the size, what was left out and the answers of earlier lessons named?"""
    made = make(LESSON, tmp_path)
    said = capsys.readouterr().out
    assert f"bundle/{made.name}: " in said
    for words in ("lessons:   00_start, 01_bag_of_words, 02_vanilla_rnn", "helpers/exercises/", "helpers/grading/"):
        assert words in said
    assert f"{made.stat().st_size / 1e3:,.0f} kB" in said
    assert "helpers/nn/vanilla_rnn.py" in said.split("left out:")[1].split("mind:")[0]
    assert "helpers/nn/bag_of_words.py can be read: the answers of lessons before 02_vanilla_rnn" in said


def test_everything_lies_in_one_folder_and_nothing_private_in_it(zipped: Path, texts: dict[str, str]) -> None:
    """Is all of it below unrolled/, without a learner's work, solutions, tests, or what makes and grades lessons?"""
    names = zipfile.ZipFile(zipped).namelist()
    assert {name.split("/")[0] for name in names} == {"unrolled"}
    tops = {"/".join(name.split("/")[:2]) for name in texts if name.startswith("helpers/")}
    modules = {f"helpers/{module}.py" for module in ("__init__", "__main__", "grade_ids", "paths", "whole_file")}
    folders = ("checks", "commands", "data", "draw", "nn", "notebooks", "progress")
    assert tops == modules | {f"helpers/{folder}" for folder in folders}
    assert {name.split("/")[0] for name in texts} == {
        "LICENSE",
        "LICENSE-text",
        "README.md",
        "constraints.txt",
        "environment.yml",
        "helpers",
        "nbgrader_config.py",
        "notebooks",
        "pyproject.toml",
    }


@pytest.mark.parametrize("lesson", paths.lesson_names())
def test_no_answer_can_be_read(lesson: str) -> None:
    """In the bundle of each lesson, does no line of three words or more of a reference of that lesson or a later one
    stand in any file, unless the lesson's notebook or an earlier answer shows it, nor the answer of any question?
    """
    files = {name: content.decode() for name, content in files_for_learners(lesson).items()}
    rows = {name: {squeezed(row) for row in text.splitlines()} for name, text in files.items()}
    written_before = {row for name in answers_of_earlier_lessons(files) for row in rows[name]}
    looked_for = 0
    for other in paths.lesson_names():
        solution, release = (nbformat.read(path, as_version=4) for path in notebook_paths(other))
        shown = written_before | {squeezed(line) for cell in release.cells for line in cell.source.splitlines()}
        exercises = set(load(other).exercises)
        for cell in solution.cells:
            marks = cell.metadata.get("nbgrader", {})
            if not marks.get("solution"):
                continue
            if marks.grade_id not in exercises:
                told = [squeezed(cell.source)]  # a quiz
            elif other >= lesson:
                said_enough = [line for line in cell.source.splitlines() if len(re.findall(r"\w+", line)) >= 3]
                told = [line for line in map(squeezed, said_enough) if line not in shown]
            else:
                continue
            looked_for += len(told)
            for name in files:
                found = [line for line in told if line in rows[name]]
                assert not found, f"{name} has {found}, of {marks.grade_id}"
    assert looked_for > 20
    for name, text in files.items():
        assert "BEGIN HIDDEN" not in text, name
        assert "BEGIN SOLUTION" not in text, name
        assert not re.search(r'quiz="\w+" answer=', text), name


def squeezed(line: str) -> str:
    """A line of code, or of a notebook's JSON, without blanks, quotation marks of JSON and comments."""
    return re.sub(r"\s+", "", re.sub(r'^\s*"(.*?)(\\n)?",?$', r"\1", line).replace('\\"', '"').split("  #")[0])


def test_an_answer_in_a_file_is_refused() -> None:
    """Is no bundle made when a module shows a line of an answer, or a notebook the answer of a quiz?"""
    files = files_for_learners(LESSON)
    bundle.refuse_leaks(LESSON, files)
    answer = b"def step(x, h, W_xh, W_hh, b_h):\n    return np.tanh(x @ W_xh + h @ W_hh + b_h)\n"
    with pytest.raises(Refusal, match=r"helpers/draw/states\.py has `return np\.tanh\(.*, of the answer to rnn_step"):
        bundle.refuse_leaks(LESSON, files | {"helpers/draw/states.py": answer})
    name = f"notebooks/{LESSON}/{LESSON}.ipynb"
    told = files[name].replace(b"same_weights = None", b'same_weights = \\"c\\"')
    assert told != files[name]
    with pytest.raises(Refusal, match="of the answer to same_weights"):
        bundle.refuse_leaks(LESSON, files | {name: told})
    written = files[name].replace(b"raise NotImplementedError", b"return np.tanh(x @ W_xh + h @ W_hh + b_h) #")
    with pytest.raises(Refusal, match="can be read in the student's notebook"):
        bundle.refuse_leaks(LESSON, files | {name: written})


def test_a_stale_lesson_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Is no bundle made when the key of an earlier lesson is missing, and is the old one left as it is?"""
    keys = tmp_path / "keys"
    shutil.copytree(paths.KEYS, keys)
    monkeypatch.setattr(environment, "ensure", lambda words: None)
    monkeypatch.setattr(paths, "KEYS", keys)
    monkeypatch.setattr(paths, "BUNDLES", tmp_path)
    key_path("01_bag_of_words").unlink()
    old = tmp_path / f"unrolled-{LESSON}.zip"
    old.write_bytes(b"old")
    assert command_line.run(["bundle", "02"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("01_bag_of_words cannot be given out: The key of lesson 01_bag_of_words is missing")
    assert said.endswith("Run `python3 -m helpers build 01_bag_of_words`.\n")
    assert old.read_bytes() == b"old"


def test_an_older_bundle_can_be_unpacked_over(zipped: Path, tmp_path: Path) -> None:
    """Does what a learner wrote stay when the next bundle is unpacked over it?"""
    mine = tmp_path / "unrolled" / "work" / LESSON / f"{LESSON}.ipynb"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine", encoding="utf-8")
    with zipfile.ZipFile(zipped) as archive:
        archive.extractall(tmp_path)
    assert mine.read_text(encoding="utf-8") == "mine"
    assert sorted(path.name for path in mine.parent.iterdir()) == [mine.name]


def test_learners_have_their_commands_and_no_others(unpacked: Path) -> None:
    """Does -h list the learners' commands alone, has each its help, and is each other one refused in a sentence?"""
    shown = python(unpacked, "-m", "helpers", "-h").stdout
    theirs = {line.split()[0] for line in shown.splitlines() if re.match(r"  \w", line)}
    assert theirs == {command.name for command in command_line.COMMANDS if command.audience == "learner"}
    assert "instructor" not in shown
    for command in command_line.COMMANDS:
        done = python(unpacked, "-m", "helpers", command.name, "-h")
        if command.audience == "learner":
            assert done.returncode == 0, done.stderr
        else:
            assert done.returncode == 1
            assert done.stderr.startswith(f"{command.name} is a command for ")
            assert len(done.stderr.splitlines()) == 1


def test_every_module_can_be_imported(unpacked: Path, texts: dict[str, str]) -> None:
    """Is every module that a module of the bundle imports in the bundle, those apart that learners never need?"""
    modules = [name.removesuffix(".py").replace("/", ".") for name in texts if re.match(r"helpers/.*\.py$", name)]
    modules = [name.removesuffix(".__init__") for name in modules if not name.endswith("__main__")]
    program = "import importlib, sys\nfor name in sys.argv[1:]: print(importlib.import_module(name).__file__)"
    done = python(unpacked, "-c", program, *modules)
    assert done.returncode == 0, done.stderr
    assert all(Path(line).is_relative_to(unpacked) for line in done.stdout.splitlines())
    for name, text in texts.items():
        if name.endswith(".py"):
            wanted = {
                node.module or ""
                for node in ast.walk(ast.parse(text))
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("helpers.")
            }
            absent = {module for module in wanted - set(modules) if not module.startswith(NOT_FOR_LEARNERS)}
            assert not absent, f"{name} imports {absent}: list it in helpers/bundle/contents.py, or do without"


def test_experiments_are_there_for_the_lessons_in_it(texts: dict[str, str]) -> None:
    """Do the modules of helpers/nn end before the lesson at hand, and those of experiments with it?"""
    written = {lesson_of(text, name) for name, text in texts.items() if re.match(r"helpers/nn/(?!__)\w+\.py", name)}
    trained = {
        lesson_of(text, name) for name, text in texts.items() if re.match(r"helpers/nn/experiments/(?!__)\w+", name)
    }
    assert max(written) < LESSON == max(trained)


def run(notebook: NotebookNode, unpacked: Path) -> None:
    """Run all cells in a kernel that works in the bundle and has no other helpers; errors are outputs."""
    run_cells(notebook, unpacked / "notebooks" / LESSON, environ(unpacked), seconds=120)


def said(cell: NotebookNode) -> str:
    """All that a cell showed."""
    shown = [output.get("text", "") + output.get("evalue", "") for output in cell.outputs]
    shown += [output.data.get("text/plain", "") for output in cell.outputs if "data" in output]
    return "\n".join(shown)


def test_the_lesson_is_learnt_in_the_bundle(unpacked: Path) -> None:
    """In the bundle alone: do right answers pass every check, run every experiment, and a wrong one meet its sentence?

    And does the exercise that builds on the wrong one say that the earlier has to pass first? Its stand-in is not here.
    """
    notebook = nbformat.read(unpacked / "notebooks" / LESSON / f"{LESSON}.ipynb", as_version=4)
    right = load(LESSON).solution_sources
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = right[cell.metadata.nbgrader.grade_id]
    mistake = next(wrong for wrong in load(LESSON).exercises["rnn_step"].mistakes if "values" in wrong.fails)
    place = new_code_cell("import helpers; print(helpers.__file__)")
    wrong = [new_code_cell(source) for source in (mistake.source, 'check("rnn_step", part="values")')]
    later = new_code_cell('check("rnn_forward", part="values")')
    own = list(notebook.cells)
    notebook.cells = [*own, place, *wrong, later]
    run(notebook, unpacked)
    assert Path(said(place).strip()) == unpacked / "helpers" / "__init__.py"
    faults = {cell.id: said(cell) for cell in own if any(o.output_type == "error" for o in cell.get("outputs", []))}
    assert faults == {}
    assert all(cell.execution_count for cell in own if cell.cell_type == "code")
    assert mistake.says in said(wrong[1])
    assert "CheckFailed" in [output.get("ename") for output in later.outputs]
    assert "rnn_forward builds on your rnn_step, whose own check does not pass yet" in said(later)


def test_an_untouched_lesson_runs_to_its_end_in_the_bundle(unpacked: Path) -> None:
    """Does the released notebook, as it lies there, raise nothing but NotImplementedError?"""
    notebook = nbformat.read(unpacked / "notebooks" / LESSON / f"{LESSON}.ipynb", as_version=4)
    run(notebook, unpacked)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in code)
    assert {o.ename for cell in code for o in cell.outputs if o.output_type == "error"} == {"NotImplementedError"}
