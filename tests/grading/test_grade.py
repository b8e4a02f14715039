"""A class graded from end to end, and the refusals that keep a class's points."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest

from helpers.grading.sandbox.pieces import what_is_missing
from tests.grading.conftest import LESSON, Course

pytestmark = pytest.mark.skipif(bool(what_is_missing()), reason=what_is_missing())

REPORT_OF_GRADEBOOK = f"""
import json
from nbgrader.api import Gradebook
with Gradebook("sqlite:///gradebook.db", "unrolled") as gradebook:
    print(json.dumps({{
        submission.student.id: {{
            "points": {{g.name: g.auto_score for n in submission.notebooks for g in n.grades}},
            "comments": {{c.name: c.comment for n in submission.notebooks for c in n.comments if c.comment}},
            "by hand": sorted(g.name for n in submission.notebooks for g in n.grades if g.needs_manual_grade),
        }}
        for submission in gradebook.assignment_submissions("{LESSON}")
    }}, sort_keys=True))
"""


@dataclass
class Graded:
    """A class of nine, one of each kind, after its first and its second grading."""

    course: Course
    output: str
    errors: str
    exit_codes: list[int]
    gradebooks: list[dict]
    outputs: list[dict]
    expected: dict[str, dict[str, str]]


def read_gradebook(course: Course) -> dict:
    """Points, comments and what waits for a person, by learner and cell, as the gradebook has them."""
    return json.loads(course.python(REPORT_OF_GRADEBOOK).stdout)


def graded_outputs(course: Course) -> dict:
    """What the graded cells of every graded notebook said."""
    found = {}
    for path in sorted((course.root / "autograded").glob(f"*/{LESSON}/{LESSON}.ipynb")):
        cells = nbformat.read(path, as_version=4).cells
        graded = [cell for cell in cells if cell.metadata.get("nbgrader", {}).get("grade")]
        found[path.parts[-3]] = {cell.metadata.nbgrader.grade_id: cell.outputs for cell in graded}
    return found


@pytest.fixture(scope="module")
def graded(built_course: Course, tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """The class, made and graded twice."""
    course = built_course.copy_to(tmp_path_factory.mktemp("graded"))
    course.make_class(students=9, seed=1)
    # A file of the learner's own must not stand in for a library.
    (course.root / "submitted" / "learner_001" / LESSON / "numpy.py").write_text("raise SystemExit", encoding="utf-8")
    runs, gradebooks, outputs = [], [], []
    for _ in range(2):
        runs.append(course.grade())
        gradebooks.append(read_gradebook(course))
        outputs.append(graded_outputs(course))
    with (course.root / "class" / f"{LESSON}.csv").open(encoding="utf-8", newline="") as table:
        expected = {row["student"]: row for row in csv.DictReader(table)}
    return Graded(
        course,
        runs[0].stdout,
        "".join(run.stderr for run in runs),
        [run.returncode for run in runs],
        gradebooks,
        outputs,
        expected,
    )


def learners(graded: Graded, *kinds: str) -> list[str]:
    """The learners of those kinds."""
    return [student for student, row in graded.expected.items() if row["kind"] in kinds]


def test_each_learner_gets_exactly_the_points_expected(graded: Graded) -> None:
    """Do right answers have full marks, blanks none, and mistakes lose what is declared beside them?"""
    sound = {student: row for student, row in graded.expected.items() if row["kind"] != "broken"}
    assert len(sound) == 8
    for student, row in sound.items():
        points = graded.gradebooks[0][student]["points"]
        assert points == {test: float(row[test]) for test in points}, (student, row["kind"], row["what"])


def test_the_table_names_every_learner(graded: Graded) -> None:
    """Is each learner in the table, with points or with the sentence that says why there are none?"""
    assert graded.exit_codes == [0, 0]
    for student, row in graded.expected.items():
        line = next(line for line in graded.output.splitlines() if line.strip().startswith(student))
        if row["kind"] == "broken":
            assert re.search(r"- +7 +01_mini.ipynb breaks off at line \d+", line)
        else:
            assert line.split()[1:] == [row["total"], "7"]
    assert "8 of 9 graded" in graded.output


def test_nothing_but_the_report_reaches_the_terminal(graded: Graded) -> None:
    """Do warnings of libraries, kernels and learners stay off the terminal?"""
    assert graded.errors == ""


def test_two_gradings_give_the_same(graded: Graded) -> None:
    """Are scores, comments and what the checks said the same when a class is graded again?"""
    assert graded.gradebooks[0] == graded.gradebooks[1]
    assert graded.outputs[0] == graded.outputs[1]
    assert set(graded.outputs[0]) == {student for student, row in graded.expected.items() if row["kind"] != "broken"}


def test_a_broken_submission_has_a_sentence_and_no_points(graded: Graded) -> None:
    """Is a submission that could not be graded in the gradebook, and told to its learner?"""
    (student,) = learners(graded, "broken")
    entry = graded.gradebooks[1][student]
    assert set(entry["points"].values()) == {None}
    assert [comment for comment in entry["comments"].values() if "breaks off at line" in comment]
    page = (graded.course.root / "feedback" / student / LESSON / f"{LESSON}.html").read_text(encoding="utf-8")
    assert "breaks off at line" in page


def test_feedback_shows_sentences_and_never_a_test(graded: Graded) -> None:
    """Does a learner read code, sentences and points, and nothing of the test cells' source or the lesson's prose?"""
    (student,) = learners(graded, "mistake")
    page = (graded.course.root / "feedback" / student / LESSON / f"{LESSON}.html").read_text(encoding="utf-8")
    assert f"<strong>{graded.expected[student]['total']}</strong> of 7 points" in page
    assert "<h2>double</h2>" in page
    assert "cases passed" in page
    for path in (graded.course.root / "feedback").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for hidden in ("check(", "hidden=True", "HIDDEN TESTS", "Exercise 1.1", "Traceback"):
            assert hidden not in text


def test_feedback_asks_nothing_of_the_network(graded: Graded) -> None:
    """Is every page whole as it is, with a policy that forbids requests?"""
    pages = list((graded.course.root / "feedback").rglob("*.html"))
    assert len(pages) == 9
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert "default-src 'none'" in text
        assert not re.search(r"<(script|link|iframe|object|embed|img|base|form)\b", text)
        assert "http:" not in text
        assert "https:" not in text
        assert "url(" not in text


def test_stock_autograde_gives_the_same_score(graded: Graded, tmp_path: Path) -> None:
    """Does nbgrader's own command score as `grade` does, and leave its page of feedback to its own command?"""
    course = graded.course.copy_to(tmp_path)
    (student,) = learners(graded, "mistake")
    assert course.nbgrader("autograde", LESSON, f"--student={student}", "--force").returncode == 0
    assert read_gradebook(course)[student] == graded.gradebooks[0][student]


