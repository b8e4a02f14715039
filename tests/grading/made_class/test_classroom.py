"""The submissions and the table of a made class."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from helpers import Refusal
from helpers.grading.intake.intake import released_notebook, taken_in
from helpers.grading.made_class.classroom import learners_of_last_class, make_class, table_path

LESSON = "01_mini"


def files_below(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def silent(text: str) -> None:
    """A reporter that says nothing."""


def test_the_same_seed_writes_the_same_files(course_in_this_process) -> None:
    """Are two classes of one seed alike to the byte, and one of another seed different?"""
    root = course_in_this_process.root
    make_class(LESSON, 12, 5, silent)
    first = files_below(root / "submitted") | files_below(root / "class")
    make_class(LESSON, 12, 6, silent)
    assert files_below(root / "submitted") != {name: first[name] for name in first if name.startswith("learner")}
    make_class(LESSON, 12, 5, silent)
    assert files_below(root / "submitted") | files_below(root / "class") == first


def test_the_table_says_what_each_must_get(course_in_this_process) -> None:
    """Has every learner a row, with points for every test cell, or word of a sentence?"""
    make_class(LESSON, 12, 5, silent)
    with table_path(LESSON).open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    assert [row["student"] for row in rows] == [f"learner_{number:03d}" for number in range(1, 13)]
    tests = ["test_double_values", "test_double_edges", "test_double_sum_values", "test_twice_twice"]
    assert list(rows[0]) == ["student", "kind", "what", *tests, "total"]
    for row in rows:
        if row["kind"] == "broken":
            assert row["total"] == "a sentence"
        else:
            assert float(row["total"]) == sum(float(row[test]) for test in tests)
    assert {float(row["total"]) for row in rows if row["kind"] == "right"} == {7.0}
    assert {float(row["total"]) for row in rows if row["kind"] == "blank"} == {0.0}


def test_intake_refuses_and_mends_as_the_table_says(course_in_this_process) -> None:
    """Does each submission of a class, broken and mangled ones too, come to what the table expects of it?"""
    make_class(LESSON, 40, 5, silent)
    released = released_notebook(LESSON)
    with table_path(LESSON).open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    for row in rows:
        result = taken_in(course_in_this_process.root / "submitted" / row["student"] / LESSON, LESSON, released)
        assert (result.notebook is None) == (row["kind"] == "broken"), row
        assert bool(result.repairs) == (row["kind"] == "mangled"), row
    assert {row["total"] for row in rows if row["kind"] == "mangled"} == {"7"}


def test_a_smaller_class_leaves_nothing_of_a_larger_one(course_in_this_process) -> None:
    """Are all submissions of the class before taken away?"""
    make_class(LESSON, 12, 5, silent)
    make_class(LESSON, 8, 5, silent)
    assert len(list((course_in_this_process.root / "submitted").iterdir())) == 8


def test_a_real_submission_is_never_touched(course_in_this_process) -> None:
    """Does a submission that no class made stay, and a class that would need its place end in a refusal?"""
    real = course_in_this_process.root / "submitted" / "learner_002" / LESSON / f"{LESSON}.ipynb"
    real.parent.mkdir(parents=True)
    real.write_text("my own work", encoding="utf-8")
    with pytest.raises(Refusal, match="submitted/learner_002/01_mini was not made by this command"):
        make_class(LESSON, 3, 5, silent)
    assert files_below(course_in_this_process.root / "submitted") == {
        f"learner_002/{LESSON}/{LESSON}.ipynb": b"my own work"
    }
    make_class(LESSON, 1, 5, silent)
    assert learners_of_last_class(LESSON) == ["learner_001"]
    assert real.read_text(encoding="utf-8") == "my own work"


def test_another_lessons_submission_of_the_same_learner_stays(course_in_this_process) -> None:
    """Is only the folder of the lesson at hand replaced?"""
    other = course_in_this_process.root / "submitted" / "learner_001" / "02_other" / "02_other.ipynb"
    other.parent.mkdir(parents=True)
    other.write_text("another lesson", encoding="utf-8")
    for seed in (1, 2):
        make_class(LESSON, 3, seed, silent)
    assert other.read_text(encoding="utf-8") == "another lesson"


def test_a_class_of_nobody_is_refused(course_in_this_process) -> None:
    """Does a size that makes no class end in a sentence?"""
    with pytest.raises(Refusal, match="--students a number from 1"):
        make_class(LESSON, 0, 1, silent)


def test_a_lesson_that_is_not_ready_is_refused(course_in_this_process) -> None:
    """Is no class made whose points could not be trusted?"""
    (course_in_this_process.root / "solutions" / f"{LESSON}_exercises.py").unlink()
    with pytest.raises(Refusal, match=r"01_mini_exercises\.py is missing"):
        make_class(LESSON, 3, 1, silent)
    assert not (course_in_this_process.root / "submitted").exists()
