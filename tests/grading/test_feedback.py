"""What a page of feedback shows of a graded notebook."""

from __future__ import annotations

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.grading.feedback import Sentence, feedback_of, sentences_of


def printed(text: str) -> NotebookNode:
    """Output on stdout."""
    return new_output("stream", name="stdout", text=text)


def error(name: str, message: str) -> NotebookNode:
    """An error whose traceback quotes the cell, as tracebacks do."""
    return new_output("error", ename=name, evalue=message, traceback=["----> 3 check('double', hidden=True)", message])


def solution(grade_id: str, source: str, *outputs: NotebookNode, comment: str | None = None) -> NotebookNode:
    """A solution cell with what the gradebook says of it."""
    marks = {"grade": False, "solution": True, "grade_id": grade_id, "comment": comment}
    return new_code_cell(source, outputs=list(outputs), metadata={"nbgrader": marks})


def test_cell(grade_id: str, score: float, points: float, *outputs: NotebookNode) -> NotebookNode:
    """A test cell with its score."""
    marks = {"grade": True, "solution": False, "grade_id": grade_id, "score": score, "points": points}
    return new_code_cell("check('double', hidden=True)", outputs=list(outputs), metadata={"nbgrader": marks})


test_cell.__test__ = False  # type: ignore[attr-defined]  it makes cells of tests and is none


def test_the_sentences_of_a_check_keep_their_marks() -> None:
    """Is a report taken apart into its cases and its advice, without a word lost?"""
    text = "double, values: 1 of 2 passed\n  passed   by hand\n  failed   a batch: you return 1\nYou square x."
    assert sentences_of(test_cell("test_double_values", 0, 2, error("CheckFailed", text))) == (
        Sentence("1 of 2 cases passed"),
        Sentence("by hand", "passed"),
        Sentence("a batch: you return 1", "failed"),
        Sentence("You square x."),
    )


def test_output_in_pieces_is_read_as_one() -> None:
    """Is a sentence whole that arrived in two pieces?"""
    cell = test_cell(
        "test_double_values", 2, 2, printed("double, values: 1 of 1 pas"), printed("sed\n  passed   by hand\n")
    )
    assert sentences_of(cell) == (Sentence("1 of 1 cases passed"), Sentence("by hand", "passed"))


def test_hidden_cases_are_told_from_the_visible_ones() -> None:
    """Does the page say which cases were those that the learner had not seen?"""
    cell = test_cell(
        "test_double",
        0,
        2,
        printed("double, values: 1 of 1 passed\n"),
        error("CheckFailed", "double, values, hidden cases: 0 of 1 passed"),
    )
    assert [sentence.text for sentence in sentences_of(cell)] == ["1 of 1 cases passed", "0 of 1 hidden cases passed"]


def test_a_traceback_of_a_test_cell_is_never_shown() -> None:
    """Does an error that is not a check's report leave out the lines of source that its traceback quotes?"""
    cell = test_cell("test_double_values", 0, 2, error("NameError", "name 'check' is not defined\nhidden=True"))
    assert sentences_of(cell) == (Sentence("NameError: name 'check' is not defined"),)


def test_a_time_out_has_a_sentence() -> None:
    """Is a cell that nbgrader stopped explained?"""
    cell = test_cell("test_double_values", 0, 2, error("CellTimeoutError", ""))
    assert "was stopped" in sentences_of(cell)[0].text


def test_each_exercise_has_its_code_its_parts_and_its_points() -> None:
    """Does the page hold the answers in order, with their points, and leave the lesson's prose and set-up out?"""
    notebook = new_notebook(
        cells=[
            new_markdown_cell("# Twice\n\nprose"),
            new_code_cell("set_up()"),
            solution("double", "def double(x): return 2 * x"),
            test_cell("test_double_values", 2, 2, printed("double, values: 1 of 1 passed\n")),
            test_cell("test_double_edges", 0, 1, error("CheckFailed", "double, edges: 0 of 1")),
            solution("twice", 'twice = "a"', comment="Think of zero."),
            test_cell("test_twice", 0, 1, error("CheckFailed", "twice: failed\na: once")),
        ]
    )
    feedback = feedback_of(notebook)
    assert feedback.title == "Twice"
    double, twice = feedback.exercises
    assert (double.name, double.source, double.points, double.out_of) == ("double", "def double(x): return 2 * x", 2, 3)
    assert [(part.name, part.full) for part in double.parts] == [("values", True), ("edges", False)]
    assert (twice.points, twice.comment, twice.parts[0].name) == (0, "Think of zero.", "")


def test_an_answer_that_could_not_be_run_says_why() -> None:
    """Is an error in the learner's own cell shown, except the one that a blank raises?"""
    broken = solution(
        "double", "def double(x", error("SyntaxError", "'(' was never closed (line 1)"), comment="No response."
    )
    blank = solution("half", "raise", error("NotImplementedError", "half is not written yet"))
    notebook = new_notebook(cells=[broken, test_cell("test_double", 0, 2), blank, test_cell("test_half", 0, 2)])
    double, half = feedback_of(notebook).exercises
    assert double.failure == "This cell stopped before its end. SyntaxError: '(' was never closed (line 1)"
    assert (double.comment, half.failure) == ("", "")


def test_a_test_without_its_answers_cell_is_still_shown() -> None:
    """Does a test keep its place on the page when the learner deleted the cell of the answer?"""
    feedback = feedback_of(new_notebook(cells=[test_cell("test_double", 2, 2, printed("double: 1 of 1"))]))
    assert [(exercise.name, exercise.points) for exercise in feedback.exercises] == [("double", 2)]