def without_key(root: Path) -> None:
    """The key taken away."""
    (root / "helpers" / "checks" / "keys" / f"{LESSON}.json").unlink()


def with_other_private_side(root: Path) -> None:
    """The exercises file changed since the build."""
    with (root / "solutions" / f"{LESSON}_exercises.py").open("a", encoding="utf-8") as file:
        file.write("\n# changed\n")


def without_private_side(root: Path) -> None:
    """The exercises file taken away."""
    (root / "solutions" / f"{LESSON}_exercises.py").unlink()


def with_other_reference(root: Path) -> None:
    """The solution notebook edited by hand."""
    path = root / "solutions" / LESSON / f"{LESSON}.ipynb"
    text = path.read_text(encoding="utf-8")
    assert "np.multiply(x, 2.0)" in text
    path.write_text(text.replace("np.multiply(x, 2.0)", "np.multiply(x, 3.0)"), encoding="utf-8")


def with_broken_reference(root: Path) -> None:
    """The solution notebook cut off."""
    path = root / "solutions" / LESSON / f"{LESSON}.ipynb"
    path.write_text(path.read_text(encoding="utf-8")[:500], encoding="utf-8")


CHANGES = [without_key, with_other_private_side, without_private_side, with_other_reference, with_broken_reference]


@pytest.mark.parametrize("change", CHANGES)
def test_grade_refuses_a_lesson_that_is_not_ready(
    change: Callable[[Path], None], graded: Graded, tmp_path: Path
) -> None:
    """Does `grade` end in one sentence, before any point or file has changed?"""
    course = graded.course.copy_to(tmp_path)
    change(tmp_path)
    run = course.grade()
    assert run.returncode == 1
    assert re.fullmatch(r"01_mini cannot be graded: .*\n", run.stderr)
    assert (tmp_path / "gradebook.db").read_bytes() == (graded.course.root / "gradebook.db").read_bytes()


@pytest.mark.parametrize("change", [without_key, with_other_private_side, with_other_reference])
def test_stock_autograde_refuses_a_lesson_that_is_not_ready(
    change: Callable[[Path], None], graded: Graded, tmp_path: Path
) -> None:
    """Does nbgrader's own command refuse with a sentence, and leave points and graded notebooks as they were?"""
    course = graded.course.copy_to(tmp_path)
    change(tmp_path)
    run = course.nbgrader("autograde", LESSON, "--force")
    assert run.returncode == 1
    assert re.fullmatch(r"\[AutogradeApp \| ERROR\] 01_mini cannot be graded: .*\n", run.stderr)
    assert (tmp_path / "gradebook.db").read_bytes() == (graded.course.root / "gradebook.db").read_bytes()
    assert graded_outputs(Course(tmp_path)) == graded.outputs[1]


def test_a_server_that_has_graded_before_refuses_too(graded: Graded, tmp_path: Path) -> None:
    """Does nbgrader's interface, which formgrader's button calls, see a key that is gone since it graded last?"""
    course = graded.course.copy_to(tmp_path)
    (student,) = learners(graded, "right")
    run = course.python(
        "import json\n"
        "from pathlib import Path\n"
        "from helpers.grading.course import opened_course\n"
        "with opened_course() as course:\n"
        f"    first = course.autograde('{LESSON}', '{student}')\n"
        f"    Path('helpers/checks/keys/{LESSON}.json').unlink()\n"
        f"    second = course.autograde('{LESSON}', '{student}')\n"
        "print(json.dumps([first['success'], second['success'], second['log']]))\n"
    )
    assert run.stdout.startswith('[true, false, "[ERROR] 01_mini cannot be graded:'), run.stderr
    assert read_gradebook(Course(tmp_path))[student] == graded.gradebooks[0][student]


def test_a_folder_without_submissions_is_refused(course: Course) -> None:
    """Does grading nothing end in a sentence?"""
    run = course.grade()
    assert (run.returncode, run.stdout) == (1, "")
    assert (
        run.stderr == "There are no submissions of 01_mini: they belong in submitted/LEARNER/01_mini/01_mini.ipynb.\n"
    )
