"""What a check leaves on record, in a real kernel: in the learner's working copy, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from helpers.checks.recording import is_working_copy
from helpers.commands import command_line
from helpers.progress.record import RECORD, SESSION_NAME, fingerprint, read_record
from tests.commands.notebooks import code, write
from tests.environment import environment_of_a_person
from tests.running_cells import run_cells

SET_UP = 'import numpy as np\nfrom helpers.checks import Check\ncheck = Check("01_mini", globals())'
VALUES, EDGES, QUIZ = 'check("double", part="values")', 'check("double", part="edges")', 'check("twice_twice")'
WRONG, RIGHT = "def double(x):\n    return x**2", "%matplotlib inline\ndef double(x):\n    return x + x"
STUB = 'def double(x):\n    raise NotImplementedError("double is not written yet")'


def run(folder: Path, course: Path, *cells: str, name: str = "01_mini.ipynb", under_nbgrader: bool = False) -> list:
    """The outputs of cells, run in a kernel that works in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    notebook = new_notebook(cells=[new_code_cell(source) for source in (SET_UP, *cells)])
    environment = environment_of_a_person(course) | {SESSION_NAME: f"somewhere/{name}"}
    run_cells(notebook, folder, environment | ({"NBGRADER_EXECUTION": "validate"} if under_nbgrader else {}))
    return [cell.outputs for cell in notebook.cells[1:]]


@pytest.fixture
def work(course_with_key: Path, request: pytest.FixtureRequest) -> Path:
    """The learner's folder of the lesson, without a record."""
    folder = course_with_key / "work" / "01_mini"
    (folder / RECORD).unlink(missing_ok=True)
    return folder


def test_each_check_leaves_what_it_came_to(work: Path, course_with_key: Path) -> None:
    """Are passed, failed and blank on record, with the fingerprint of the cell as it stands in the notebook?"""
    hidden = 'check("double", part="values", hidden=True)'
    answers = [STUB, VALUES, EDGES, WRONG, VALUES, 'twice_twice = "a"', QUIZ, RIGHT, VALUES]
    run(work, course_with_key, *answers, WRONG, hidden)  # hidden cases are not a learner's
    record = read_record(work)
    assert {name: (mark.state, mark.cell) for name, mark in record.items()} == {
        ("double", "values"): ("passed", fingerprint(RIGHT)),
        ("double", "edges"): ("blank", fingerprint(STUB)),
        ("twice_twice", ""): ("failed", fingerprint('twice_twice = "a"')),
    }
    assert record[("double", "edges")].at < record[("double", "values")].at


def test_what_was_not_run_yet_takes_no_pass_away(work: Path, course_with_key: Path) -> None:
    """In a kernel that was started again, does a check before its function's cell leave the earlier pass on record?"""
    run(work, course_with_key, RIGHT, VALUES, 'twice_twice = "b"', QUIZ)
    before = read_record(work)
    run(work, course_with_key, VALUES, QUIZ)
    assert read_record(work) == before


def test_a_whole_run_says_what_is_missing(work: Path, course_with_key: Path) -> None:
    """When the notebook is run from top to bottom, is a function that its cell does not define a failure on record?"""
    run(work, course_with_key, RIGHT, VALUES)
    run(work, course_with_key, "def double(x):\n    retrun x", VALUES, under_nbgrader=True)
    assert read_record(work)[("double", "values")].state == "failed"


def test_other_copies_in_the_folder_leave_nothing(work: Path, course_with_key: Path) -> None:
    """Does a new edition beside the working copy leave its record alone?"""
    run(work, course_with_key, RIGHT, VALUES, name="01_mini (new).ipynb")
    assert not (work / RECORD).exists()


def test_elsewhere_nothing_is_written(work: Path, course_with_key: Path) -> None:
    """Do the course's own notebooks, as nbval and graders run them, leave no file?"""
    folder = course_with_key / "solutions" / "01_mini"
    before = sorted(folder.iterdir())
    run(folder, course_with_key, RIGHT, VALUES)
    assert sorted(folder.iterdir()) == before
    assert not (work / RECORD).exists()


def test_a_record_that_cannot_be_written_disturbs_no_check(work: Path, course_with_key: Path) -> None:
    """Where a folder has the record's name, does a check show what it always does and nothing else?"""
    (work / RECORD).mkdir(parents=True)
    try:
        shown = run(work, course_with_key, RIGHT, VALUES)
        assert list((work / RECORD).iterdir()) == []
        assert [path.name for path in work.iterdir()] == [RECORD]
    finally:
        (work / RECORD).rmdir()
    assert [output.output_type for output in shown[1]] == ["display_data"]


@pytest.mark.parametrize(
    ("folder", "notebook", "expected"),
    [
        ("work/02_rnn", "02_rnn.ipynb", True),
        ("work/02_rnn", "", True),
        ("work/02_rnn", "02_rnn (new).ipynb", False),
        ("work/02_rnn", "console-1-abc", False),
        ("work/03_other", "02_rnn.ipynb", False),
        ("work", "02_rnn.ipynb", False),
        ("work/02_rnn/inner", "02_rnn.ipynb", False),
        ("solutions/02_rnn", "02_rnn.ipynb", False),
        ("work/../work/02_rnn", "02_rnn.ipynb", True),
    ],
)
def test_which_notebook_is_the_working_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, notebook: str, expected: bool
) -> None:
    """Is it the one of the lesson's name in the lesson's folder in work/, and no other?"""
    monkeypatch.setattr("helpers.paths.WORK", tmp_path / "work")
    (tmp_path / "work").mkdir()
    assert is_working_copy("02_rnn", tmp_path / folder, notebook) is expected


def test_the_command_check_leaves_its_record(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """After `check LESSON`, does progress know what came out, and does another copy in the folder change nothing?"""
    monkeypatch.setattr("helpers.commands.environment.ensure", lambda words: None)
    monkeypatch.setenv("PYTHONPATH", str(course))
    cells = [
        code('from helpers.checks import Check\ncheck = Check("01_mini", globals())', "setup"),
        code(RIGHT, "double"),
        code('check("double", part="values")', "test_double_values", points=2),
        code('check("double", part="edges")', "test_double_edges", points=1),
        code('twice_twice = "a"', "twice_twice"),
        code('check("twice_twice")', "test_twice_twice", points=1),
    ]
    (course / "work" / "01_mini" / RECORD).unlink(missing_ok=True)
    copy = write(course / "work" / "01_mini" / "01_mini.ipynb", *cells)
    assert command_line.run(["check", "1"]) == 1
    capsys.readouterr()
    assert command_line.run(["progress", "1"]) == 0
    shown = capsys.readouterr().out
    assert "  double        3 of 3   passed" in shown
    assert "  twice_twice   0 of 1   failed      question" in shown
    before = read_record(copy.parent)
    cells[1] = code("def double(x):\n    return x", "double")
    other = write(copy.with_name("01_mini (new).ipynb"), *cells)
    assert command_line.run(["check", str(other)]) == 1
    assert read_record(copy.parent) == before
