"""The command submit: what goes into the file to hand in, and what is said to be missing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

from helpers import paths
from helpers.commands import command_line, environment, submit
from helpers.grading.intake.intake import taken_in
from tests.commands.notebooks import code, text, write

LESSON = "01_own"
CHECK = """
class CheckFailed(AssertionError):
    pass

def check(name, part):
    value = globals()[name]
    if value is None:
        raise NotImplementedError(f"{name}, {part}: not answered yet")
    if value != part:
        raise CheckFailed(f"{name}, {part}: 1 of 2\\n  passed   a\\n  failed   by hand: {value} is not it. Look again.")
    print(f"{name}, {part}: 2 of 2")
"""


def lesson(**answers: str) -> list[dict]:
    """The lesson's cells, with these answers."""
    cells = [text("# A lesson"), code(CHECK, "setup")]
    for name, part, points in (("first", "values", 2), ("second", "edge_cases", 1.5)):
        cells += [
            code(f"{name} = {answers.get(name, 'None')}", name),
            code(f"check({name!r}, {part!r})", f"test_{name}_{part}", points=points),
        ]
    for cell in cells[1:2]:
        cell["metadata"]["nbgrader"] |= {"solution": False, "locked": True}
    return cells


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A learner's folder of a course with one lesson, whose copy was not begun."""
    write(tmp_path / "notebooks" / LESSON / f"{LESSON}.ipynb", *lesson())
    write(tmp_path / "work" / LESSON / f"{LESSON}.ipynb", *lesson())
    for name in ("notebooks", "solutions", "work", "submit"):
        monkeypatch.setattr(paths, name.upper(), tmp_path / name)
    monkeypatch.setattr(environment, "ensure", lambda words: None)
    return tmp_path


def answer(root: Path, *more: dict, **answers: str) -> Path:
    """Save the learner's copy with these answers, and cells of the learner's own."""
    return write(root / "work" / LESSON / f"{LESSON}.ipynb", *lesson(**answers), *more)


