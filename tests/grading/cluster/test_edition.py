"""Whether two machines hold the same course."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.grading.cluster.edition import difference_between, edition_of
from tests.grading.conftest import LESSON, Course


def test_the_same_course_is_no_difference(course_in_this_process: Course) -> None:
    """Is there nothing to say of a course and itself, line ends apart?"""
    here = edition_of(LESSON)
    salt = course_in_this_process.root / "solutions" / "salt.txt"
    salt.write_bytes(salt.read_bytes().replace(b"\n", b"\r\n"))
    assert difference_between(here, edition_of(LESSON)) == ""


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (f"helpers/checks/keys/{LESSON}.json", f"helpers/checks/keys/{LESSON}.json is not the same"),
        (f"solutions/{LESSON}_exercises.py", f"solutions/{LESSON}_exercises.py is not the same"),
        (f"solutions/{LESSON}/{LESSON}.ipynb", f"solutions/{LESSON}/{LESSON}.ipynb is not the same"),
        ("solutions/salt.txt", "solutions/salt.txt is not the same"),
        ("helpers/grading/judging/judge.py", "the code in helpers/ is not the same"),
    ],
)
def test_what_differs_is_named(course_in_this_process: Course, file: str, said: str) -> None:
    """Is each part that decides an outcome looked at?"""
    here = edition_of(LESSON)
    path: Path = course_in_this_process.root / file
    path.write_text(path.read_text(encoding="utf-8") + " ", encoding="utf-8")
    assert said in difference_between(here, edition_of(LESSON))


def test_another_library_is_named_with_both_versions(course_in_this_process: Course) -> None:
    """Is it said which version is where, and how the same is had?"""
    here = edition_of(LESSON)
    said = difference_between(here | {"numpy": "2.4.1"}, here | {"numpy": "2.0.0"})
    assert said.startswith("has numpy 2.0.0, where 2.4.1 is here: install the same there")
    assert difference_between(here, {name: here[name] for name in here if name != "torch"}).startswith("has torch None")
