import pytest

from helpers import Refusal
from helpers.build.readiness import refuse_unless_ready
from tests.build.conftest import Course


def refusal() -> str:
    with pytest.raises(Refusal) as refused:
        refuse_unless_ready("01_mini")
    return str(refused.value)


def test_a_built_lesson_is_ready(built: Course) -> None:
    """May a lesson be graded right after its build?"""
    refuse_unless_ready("01_mini")


def test_a_lesson_whose_outputs_are_old_is_ready(built: Course) -> None:
    """Does grading start although a picture in the solution might look different now?"""
    with (built.root / "helpers" / "draw" / "style.py").open("a", encoding="utf-8") as changed:
        changed.write("# changed\n")
    refuse_unless_ready("01_mini")


@pytest.mark.parametrize("which", ["text", "private", "key", "solution", "release"])
def test_what_is_missing_keeps_grading_from_starting(built: Course, which: str) -> None:
    """With one of the five files taken away, is grading refused with the file's name and what to do?"""
    path = getattr(built, which)
    path.unlink()
    said = refusal()
    assert said.startswith("01_mini cannot be graded: ")
    assert path.name in said
    assert "build" in said


@pytest.mark.parametrize("which", ["text", "private"])
def test_what_is_out_of_date_keeps_grading_from_starting(built: Course, which: str) -> None:
    """With a text changed since the build, is grading refused with the command that helps?"""
    path = getattr(built, which)
    path.write_text(path.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    reason = f"its key is older than solutions/{path.name}"
    assert refusal() == f"01_mini cannot be graded: {reason}. Run `python3 -m helpers build 01_mini`."


def test_a_broken_key_keeps_grading_from_starting(built: Course) -> None:
    """Is a key that was damaged not taken for a key?"""
    built.key.write_text(built.key.read_text(encoding="utf-8")[:-10], encoding="utf-8")
    assert "is broken" in refusal()


def test_without_the_course_s_word_grading_does_not_start(built: Course) -> None:
    """Is a missing salt, without which hidden cases would be other ones, a reason to refuse?"""
    (built.root / "solutions" / "salt.txt").unlink()
    assert refusal().startswith("solutions/salt.txt is missing or empty")


def test_after_a_build_it_is_ready_again(built: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """Does what the sentence advises help?"""
    monkeypatch.setattr("helpers.build.course.executed", lambda notebook, *others: notebook)
    built.change(built.text, "# A lesson for tests", "# Another title")
    refusal()
    built.build()
    refuse_unless_ready("01_mini")
