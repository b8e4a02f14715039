"""The command reveal: the reference with its explanation, to those who say yes."""

from __future__ import annotations

import io
import shutil
import sys

import pytest

from helpers import paths
from helpers.build import build
from helpers.checks.key import key_path
from helpers.commands import command_line, environment, reveal
from tests.conftest import lay_out_mini_course, take_for_the_course


@pytest.fixture(scope="module")
def course_once(tmp_path_factory: pytest.TempPathFactory):
    """The small course, built once for this module."""
    root = tmp_path_factory.mktemp("course")
    lay_out_mini_course(root)
    with pytest.MonkeyPatch.context() as patch:
        take_for_the_course(patch, root)
        build(["01_mini"], report=lambda sentence: None)
    return root


@pytest.fixture
def course(course_once, tmp_path, monkeypatch: pytest.MonkeyPatch):
    """A copy of the small course, built; the commands take it for the course."""
    shutil.copytree(course_once, tmp_path / "course")
    take_for_the_course(monkeypatch, tmp_path / "course")
    monkeypatch.setattr(environment, "ensure", lambda words: None)
    monkeypatch.setenv("COLUMNS", "120")
    return tmp_path / "course"


class Terminal(io.StringIO):
    """A terminal at which these lines are typed."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def reveal_with(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Runs `reveal WORDS` with something typed; returns the exit code and what was shown."""

    def run(typed: str | None, *words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO("yes\n") if typed is None else Terminal(typed))
        code = command_line.run(["reveal", *words])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return run


@pytest.mark.parametrize("typed", ["yes\n", "y\n", " YES \n"])
def test_yes_shows_what_to_put_into_the_cell_and_why(course, reveal_with, typed: str) -> None:
    """Does yes show the whole function without its markers, the explanation, and how to go on?"""
    ended, shown, _ = reveal_with(typed, "1", "double_sum")
    assert ended == 0
    function = (
        'def double_sum(x):\n    """The sum over D of the doubled x, (N,)."""\n    return double(x).sum(axis=1)\n'
    )
    assert f"\n{function}\nEach row is doubled and then summed. The sum runs along D, so that (N,) is left.\n" in shown
    assert "tomorrow without looking" in shown
    assert "###" not in shown


@pytest.mark.parametrize("typed", ["\n", "no\n", "yess\n", "", None])
def test_anything_else_shows_nothing(course, reveal_with, typed: str | None) -> None:
    """Is nothing shown to another answer, to none, and where nobody sits at a terminal?"""
    ended, shown, _ = reveal_with(typed, "01_mini", "double")
    assert ended == 0
    assert shown.splitlines()[-1].endswith("Nothing was shown.")
    assert "double, 01_mini: this shows the reference solution" in shown
    assert "multiply" not in shown


def test_no_input_at_all_shows_nothing(course, reveal_with, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is a program without an input, as one without a console on Windows, no reason to fail?"""
    monkeypatch.setattr(sys, "stdin", None)
    assert not reveal.confirmed()


def test_a_quiz_shows_every_option(course, reveal_with) -> None:
    """Does a quiz show the right letter with what there is to say of it, and a line for each other one?"""
    ended, shown, _ = reveal_with("yes\n", "1", "twice_twice")
    assert ended == 0
    assert "this shows the right answer" in shown
    assert 'The answer is "b". Two times two.\n\nThe others:\na: That is twice, once.\n' in shown


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("7", "double"), "There is no lesson called '7'"),
        (("1", "doubel"), "has no exercise 'doubel': did you mean double?"),
        (("1", "Double-Sum"), "did you mean double_sum?"),
        (("1", "xyzzy"), "it has double, double_sum, twice_twice."),
    ],
)
def test_what_is_not_there_is_one_sentence(course, reveal_with, words: tuple[str, ...], sentence: str) -> None:
    """Is a lesson or an exercise that does not exist named, with the nearest that does?"""
    ended, shown, said = reveal_with("yes\n", *words)
    assert (ended, shown) == (1, "")
    assert sentence in said
    assert said.count("\n") == 1


def test_where_there_are_no_solutions_one_sentence_says_whom_to_ask(course, reveal_with) -> None:
    """Is a copy for learners, which has no solutions, nor the code that reads them, told before anything is asked?"""
    shutil.rmtree(course / "solutions")
    ended, shown, said = reveal_with("yes\n", "1", "double")
    assert (ended, shown) == (1, "")
    assert "not in this copy of the course: ask the person who gave it to you" in said


def test_a_stale_solution_is_not_shown(course, reveal_with) -> None:
    """Is the solution of another edition kept back, with what to do?"""
    text_file = course / "solutions" / "01_mini.py"
    text_file.write_text(text_file.read_text(encoding="utf-8") + "\n# more\n", encoding="utf-8")
    ended, shown, said = reveal_with("yes\n", "1", "double")
    assert (ended, shown) == (1, "")
    assert "its key is older than solutions/01_mini.py: ask the person" in said
    assert said.count("\n") == 1


def test_the_key_holds_no_explanation(course) -> None:
    """Is what the reveal shows kept out of what every learner holds?"""
    assert "Each row is doubled" in (paths.SOLUTIONS / "01_mini_exercises.py").read_text(encoding="utf-8")
    assert "Each row is doubled" not in key_path("01_mini").read_text(encoding="utf-8")


@pytest.mark.parametrize(("hints", "words"), [(0, None), (1, "There is 1 hint in"), (3, "There are 3 hints in")])
def test_hints_are_announced(hints: int, words: str | None) -> None:
    """Is the learner told of the hints first, and of none where there are none?"""
    said = reveal.announcement("01_mini", "double", hints, is_quiz=False)
    assert (words or "reference solution") in said
    assert ("hint" in said) == bool(words)


def test_every_exercise_of_the_course_is_explained() -> None:
    """Has each exercise an explanation of three to eight sentences that says how to convince oneself?"""
    from helpers.exercises import load

    for lesson in paths.lesson_names():
        for name, exercise in load(lesson).exercises.items():
            flat = " ".join(exercise.explained.split())
            assert 3 <= flat.count(". ") + 1 <= 9, (lesson, name)
            assert "convince yourself" in flat, (lesson, name)
