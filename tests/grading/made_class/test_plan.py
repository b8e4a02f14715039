"""Who hands in what in a made class."""

from __future__ import annotations

import ast

import pytest

from helpers.exercises import load
from helpers.exercises.load import PrivateSide
from helpers.grading.made_class.plan import SHARES, _fragments, class_sizes, plan_class


@pytest.fixture
def private(course_in_this_process) -> PrivateSide:
    """The private side of the small lesson."""
    return load("01_mini")


@pytest.mark.parametrize("students", [1, 5, 8, 30, 200])
def test_a_class_has_the_size_that_was_asked_for(students: int) -> None:
    """Do the kinds add up, and is every kind there as soon as it fits?"""
    sizes = class_sizes(students)
    assert sum(sizes.values()) == students
    assert sum(size > 0 for size in sizes.values()) == min(students, len(SHARES))


def test_thirty_are_shared_out_as_declared() -> None:
    """Is the declared mixture the one that a class of thirty gets?"""
    assert class_sizes(30) == SHARES


def test_the_same_seed_makes_the_same_class(private: PrivateSide) -> None:
    """Does a class depend on its seed and on nothing else?"""
    assert plan_class(private, 20, 3) == plan_class(private, 20, 3)
    assert plan_class(private, 20, 3) != plan_class(private, 20, 4)


def test_every_mistake_is_made(private: PrivateSide) -> None:
    """Does a class of the usual size make all mistakes that are listed?"""
    listed = {f"{name}: {wrong.name}" for name, exercise in private.exercises.items() for wrong in exercise.mistakes}
    plans = plan_class(private, 30, 0)
    assert {mistake for plan in plans for mistake in plan.mistakes} == listed


def test_a_mistake_costs_what_is_declared_beside_it(private: PrivateSide) -> None:
    """Does every mistake lose exactly its parts, and everything else of its learner pass?"""
    for plan in plan_class(private, 40, 0):
        if plan.kind == "mistake":
            made = [mistake.split(": ") for mistake in plan.mistakes]
            declared = {
                (name, part)
                for name, wrong_name in made
                for wrong in private.exercises[name].mistakes
                if wrong.name == wrong_name
                for part in wrong.fails
            }
            assert {entry for entry in plan.lost if entry[1]} == declared
            assert len({name for name, _ in made}) == len(made)


def test_right_answers_come_in_every_style(private: PrivateSide) -> None:
    """Is each way of writing an exercise handed in by someone?"""
    styles = {style for plan in plan_class(private, 30, 0) if plan.kind == "right" for style in plan.what.split(", ")}
    assert {"double: reference", "double: plus", "double: loops", "double_sum: sum first"} <= styles


def test_answers_of_right_kinds_lose_nothing(private: PrivateSide) -> None:
    """Do added cells, another editor, another style or what is mended cost nothing?"""
    for plan in plan_class(private, 30, 0):
        if plan.kind in ("right", "added cells", "other editor", "mangled"):
            assert plan.lost == set()
            assert set(plan.answers) == {*private.exercises, *private.quizzes}


def test_no_answer_shows_where_the_solution_was(private: PrivateSide) -> None:
    """Are the marks of the course's own text left out of what learners hand in?"""
    for plan in plan_class(private, 30, 0):
        assert not any("SOLUTION" in source for source in plan.answers.values())


def test_half_finished_answers_are_of_several_kinds(private: PrivateSide) -> None:
    """Is there one that stops in mid-line, one that lacks a name and one that returns nothing?"""
    plans = [plan for plan in plan_class(private, 60, 0) if plan.kind == "half finished"]
    assert len({plan.what.split(": ")[1] for plan in plans}) == 3
    unparsable = [plan for plan in plans if "too early" in plan.what]
    with pytest.raises(SyntaxError):
        ast.parse(unparsable[0].answers[unparsable[0].what.split(":")[0]])


def test_a_class_is_begun_in_its_first_method() -> None:
    """Does an answer that is a class stop inside its first method, where a learner would have stopped?"""
    source = "class Cell(Base):\n    'Text.'\n\n    def __init__(self):\n        'More.'\n        self.a = 1\n"
    fragments = _fragments(source)
    head = "class Cell(Base):\n    'Text.'\n\n    def __init__(self):\n        'More.'\n"
    assert all(fragment.startswith(head + "        ") for fragment in fragments.values())
    assert isinstance(ast.parse(fragments["a name that is not there yet"]).body[0], ast.ClassDef)
