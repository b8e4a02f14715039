"""The lessons' private sides, what they are built to, and their cases: made once for all tests of a run."""

from __future__ import annotations

from functools import cache

from helpers.build.course import Built, make
from helpers.checks.specification import Case
from helpers.exercises import load
from helpers.exercises.load import PrivateSide

SUBMISSIONS = ("one submission", "another one", "a third")  # whose hidden cases are tried


@cache
def side_of(lesson: str) -> PrivateSide:
    """The lesson's private side, as the graders have it."""
    return load(lesson)


@cache
def made(lesson: str) -> Built:
    """What the lesson's text comes to now."""
    return make(lesson)


@cache
def cases_of(lesson: str, name: str, part: str, submission: str) -> list[Case]:
    """The hidden cases of a part for a submission, or for none, "", the visible ones as learners hold them."""
    if not submission:
        return made(lesson).key.exercises[name].parts[part].cases
    return side_of(lesson).hidden_cases(name, part, [submission])


def titled(cases: list[Case], words: str) -> Case:
    """The one case that has these words in its title."""
    (case,) = [case for case in cases if words in case.title]
    return case


@cache
def all_cases(lesson: str) -> dict[str, list[Case]]:
    """Every visible case, with what is expected to the last digit, and those of the submissions, by exercise."""
    side = side_of(lesson)
    return {
        name: [
            case
            for part in exercise.parts
            for case in (
                *side.visible_cases(name, part),
                *(case for submission in SUBMISSIONS for case in cases_of(lesson, name, part, submission)),
            )
        ]
        for name, exercise in side.exercises.items()
    }