def run(capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    """Run `submit 1`; the exit code and what was shown."""
    ended = command_line.run(["submit", "1"])
    shown = capsys.readouterr()
    return ended, shown.out, shown.err


def test_a_complete_notebook(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Is a complete notebook said to be so, and the file one that grading takes, small and without outputs?"""
    copy = answer(root, code("print('mine')"), first="'values'", second="'edge_cases'")
    saved = json.loads(copy.read_text(encoding="utf-8"))
    for cell in saved["cells"][1:]:
        cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "a folder of somebody"}]
    copy.write_text(json.dumps(saved), encoding="utf-8")
    before = copy.read_bytes()
    ended, shown, _ = run(capsys)
    assert ended == 0
    assert f"Taken from {copy}, saved less than a minute ago.\n" in shown
    made = root / "submit" / f"{LESSON}.ipynb"
    assert f"Made: {made}, 3 kB.\n" in shown
    assert "Complete: every check passes. 3.5 of 3.5 points by the visible checks; hidden cases" in shown
    assert "Put right" not in shown
    assert copy.read_bytes() == before
    assert [path.name for path in made.parent.iterdir()] == [made.name]
    assert "somebody" not in made.read_text(encoding="utf-8")
    sources = [cell.source for cell in nbformat.read(made, as_version=4).cells]
    assert [sources[2], sources[-1]] == ["first = 'values'", "print('mine')"]

    folder = root / "submitted" / "ann" / LESSON
    folder.mkdir(parents=True)
    made.rename(folder / made.name)
    released = nbformat.read(root / "notebooks" / LESSON / f"{LESSON}.ipynb", as_version=4)
    result = taken_in(folder, LESSON, released)
    assert (result.sentence, result.repairs) == ("", ())


def test_what_is_missing_is_named_part_by_part(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Are parts without an answer told from those that do not pass, with points, and is the file made all the same?"""
    answer(root, code("1 / 0"), first="7")
    ended, shown, _ = run(capsys)
    assert ended == 1
    assert shown.split("\n\n", 2)[2] == (
        "Not complete: 2 of 2 parts are missing.\n"
        "The cell that begins with `1 / 0`: ZeroDivisionError: division by zero\n\n"
        "first\n"
        "  values      does not pass: by hand: 7 is not it.\n"
        "second\n"
        "  edge_cases  not answered\n\n"
        "0 of 3.5 points by the visible checks; hidden cases are tried when it is graded.\n"
        "It can be handed in as it is; `submit` again takes its place.\n"
    )
    assert (root / "submit" / f"{LESSON}.ipynb").exists()


def test_a_second_file_takes_the_place_of_the_first(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Is a former file replaced, and that said?"""
    answer(root, first="'values'")
    assert "earlier one" not in run(capsys)[1]
    answer(root, first="'values'", second="'edge_cases'")
    ended, shown, _ = run(capsys)
    assert ended == 0
    assert "; it takes the place of an earlier one.\n" in shown
    assert "edge_cases" in (root / "submit" / f"{LESSON}.ipynb").read_text(encoding="utf-8")


def test_what_is_put_right_is_said(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Does a changed check not decide, and is each repair a sentence?"""
    copy = answer(root, first="7", second="'edge_cases'")
    saved = json.loads(copy.read_text(encoding="utf-8"))
    saved["cells"][3]["source"] = "pass"
    del saved["cells"][5]
    copy.write_text(json.dumps(saved), encoding="utf-8")
    ended, shown, _ = run(capsys)
    assert ended == 1
    assert (
        "Put right in the file to hand in (your copy stays as it is):\n"
        "  The cell test_first_values had been changed: it is as the lesson has it again.\n"
        "  The cell test_second_edge_cases had been deleted: it is back in its place.\n\n"
    ) in shown
    assert "1.5 of 3.5 points" in shown


@pytest.mark.parametrize(
    ("prepare", "sentence"),
    [
        (lambda copy: None, "You have not begun 01_own"),
        (lambda copy: copy.unlink(), "is not there: the command `lab` puts your copy"),
        (lambda copy: copy.rename(copy.with_name("mine.ipynb")), "is not there, but mine.ipynb is beside it"),
        (lambda copy: copy.write_text("", encoding="utf-8"), "is no notebook: it is empty"),
        (lambda copy: copy.write_text("{", encoding="utf-8"), "its JSON breaks off"),
        (lambda copy: copy.write_text("[1]", encoding="utf-8"), "it is JSON, but has no list of cells"),
    ],
)
def test_what_cannot_be_handed_in_is_one_sentence(
    root: Path, capsys: pytest.CaptureFixture[str], prepare, sentence: str
) -> None:
    """Is a copy that was never begun, is missing or broken refused in one sentence, and no file made?"""
    prepare(root / "work" / LESSON / f"{LESSON}.ipynb")
    ended, shown, said = run(capsys)
    assert (ended, shown) == (1, "")
    assert sentence in said
    assert said.count("\n") == 1
    assert not (root / "submit").exists()


def test_an_unknown_lesson_is_refused(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Is a lesson that does not exist named?"""
    assert command_line.run(["submit", "7"]) == 1
    assert "There is no lesson called '7'" in capsys.readouterr().err


def test_a_newer_notebook_beside_it_is_named(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Is a copy under another name told when it is the newer one, and only then?"""
    copy = answer(root, first="'values'")
    other = write(copy.with_name(f"{LESSON}-Copy1.ipynb"), *lesson())
    now = time.time()
    os.utime(copy, (now, now - 7200))
    ended, shown, _ = run(capsys)
    assert ended == 1
    assert "saved 2 hours ago." in shown
    assert f"Beside it lies {other.name}, which was saved later and was not taken." in shown
    os.utime(other, (now, now - 9000))
    assert "Beside it" not in run(capsys)[1]


def test_a_file_that_is_held_open_is_a_sentence(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Is a file that Windows does not let go named, and the former one left whole with nothing beside it?"""
    answer(root, first="'values'")
    run(capsys)
    made = root / "submit" / f"{LESSON}.ipynb"
    before = made.read_bytes()

    def refuse(source, target):
        raise PermissionError(13, "Access is denied", str(target))

    monkeypatch.setattr(os, "replace", refuse)
    ended, _, said = run(capsys)
    assert ended == 1
    assert said == (
        f"{made} cannot be replaced: it is open in another program, or you may not write there. Close it and type "
        "this again.\n"
    )
    assert made.read_bytes() == before
    assert [path.name for path in made.parent.iterdir()] == [made.name]


def test_a_file_in_the_folders_place_is_a_sentence(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Is a file called submit named, and left alone?"""
    answer(root, first="'values'")
    (root / "submit").write_text("notes", encoding="utf-8")
    ended, _, said = run(capsys)
    assert ended == 1
    assert said.endswith("submit is a file, and the place of a folder: give it another name.\n")
    assert (root / "submit").read_text(encoding="utf-8") == "notes"


def test_a_dead_kernel_is_not_complete(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Are the checks that could not be run any more said to be so?"""
    answer(root, first="'values'\nimport os\nos._exit(3)", second="'edge_cases'")
    ended, shown, _ = run(capsys)
    assert ended == 1
    assert "The cell first made the kernel die" in shown
    assert shown.count("not run\n") == 2


def test_the_file_is_tried_without_what_lies_beside_the_copy(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Does an answer that needs another file fail here, as it would where it is graded?"""
    copy = answer(root, first="open('beside.txt').read()", second="'edge_cases'")
    (copy.parent / "beside.txt").write_text("values", encoding="utf-8")
    ended, shown, _ = run(capsys)
    assert ended == 1
    assert "The cell first: FileNotFoundError" in shown


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "less than a minute ago"),
        (59, "less than a minute ago"),
        (60, "1 minute ago"),
        (200, "3 minutes ago"),
        (7200, "2 hours ago"),
        (90000, "1 day ago"),
    ],
)
def test_saved(seconds: float, words: str) -> None:
    """Is a time told in the largest unit, and a clock that runs ahead no reason for odd words?"""
    assert submit.saved(seconds) == words


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("f, values: 0 of 2\n  passed   a\n  failed   b: 0.5 is wrong. More.\nAdvice.", "b: 0.5 is wrong."),
        ("f, values: failed\nf is not defined yet: run its cell.", "f is not defined yet: run its cell."),
        ("NameError: name 'check' is not defined", "NameError: name 'check' is not defined"),
        ("", ""),
    ],
)
def test_first_sentence(said: str, sentence: str) -> None:
    """Is it the sentence on the first case that failed, else what the check says below its headline?"""
    assert submit.first_sentence(said) == sentence


def test_it_needs_nothing_that_learners_do_not_have() -> None:
    """Does the command load none of the packages that a bundle for learners leaves out?"""
    program = (
        "import sys, importlib.abc\n"
        "class Refuse(importlib.abc.MetaPathFinder):\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.startswith(('helpers.grading', 'helpers.build', 'helpers.exercises', 'nbgrader', 'torch')):\n"
        "            raise SystemExit(f'{name} was loaded')\n"
        "sys.meta_path.insert(0, Refuse())\n"
        "import helpers.commands.submit, helpers.commands.notebook_run, helpers.notebooks.rebuild\n"
        "import helpers.commands.reveal\n"
        "helpers.commands.submit.first_sentence('x')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=paths.ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def with_report(answers: dict[str, str], report: str) -> list[dict]:
    """The lesson's cells, with a text that a person marks at the end."""
    cell = text(report)
    cell["metadata"]["nbgrader"] = {
        **{"grade_id": "report", "grade": True, "solution": True, "locked": False, "task": False},
        **{"points": 10, "schema_version": 3},
    }
    return [*lesson(**answers), cell]


@pytest.mark.parametrize(("report", "is_written"), [("**Question.** ...", False), ("**Question.** Whether.", True)])
def test_a_text_that_a_person_marks_is_named(
    root: Path, report: str, is_written: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """Is an untouched report missing, and one that is written told to be a person's to mark, by `check` too?"""
    write(root / "notebooks" / LESSON / f"{LESSON}.ipynb", *with_report({}, "**Question.** ..."))
    right = {"first": "'values'", "second": "'edge_cases'"}
    write(root / "work" / LESSON / f"{LESSON}.ipynb", *with_report(right, report))
    ended, shown, _ = run(capsys)
    assert ended == (0 if is_written else 1)
    state = "written" if is_written else "not written yet"
    assert f"report: {state} (10 points, given by a person)." in shown
    assert ("Complete: every check passes." if is_written else "Not complete: 1 of 3 parts are missing.") in shown
    assert command_line.run(["check", "1"]) == 0
    assert capsys.readouterr().out.endswith(f"report: {state} (10 points, given by a person)\n")


def test_a_name_that_only_a_changed_experiment_has(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Is the experiment named in which the learner defined it, though the file to hand in has the lesson's again?"""
    experiment = code("# an experiment", tags=("skip-execution",))
    write(root / "notebooks" / LESSON / f"{LESSON}.ipynb", *lesson(), experiment)
    changed = {**experiment, "source": "# an experiment\nclass Net: pass"}
    write(root / "work" / LESSON / f"{LESSON}.ipynb", *lesson(first="Net()"), changed)
    _, shown, _ = run(capsys)
    assert "In your notebook only the cell that begins with `# an experiment` defines Net, and that cell is" in shown


def test_a_name_that_only_a_cell_has_which_grading_leaves_out(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Is the cell named that would have defined it, and of the check not said that the answer's cell was not run?"""
    trained = code("import math as m\n%time\nclass Net: pass", tags=("skip-execution",))
    cells = lesson(first="Net()", second="'edge_cases'")
    cells[3]["source"] = (
        "if 'first' not in globals():\n"
        "    raise CheckFailed('first, values: failed\\nfirst is not defined yet: run the cell that defines it.')"
    )
    write(root / "notebooks" / LESSON / f"{LESSON}.ipynb", *[*lesson()[:3], cells[3], *lesson()[4:]])
    write(root / "work" / LESSON / f"{LESSON}.ipynb", cells[0], trained, *cells[1:])
    ended, shown, _ = run(capsys)
    assert ended == 1
    assert "The cell first: NameError: name 'Net' is not defined\n" in shown
    sentence = (
        "In your notebook only the cell that begins with `import math as m` defines Net, and that cell is not run when "
        "you are graded: import or define Net in the cell that uses it.\n"
    )
    assert shown.count(sentence) == 1
    assert "  values  does not pass: the cell first ends with an error, so that there is nothing to try.\n" in shown
    assert command_line.run(["check", "1"]) == 1
    assert sentence in capsys.readouterr().out
