"""The report of a course in a folder: its records, its gradebook, the files that it writes."""

from __future__ import annotations

import csv
import io
import json
import warnings
from collections.abc import Iterator

import pytest

from helpers import Refusal, paths
from helpers.commands import command_line
from helpers.grading.course import course_configuration
from helpers.grading.records import Record, TestRecord, add_records, records_path
from helpers.grading.reporting.data import read_class
from helpers.grading.reporting.page import write_report
from tests.grading.conftest import LESSON, Course

OWN = """def double(x):
    result = np.zeros_like(x)
    rows, columns = x.shape
    for row in range(rows):
        for column in range(columns):
            value = float(x[row, column])
            once = value * 1.0
            again = once + value - 0.0
            result[row, column] = again
            if result[row, column] != again:
                raise ValueError(row, column)
    return result
"""


@pytest.fixture
def graded(course_in_this_process: Course) -> Course:
    """A course in which two learners were graded, and a third could not be."""
    tests = [
        cell["metadata"]["nbgrader"]
        for cell in released()["cells"]
        if cell["metadata"].get("nbgrader", {}).get("grade")
    ]
    for student, earned in (("ann", True), ("ben", False)):
        results = tuple(
            TestRecord(mark["grade_id"], earned, "x: 0 of 1 passed", "" if earned else "CheckFailed") for mark in tests
        )
        add_records(LESSON, [Record(student, graded="2026-01-15T12:00:00+00:00", tests=results)])
    add_records(LESSON, [Record("cy", graded="2026-01-15T12:00:00+00:00", sentence="It is empty.")])
    return course_in_this_process


def released() -> dict:
    return json.loads((paths.NOTEBOOKS / LESSON / f"{LESSON}.ipynb").read_text(encoding="utf-8"))


def table() -> dict[str, dict[str, str]]:
    text = (paths.ROOT / "report" / f"{LESSON}.csv").read_text(encoding="utf-8-sig")
    return {row["student"]: row for row in csv.DictReader(io.StringIO(text))}


@pytest.fixture
def gradebook(graded: Course) -> Iterator[object]:
    """nbgrader's own gradebook with the lesson in it, and marks for two learners: by checks and by hand."""
    from nbgrader.api import Gradebook
    from nbgrader.coursedir import CourseDirectory

    url = CourseDirectory(config=course_configuration()).db_url
    with warnings.catch_warnings(), Gradebook(url) as book:
        warnings.simplefilter("ignore")  # nbgrader's own ways with its tables
        book.add_assignment(LESSON)
        book.add_notebook(LESSON, LESSON)
        for cell in released()["cells"]:
            mark = cell["metadata"].get("nbgrader", {})
            if mark.get("grade"):
                book.add_grade_cell(
                    mark["grade_id"], LESSON, LESSON, max_score=mark["points"], cell_type=cell["cell_type"]
                )
        for student in ("ann", "zoe"):
            book.add_student(student)
            book.add_submission(LESSON, student)
            for grade in book.find_submission_notebook(LESSON, LESSON, student).grades:
                grade.auto_score = 1.0
                grade.needs_manual_grade = student == "zoe"
        book.find_submission_notebook(LESSON, LESSON, "ann").late_submission_penalty = 0.5
        book.find_submission_notebook(LESSON, LESSON, "zoe").grades[0].manual_score = 1.5
        book.db.commit()
        yield book


def test_it_works_from_the_records_alone(graded: Course) -> None:
    """Without a gradebook, are page and table there, and is none made?"""
    said = write_report(LESSON)
    assert "3 submissions, graded on 2026-01-15" in said
    assert "not graded: 1" in said
    page = (paths.ROOT / "report" / f"{LESSON}.html").read_text(encoding="utf-8")
    assert "there is no gradebook with this lesson" in page
    assert table()["ann"]["points"] == table()["ann"]["of"]
    assert (table()["ben"]["points"], table()["cy"]["points"]) == ("0", "")
    assert not (paths.ROOT / "gradebook.db").exists()
    assert sorted(path.name for path in (paths.ROOT / "report").iterdir()) == [f"{LESSON}.csv", f"{LESSON}.html"]


def test_points_are_the_gradebooks(gradebook) -> None:
    """Do manual marks and penalties count, and has a learner whom nbgrader graded alone a row?"""
    from nbgrader.api import Gradebook

    with Gradebook(str(gradebook.engine.url)) as fresh:
        expected = {row.student.id: row.score for row in fresh.assignment_submissions(LESSON)}
    classroom = read_class(LESSON)
    results = {result.student: result for result in classroom.results}
    assert classroom.from_gradebook
    assert results["ann"].points == expected["ann"] - 0.5
    assert (results["zoe"].points, results["zoe"].waits) == (expected["zoe"], True)
    assert (results["ann"].waits, results["zoe"].record) == (False, None)
    assert results["ben"].points == 0
    assert results["cy"].points is None


def test_a_gradebook_that_is_broken_is_named(graded: Course) -> None:
    """Is a file that is no gradebook one sentence, and what to do about it?"""
    (paths.ROOT / "gradebook.db").write_text("this is not a database", encoding="utf-8")
    with pytest.raises(Refusal, match=r"gradebook.* cannot be read .*records alone"):
        write_report(LESSON)
    assert not (paths.ROOT / "report").exists()


def test_nothing_graded_yet_is_refused(course_in_this_process: Course, capsys: pytest.CaptureFixture[str]) -> None:
    """Does the command say in one sentence that there is nothing, and write nothing?"""
    assert command_line._run(["-h"]) == 0
    assert "report" in capsys.readouterr().out
    with pytest.raises(Refusal, match=r"^Nothing of 01_mini was graded yet[^\n]*helpers grade 01_mini` first\.$"):
        write_report(LESSON)
    assert not (paths.ROOT / "report").exists()


def test_a_torn_line_is_told(graded: Course) -> None:
    """Is a record that was lost to a kill said, on the terminal and on the page?"""
    with records_path(LESSON).open("ab") as file:
        file.write(b'{"student": "dan", "tes')
    assert "1 line of the records could not be read" in write_report(LESSON)


def test_code_in_common_is_found_in_what_was_graded(graded: Course) -> None:
    """Are two who share their own long way listed, and a notebook that cannot be read left out?"""
    renamed = OWN.replace("value", "v").replace("again", "twice_of_it").replace("result", "out")
    sources = {"ann": OWN, "ben": renamed, "cy": "{", "dan": "def double(x):\n    return x + x\n"}
    sources |= {f"learner {n}": f"def double(x):\n    y{n} = x\n    return {n} * y{n} / {n} * 2\n" for n in range(1, 6)}
    for student, source in sources.items():
        notebook = released()
        for cell in notebook["cells"]:
            if cell["metadata"].get("nbgrader", {}).get("grade_id") == "double":
                cell["source"] = source
        folder = paths.ROOT / "autograded" / student / LESSON
        folder.mkdir(parents=True)
        text = source if student == "cy" else json.dumps(notebook)
        (folder / f"{LESSON}.ipynb").write_text(text, encoding="utf-8")
        if student not in ("ann", "ben", "cy"):
            add_records(LESSON, [Record(student)])
    write_report(LESSON)
    page = (paths.ROOT / "report" / f"{LESSON}.html").read_text(encoding="utf-8")
    assert "Submissions with code in common: 1 pair" in page
    assert "<h3>ann and ben</h3>" in page
