import numpy as np

from helpers.checks.report import Line, report_on
from helpers.checks.specification import Case, Mistake, Observation
from tests.checks.trial import exercise, observed, returned

RIGHT = np.array([[1.0, 2.0]])


def cases(number: int) -> list[Case]:
    expected = {"outcome": "returned", "value": RIGHT, "changed": []}
    return [Case(f"case {i}", {"x": RIGHT}, "", expected) for i in range(number)]


def report(*observations: Observation, number: int | None = None, **options: object):
    options.setdefault("mistakes", [])
    tried = cases(len(observations) if number is None else number)
    return report_on(exercise(), "values", tried, observations, **options)


def test_all_cases_pass() -> None:
    """Is a report passed when every case is, with a line each and no advice?"""
    shown = report(returned(RIGHT), returned(RIGHT.astype("f4")))
    assert (shown.title, shown.state, shown.passed) == ("f, values", "passed", True)
    assert shown.lines == (Line("case 0", True), Line("case 1", True))
    assert (shown.advice, shown.remarks) == ("", ())


def test_one_case_fails() -> None:
    """Does one failing case fail the part, with its sentence beside the cases that pass?"""
    shown = report(returned(RIGHT), returned(RIGHT + 1), returned(RIGHT))
    assert shown.state == "failed"
    assert [line.passed for line in shown.lines] == [True, False, True]
    assert shown.lines[1].sentence.startswith("first difference at sequence 0, unit 0")


def test_a_sentence_is_not_said_twice_in_a_row() -> None:
    """Does a repeated sentence point to the line that failed with it, past those that passed, and is it said again
    when another stood between?"""
    one, other = returned(None), returned(RIGHT.ravel())
    shown = report(one, one, returned(RIGHT), one, other, one)
    said = [line.sentence for line in shown.lines]
    assert said[0].startswith("returned None")
    assert said[1:4] == ["as in the failed line above", "", "as in the failed line above"]
    assert said[4].startswith("you return an array")
    assert said[5] == said[0]


def test_cases_after_a_time_out_are_not_tried() -> None:
    """Do the lines say which cases a loop kept from being tried, and is the part failed?"""
    loop = observed("def f(x):\n    while True: pass", 1, seconds=0.05)
    shown = report(returned(RIGHT), loop, number=4)
    assert [line.passed for line in shown.lines] == [True, False, None, None]
    assert shown.lines[3].sentence == "not tried"
    assert not shown.passed
    assert not report(returned(RIGHT), number=2).passed


def test_a_name_that_cannot_be_tried_has_one_sentence() -> None:
    """Is a stub blank, and a missing name failed, with one sentence in place of lines?"""
    blank = report({"outcome": "blank", "changed": [], "uses": []}, number=3)
    assert (blank.state, blank.lines, blank.advice) == ("blank", (), "f is not written yet.")
    missing = report({"outcome": "missing"}, number=3)
    assert (missing.state, missing.lines) == ("failed", ())
    assert missing.advice.startswith("f is not defined yet: run the cell that defines it, then this one.")
    assert report({"outcome": "uncallable", "type": "int"}, number=3).state == "failed"


def test_half_a_stub_is_a_failed_case() -> None:
    """Is a function that is written for some cases only failed, not blank?"""
    shown = report(returned(RIGHT), {"outcome": "blank", "changed": [], "uses": []}, number=3)
    assert shown.state == "failed"
    assert [line.passed for line in shown.lines] == [True, False, None]


def test_a_recognised_mistake_is_the_advice() -> None:
    """Does the sentence of the mistake that behaves the same stand in the report, of a failed part only?"""
    mistake = Mistake("plus_one", "You add one.", ("values",))
    mistakes = [(mistake, [returned(RIGHT), returned(RIGHT + 1)])]
    assert report(returned(RIGHT), returned(RIGHT + 1), mistakes=mistakes).advice == "You add one."
    assert report(returned(RIGHT + 1), returned(RIGHT + 1), mistakes=mistakes).advice == ""
    same_as_right = [(mistake, [returned(RIGHT), returned(RIGHT)])]
    assert report(returned(RIGHT), returned(RIGHT), mistakes=same_as_right).advice == ""


def test_mistakes_are_not_tried_for_a_part_that_passed() -> None:
    """Are mistakes, which in grading have to be run, left alone when all cases passed?"""

    def mistakes():
        raise AssertionError("asked for a mistake")
        yield

    assert report(returned(RIGHT), mistakes=mistakes()).passed


def test_remarks_on_earlier_exercises() -> None:
    """Does a failed report say whose functions were used, whether they were called, and what has to pass first?"""
    wrong = returned(RIGHT + 1, calls={"step": 2, "embed": 0})
    shown = report(wrong, borrowed=("step", "embed"), unsound=("softmax",))
    assert shown.remarks == ("While f is tried, step is the course's own, so the fault is in f.",)
    unused = report(wrong | {"calls": {"step": 0, "embed": 0}}, borrowed=("step", "embed"))
    assert unused.remarks == ("f did not call step and embed here, so a mistake there plays no part.",)
    assert shown.advice == "f builds on your softmax, whose own check does not pass yet: mend that first."
    assert report(returned(RIGHT), borrowed=("step",)).remarks == ()


def test_printing_is_remarked_and_costs_nothing() -> None:
    """Is printed text mentioned, with its beginning, whether the part passed or not?"""
    for value in (RIGHT, RIGHT + 1):
        shown = report(returned(value, printed="\n shape (1, 2)\nmore"))
        assert "begins 'shape (1, 2)'" in shown.remarks[-1]
    assert report(returned(RIGHT, printed="  \n ")).passed
    assert report(returned(RIGHT, printed="x")).passed


def test_hidden_cases_are_named_in_the_title() -> None:
    """Does the title of a report in grading say that its cases were hidden ones?"""
    assert report(returned(RIGHT), hidden=True).title == "f, values, hidden cases"
