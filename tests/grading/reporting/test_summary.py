"""What a class's results come to when they are counted."""

from __future__ import annotations

import pytest

from helpers.grading.reporting.results import InGradebook
from helpers.grading.reporting.summary import LIMITS_OF_CELLS, MadeMistake, Sentence, Unexplained, scores_of, summary_of
from tests.grading.reporting.classroom_of_records import CLASS, ENDED, SQUARES, classroom

ODD = "<script>alert(1)</script>"


def test_mistakes_are_counted_by_learner_and_not_by_part() -> None:
    """Does a mistake seen in two parts of one learner count once, and does a wrong answer to a question count too?"""
    assert summary_of(classroom()).mistakes == (
        MadeMistake("double", SQUARES, ("ben", "cy"), ("values", "edges")),
        MadeMistake("twice", "Answered b: That is once.", ("ben", "cy"), ()),
    )


def test_the_most_frequent_mistake_comes_first() -> None:
    """Is what most of the class does at the top, whatever the lesson's order is?"""
    class_ = {name: CLASS[name] for name in ("ben", "cy")}
    only_the_question = CLASS["cy"].tests[2]
    class_["cy"] = CLASS["ann"].__class__("cy", tests=(*CLASS["ann"].tests[:2], only_the_question))
    assert [mistake.exercise for mistake in summary_of(classroom(records=class_)).mistakes] == ["twice", "double"]


def test_failures_without_a_known_mistake_are_told_by_their_way() -> None:
    """Are they grouped by exercise and by what happens?"""
    assert summary_of(classroom()).unexplained == (
        Unexplained("double", "still running when its time was over", (ODD,)),
        Unexplained("double", "raises NameError", (ODD,)),
    )


def test_every_part_counts_each_learner_once() -> None:
    """Do passed, failed, blank and lost add up to those who were graded?"""
    values, edges, twice = summary_of(classroom()).parts
    assert (values.passed, values.failed, values.blank, values.lost) == (1, 3, 1, 1)
    assert (edges.passed, edges.failed, edges.blank, edges.lost) == (1, 3, 1, 1)
    assert (twice.passed, twice.failed, twice.blank, twice.lost) == (2, 2, 1, 1)
    assert {count.tried_by for count in (values, edges, twice)} == {6}
    assert twice.share == pytest.approx(1 / 3)


def test_limits_intake_and_flags_are_listed_with_their_learners() -> None:
    """Is every sentence there, with whose it is?"""
    summary = summary_of(classroom())
    assert set(summary.limits) == {
        Sentence(ENDED, ("eve",)),
        Sentence(LIMITS_OF_CELLS["MemoryError"], (ODD,)),
        Sentence("A function was still running when its time was over, in a case of a check.", (ODD,)),
    }
    assert summary.cell_errors == (Sentence("twice: SyntaxError", (ODD,)),)
    assert summary.refused == (Sentence("01_mini.ipynb is empty.", ("=1+1",)),)
    assert [entry.students for entry in summary.repairs] == [("ann",)]
    assert summary.flags == (Sentence("It builds the name eval from pieces.", ("cy",)),)
    assert summary.blank == ("dan",)


def test_how_many_and_when() -> None:
    """Does the summary know how many submissions it speaks of, and from when to when they were graded?"""
    summary = summary_of(classroom({"zoe": InGradebook(2, True)}))
    assert (summary.submissions, summary.graded) == (8, 7)
    assert (summary.first[:10], summary.last[:10]) == ("2026-01-15", "2026-01-16")
    assert (summary.without_record, summary.waiting) == (("zoe",), ("zoe",))


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ([3.0], (1, 3, 3, 3, 3, 3, 3)),
        ([1.0, 2.0], (2, 1, 1.25, 1.5, 1.75, 2, 1.5)),
        ([0.0, 1.0, 2.0, 3.0, 4.0], (5, 0, 1, 2, 3, 4, 2)),
    ],
)
def test_scores(points: list[float], expected: tuple[float, ...]) -> None:
    """Are the quartiles those that a table of statistics has, for one learner too?"""
    assert tuple(vars(scores_of(points)).values()) == expected


def test_a_class_without_points() -> None:
    """Is nothing invented where nobody was graded?"""
    summary = summary_of(classroom(records={"=1+1": CLASS["=1+1"]}))
    assert (summary.scores, summary.graded, summary.mistakes) == (None, 0, ())
    assert all(count.share == 0 for count in summary.parts)
