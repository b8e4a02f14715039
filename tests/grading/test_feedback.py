"""What a page of feedback shows of a graded notebook."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from traitlets.config import Config

from helpers import paths
from helpers.grading.feedback import NOT_REACHED, TOLD, Sentence, feedback_of, sentences_of
from helpers.grading.feedback_page import feedback_page, page_template
from helpers.grading.gradebook_writer import Recorded


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


ENDED = "The notebook took more memory than a submission may, and was stopped."


def ended_early(*repairs: str) -> NotebookNode:
    """A graded notebook whose run ended after its first part."""
    notebook = new_notebook(
        cells=[
            new_markdown_cell("# Twice & more"),
            solution("double", "def double(x): return '</pre><script>alert(1)</script>'"),
            test_cell("test_double_values", 2, 2, printed("double, values: 1 of 1 passed\n")),
            test_cell("test_double_edges", 0, 1, error("DeadKernelError", ENDED)),
            solution("twice", "twice = 'a'"),
            test_cell("test_twice", 0, 1, error("DeadKernelError", ENDED)),
        ]
    )
    notebook.metadata[TOLD] = {"ended": ENDED, "repairs": list(repairs)}
    return notebook


def page_of(notebook: NotebookNode, student: str = "ann") -> str:
    """The page, made as the grader makes it."""
    configuration = Config()
    configuration.HTMLExporter.extra_template_basedirs = [str(Path(paths.__file__).parent / "grading" / "templates")]
    configuration.HTMLExporter.filters = {
        "feedback_of": "helpers.grading.feedback.feedback_of",
        "prose": "helpers.checks.prose.prose",
    }
    marks = [cell.metadata.nbgrader for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    scores = {mark.grade_id: (float(mark.score), float(mark.points)) for mark in marks}
    points, out_of = (sum(column) for column in zip(*scores.values()))
    recorded = Recorded(points, out_of, 0, 0, scores, {})
    return feedback_page(page_template(configuration), "01_mini", student, notebook, recorded)


def words_of(page: str) -> str:
    """What a reader sees of a page, without its style."""
    body = page[page.index("<body") :]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", body))


def test_a_run_that_ended_early_is_explained_once() -> None:
    """Is the reason at the top, and does each part that was not reached say that it was not tried?"""
    feedback = feedback_of(ended_early())
    assert feedback.ended == ENDED
    said = [
        [sentence.text for sentence in part.sentences] for exercise in feedback.exercises for part in exercise.parts
    ]
    assert said == [["1 of 1 cases passed"], [NOT_REACHED], [NOT_REACHED]]
    words = words_of(page_of(ended_early()))
    assert words.count(ENDED) == 1
    assert words.index(ENDED) < words.index("double")


def test_what_was_put_right_is_on_the_page() -> None:
    """Does the learner read what intake changed, and no heading for it where nothing was?"""
    repair = "The cell `double` had been moved: it is back in its place."
    words = words_of(page_of(ended_early(repair)))
    assert repair.replace("`", "") in words
    assert "put right" in words
    assert "put right" not in words_of(page_of(ended_early()))


def test_sentences_have_their_code_marked_up_and_a_comment_its_lines() -> None:
    """Is code marked up, HTML escaped, a code that a terminal obeys written out, and a comment kept line by line?"""
    notebook = new_notebook(
        cells=[
            solution("double", "x", comment="Look at `x @ W`.\nAnd at <b>."),
            test_cell("test_double", 0, 1, error("ValueError", "red \x1b[31m, \x07 and `x`")),
        ]
    )
    page = page_of(notebook)
    assert "Look at <code>x @ W</code>.<br>And at &lt;b&gt;." in page
    assert "<p>ValueError: red , \\x07 and <code>x</code></p>" in page


def test_each_part_says_what_it_cost() -> None:
    """Are the points lost told in words for each part, each exercise and all?"""
    notebook = new_notebook(
        cells=[
            solution("double", "def double(x): return x"),
            test_cell("test_double_values", 0, 2, error("CheckFailed", "double, values: 0 of 1 passed")),
            test_cell("test_double_edges", 0.5, 2, error("CheckFailed", "double, edges: 0 of 1 passed")),
            test_cell("test_double_more", 1, 1, printed("double, more: 1 of 1 passed")),
            solution("twice", "twice = 'b'"),
            test_cell("test_twice", 0, 1, error("CheckFailed", "twice: failed\nb: once")),
        ]
    )
    feedback = feedback_of(notebook)
    assert feedback.lost == 4.5
    assert [exercise.lost for exercise in feedback.exercises] == [3.5, 1]
    words = words_of(page_of(notebook))
    assert "4.5 points lost" in words
    for cost in ("cost all its 2 points.", "cost 1.5 points of 2.", "cost its 1 point."):
        assert words.count(cost) == 1
    assert words.count("This part cost") == 3


def test_a_page_without_loss_says_so() -> None:
    """Is a learner with all points told that nothing was lost?"""
    notebook = new_notebook(
        cells=[solution("double", "x"), test_cell("test_double", 2, 2, printed("double: 1 of 1 passed"))]
    )
    words = words_of(page_of(notebook))
    assert "No points lost." in words
    assert "This part cost" not in words


def test_the_page_asks_nothing_of_the_network_and_runs_nothing() -> None:
    """Is every text of the learner's escaped, and every request forbidden?"""
    repair = "The cell <img src=http://example.com/x> was moved."
    page = page_of(ended_early(repair), student="<script>alert(2)</script>")
    assert "default-src 'none'" in page
    assert not re.search(r"<(script|img|link|iframe|object|base|form)\b", page)
    assert all(target.startswith("#") for target in re.findall(r'(?:src|href)="([^"]*)"', page))
    assert "&lt;script&gt;alert(2)" in page


@pytest.mark.parametrize(
    ("output", "said"),
    [
        (error("DeadKernelError", "Kernel died"), "Python ended while the cell was running."),
        (
            error("DeadKernelError", "double, values: Python ended while it was tried."),
            "Python ended while it was tried.",
        ),
        (error("CellTimeUp", "the cell was stopped after 60 seconds"), "The cell was still running when its time was"),
        (error("MemoryError", ""), "The cell asked for more memory than a submission may have."),
    ],
)
def test_what_ended_a_cell_has_a_sentence(output: NotebookNode, said: str) -> None:
    """Are the ends that the sandbox puts to a cell explained, each in its words?"""
    assert sentences_of(test_cell("test_double_values", 0, 2, output))[0].text.startswith(said)
