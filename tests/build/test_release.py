import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from helpers import Refusal
from helpers.build.course import make
from helpers.build.lesson_text import read_lesson
from helpers.build.release import released
from helpers.build.rules import refuse_leaks
from tests.build.conftest import Course

COURSE = Path(__file__).parent.parent.parent


def test_the_release_is_what_nbgrader_makes(built: Course) -> None:
    """Does stock `nbgrader generate_assignment` make the student's notebook to the byte, beside a new gradebook?"""
    ours = built.release.read_bytes()
    built.release.unlink()
    shutil.copy(COURSE / "nbgrader_config.py", built.root)
    finished = subprocess.run(
        [sys.executable, "-m", "nbgrader", "generate_assignment", "01_mini", "--force"],
        cwd=built.root,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    assert finished.returncode == 0, finished.stderr
    assert built.release.read_bytes() == ours
    assert sorted(path.name for path in built.release.parent.iterdir()) == ["01_mini.ipynb"]


def test_the_release_has_stubs_and_no_answers(built: Course) -> None:
    """Does each exercise's cell keep its head and say what is not written, and each quiz wait with None?"""
    cells = {cell.id: cell for cell in nbformat.read(built.release, as_version=4).cells}
    assert cells["double"].source == (
        'def double(x):\n    """Twice x, (N, D)."""\n    raise NotImplementedError("double is not written yet")'
    )
    assert cells["double_sum"].source.endswith('raise NotImplementedError("double_sum is not written yet")')
    assert cells["twice_twice"].source == "twice_twice = None"
    assert cells["test_double_values"].source == 'check("double", part="values")'
    assert cells["experiment_twice"].metadata.tags[:2] == ["skip-execution", "raises-exception"]


def test_the_release_has_no_outputs_and_no_hidden_tests(built: Course) -> None:
    """Is nothing of the solution's outputs, hidden checks or answers in the student's notebook?"""
    text = built.release.read_text(encoding="utf-8")
    notebook = nbformat.reads(text, as_version=4)
    assert all(not cell.get("outputs") and cell.get("execution_count") is None for cell in notebook.cells)
    assert not re.search(r"hidden=True|BEGIN|END SOLUTION|np\.multiply", text)


def test_ids_and_order_are_those_of_the_solution(built: Course) -> None:
    """Can every cell of a submission be found again in the solution by its id?"""
    solution, release = (nbformat.read(path, as_version=4) for path in (built.solution, built.release))
    assert [cell.id for cell in release.cells] == [cell.id for cell in solution.cells]
    for one, other in zip(solution.cells, release.cells, strict=True):
        assert one.metadata.get("nbgrader", {}).get("grade_id") == other.metadata.get("nbgrader", {}).get("grade_id")


def test_the_solution_notebook_is_left_alone(built: Course) -> None:
    """Does making the release change nothing in the notebook it is made from?"""
    solution = make("01_mini").solution
    before = nbformat.writes(solution)
    released(solution, "01_mini")
    assert nbformat.writes(solution) == before


def test_each_stub_names_its_own_exercise(built: Course) -> None:
    """Are two exercises that are cleared one after the other not given the same stub?"""
    stubs = re.findall(r"NotImplementedError\(\\\"(\w+) is not", built.release.read_text(encoding="utf-8"))
    assert stubs == ["double", "double_sum"]


@pytest.mark.parametrize("left", ["### BEGIN SOLUTION", "###  END  SOLUTION", "### BEGIN HIDDEN TESTS"])
def test_a_mark_that_nbgrader_left_is_refused(built: Course, left: str) -> None:
    """Is a student's notebook refused in which one of nbgrader's marks has stayed?"""
    made = make("01_mini")
    cells = read_lesson(built.text)
    refuse_leaks(cells, made.release, "solutions/01_mini.py")
    made.release.cells[3].source += f"\n{left}"
    with pytest.raises(Refusal, match="would stand in the student's notebook, in cell"):
        refuse_leaks(cells, made.release, "solutions/01_mini.py")
