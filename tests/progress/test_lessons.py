"""What is read from a learner's folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers import Refusal, paths
from helpers.progress.lessons import course_progress, lesson_progress
from helpers.progress.record import RECORD
from tests.learner import ANSWER, Learner


def states(learner: Learner, lesson: str = "01_first") -> dict[str, str]:
    return {standing.task.name: standing.state for standing in lesson_progress(lesson).standings}


def test_a_lesson_is_read_from_its_copy_and_its_record(learner: Learner) -> None:
    """Do points, counts and the first thing to do follow from the record?"""
    learner.save("01_first", step=ANSWER, quiz='quiz = "b"')
    learner.check("01_first", "step", "values", "passed")
    learner.check("01_first", "quiz", "", "passed", 'quiz = "b"')
    learner.check("01_first", "gone", "values", "passed")  # of an edition that had this exercise
    found = lesson_progress("01_first")
    assert (found.earned, found.points, found.remark) == (3, 4, "")
    assert (found.count(quizzes=False), found.count(quizzes=True)) == ((0, 1), (1, 1))
    assert found.to_do is found.standings[0]
    learner.check("01_first", "step", "shapes", "passed")
    assert lesson_progress("01_first").to_do is None


def test_only_the_copy_of_the_lesson_s_name_counts(learner: Learner) -> None:
    """Are a renamed copy and a new edition beside the copy left out?"""
    mine = learner.save("01_first", step=ANSWER)
    learner.check("01_first", "step", "values", "passed")
    for name in ("01_first (new).ipynb", "mine.ipynb"):
        mine.with_name(name).write_text("broken", encoding="utf-8")
    assert states(learner) == {"step": "partly", "quiz": "not tried"}
    mine.rename(mine.with_name("01_first old.ipynb"))
    assert states(learner) == {"step": "not tried", "quiz": "not tried"}
    assert "no copy in work/ yet" in lesson_progress("01_first").remark


def test_a_lesson_begun_again_is_not_tried(learner: Learner) -> None:
    """After the copy was thrown away and `lab` brought a fresh one, does the old record count no more?"""
    learner.save("01_first", step=ANSWER)
    learner.check("01_first", "step", "values", "passed")
    learner.save("01_first", at=200.0)
    assert states(learner) == {"step": "not tried", "quiz": "not tried"}


REMARKS = {
    "no copy": (None, None, "no copy in work/ yet: "),
    "no record": ("sound", None, "nothing recorded yet"),
    "a broken record": ("sound", "{", "the record of its checks cannot be read: "),
    "an empty copy": ("", None, "work/01_first/01_first.ipynb cannot be read, since it is empty"),
    "a broken copy": ("{", None, "work/01_first/01_first.ipynb cannot be read, since its JSON breaks off"),
    "a copy without cells": ("{}", None, "cannot be read, since it is JSON, but has no list of cells"),
}


@pytest.mark.parametrize("name", REMARKS)
def test_what_is_missing_is_said(learner: Learner, name: str) -> None:
    """Is each thing that can be missing or broken a remark, while the lesson's points are shown all the same?"""
    copy, record, sentence = REMARKS[name]
    if copy is not None:
        path = learner.save("01_first")
        if copy != "sound":
            path.write_text(copy, encoding="utf-8")
        if record is not None:
            (path.parent / RECORD).write_text(record, encoding="utf-8")
    found = lesson_progress("01_first")
    assert sentence in found.remark
    assert (found.earned, found.points) == (0, 4)


def test_a_copy_that_may_not_be_read_is_a_remark(learner: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is a file without the right to read it told from a broken one?"""
    learner.save("01_first")
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if "work" in path.parts:
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert lesson_progress("01_first").remark == "work/01_first/01_first.ipynb cannot be read: Permission denied"


def test_all_lessons_in_order(learner: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    """Are all lessons there, and is a course without any refused?"""
    assert [progress.lesson for progress in course_progress()] == ["01_first", "02_second"]
    monkeypatch.setattr(paths, "NOTEBOOKS", learner.root / "nowhere")
    with pytest.raises(Refusal, match="There is no lesson in"):
        course_progress()
    with pytest.raises(Refusal, match=r"notebooks/03_third/03_third\.ipynb is missing"):
        lesson_progress("03_third")


def test_a_lesson_that_is_no_notebook_is_refused(learner: Learner) -> None:
    """Is a damaged lesson of the course a sentence?"""
    (paths.NOTEBOOKS / "01_first" / "01_first.ipynb").write_text("{", encoding="utf-8")
    with pytest.raises(Refusal, match="is no notebook, since its JSON breaks off"):
        lesson_progress("01_first")
