"""The check as a learner meets it: in a real kernel, under nbgrader, and without Jupyter."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import numpy as np
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from helpers import Refusal
from helpers.checks import Check, CheckFailed
from helpers.checks.observe import observe_all
from tests.checks.trial import notebook
from tests.environment import environment_of_a_person

SET_UP = """
import os
import numpy as np
from helpers.checks import Check
from helpers.checks.observe import observe_all
check = Check("01_mini", globals())
observe_all.__defaults__ = (None, 0.5)  # seconds: endless loops are not waited for here
"""

RIGHT = "def double(x):\n    return x + x\n\n"
WRONG = "def double(x):\n    return x**2\n\n"
SUM = "def double_sum(x):\n    return double(x).sum(axis=1)\n\n"
CHECK = 'check("double", part="values")'
CHECK_SUM = 'check("double_sum", part="values")'
WRONG_SUM = f"def double_sum(x):\n    return double(x).sum(axis=0)\n\n{CHECK_SUM}"

# name -> source; run one after the other in one kernel, each on its own cell
INTERACTIVE = {
    "set-up": SET_UP,
    "undefined": CHECK,
    "no function": f"double = 3\n{CHECK}",
    "stub": f"def double(x):\n    raise NotImplementedError('double is not written yet')\n{CHECK}",
    "wrong": WRONG + CHECK,
    "wrong in a copy of numpy": "import warnings\n" + WRONG + CHECK,
    "exception": f"def helper(y):\n    a = 1\n    return y @ y\n\ndef double(x):\n    return helper(x)\n\n{CHECK}",
    "loop": f"def double(x):\n    while True:\n        pass\n\n{CHECK}",
    "none": f"def double(x):\n    print(2 * x)\n\n{CHECK}",
    "exit": f"import sys\ndef double(x):\n    sys.exit(1)\n\n{CHECK}",
    "changed": f"def double(x):\n    x *= 2\n    return x\n\n{CHECK}",
    "noisy": "import sys, warnings, logging\ndef double(x):\n    print('a', file=sys.stderr)\n    warnings.warn('b')\n"
    f"    logging.warning('c')\n    np.log(x * 0)\n    return 2 * x\n\n{CHECK}",
    "hidden, wrong": WRONG + 'check("double", part="values", hidden=True)',
    "stand-in": WRONG + SUM + 'check("double_sum", part="values")',
    "own after stand-in": "print(double(np.array([3.0])))",
    "right": RIGHT + CHECK,
    "right, hidden": RIGHT + 'check("double", part="values", hidden=True)',
    "right, edges": RIGHT + 'check("double", part="edges")',
    "right, torch": "import torch\ndef double(x):\n    return 2 * torch.tensor(x)\n\n" + CHECK,
    "unknown exercise": 'check("treble", part="values")',
    "unknown part": 'check("double", part="speed")',
    "no part": 'check("double")',
    "unknown lesson": 'Check("99_none", globals())("double", part="values")',
    "quiz, open": 'twice_twice = None\ncheck("twice_twice")',
    "quiz, not defined": 'del twice_twice\ncheck("twice_twice")',
    "quiz, wrong": 'twice_twice = "a"\ncheck("twice_twice")',
    "quiz, no option": 'twice_twice = "z"\ncheck("twice_twice")',
    "quiz, no text": 'twice_twice = b"b"\ncheck("twice_twice")',
    "quiz, right": 'twice_twice = " B "\ncheck("twice_twice")',
    **{f"wrong, once more {n}": WRONG + CHECK for n in range(2)},
    "wrong, before set-up again": WRONG + CHECK,
    "set-up again": SET_UP,
    "wrong, after set-up again": WRONG + CHECK,
    **{f"sum, failure {n}": WRONG_SUM if n < 2 else CHECK_SUM for n in range(7)},
    "sum, after a pass": SUM + CHECK_SUM,
    "sum, failure again": WRONG_SUM,
    "forbidden": "from helpers.checks.forbidden import forbidden_names\n"
    "class Model:\n    def run(self):\n        return np.linalg.inv(np.eye(2))\n\n"
    "def using(x):\n    return Model().run()\n\nprint(forbidden_names(using, globals(), ('numpy.linalg',)))",
}
UNDER_NBGRADER = {
    "start": "os.environ['NBGRADER_EXECUTION'] = 'validate'",
    "stub": f"def double(x):\n    raise NotImplementedError('double is not written yet')\n\n{CHECK}",
    "wrong": WRONG + CHECK,
    "right": RIGHT + CHECK,
    "right, hidden": RIGHT + 'check("double", part="values", hidden=True)',
    "wrong, hidden": WRONG + 'check("double", part="values", hidden=True)',
    "quiz, open": 'twice_twice = None\ncheck("twice_twice")',
    "quiz, wrong": 'twice_twice = "a"\ncheck("twice_twice")',
    "quiz, right": 'twice_twice = "b"\ncheck("twice_twice")',
}


@pytest.fixture(scope="module")
def outputs(course_with_key: Path) -> dict[str, list[NotebookNode]]:
    """The outputs of every cell, run in one kernel; the names of the second half begin with `nbgrader: `."""
    cells = INTERACTIVE | {f"nbgrader: {name}": source for name, source in UNDER_NBGRADER.items()}
    run = new_notebook(cells=[new_code_cell(source) for source in cells.values()])
    client = NotebookClient(
        run,
        timeout=60,
        allow_errors=True,
        extra_arguments=["--log-level=40"],
        resources={"metadata": {"path": str(course_with_key)}},
    )
    client.execute(env=environment_of_a_person(course_with_key))
    return {name: cell.outputs for name, cell in zip(cells, run.cells, strict=True)}


def page(shown: list[NotebookNode]) -> str:
    """The HTML that a cell shows."""
    (found,) = [output.data["text/html"] for output in shown if "text/html" in output.get("data", {})]
    return found


def text(shown: list[NotebookNode]) -> str:
    """The plain text that a cell shows."""
    (found,) = [output.data["text/plain"] for output in shown if "text/html" in output.get("data", {})]
    return found


def hint(shown: list[NotebookNode]) -> str:
    """The Markdown of the hint that a cell offers; empty when it offers none."""
    offered = [output for output in shown if "text/markdown" in output.get("data", {})]
    assert all(set(output.data) == {"text/plain", "text/markdown"} for output in offered)
    return "".join(output.data["text/markdown"] for output in offered)


def error(shown: list[NotebookNode]) -> NotebookNode:
    """The one error of a cell."""
    (found,) = [output for output in shown if output.output_type == "error"]
    return found


def test_nothing_is_written_to_stderr(outputs: dict[str, list[NotebookNode]]) -> None:
    """Does no trial at all write to stderr, for which nbgrader would take every point?"""
    for name, shown in outputs.items():
        assert not [output for output in shown if output.output_type == "stream" and output.name == "stderr"], name


def test_the_function_s_own_output_is_not_shown(outputs: dict[str, list[NotebookNode]]) -> None:
    """In JupyterLab, is the report all that a check shows, however noisy the function is?"""
    for name in INTERACTIVE:
        if name not in ("own after stand-in", "forbidden"):
            assert not [output for output in outputs[name] if output.output_type == "stream"], name


PASSES = ["right", "right, hidden", "right, edges", "right, torch", "noisy", "stand-in", "quiz, right"]


@pytest.mark.parametrize("name", PASSES)
def test_a_right_answer_passes(outputs: dict[str, list[NotebookNode]], name: str) -> None:
    """Does a right answer show a page and raise nothing?"""
    assert not [output for output in outputs[name] if output.output_type == "error"]
    assert "✓" in page(outputs[name])
    assert "passed" in text(outputs[name])


FAILS = {
    "undefined": "double is not defined yet: run the cell that defines it, then this one. If that cell ends with an",
    "no function": "double is a value of type int here, not a function.",
    "wrong": "You square x. Twice a number is not its square.",
    "exception": "line 3 of the cell of helper, `return y @ y`, raised ValueError",
    "loop": "still running after 0.5 seconds. Is there a loop that never ends?",
    "none": "returned None, and printed something.",
    "exit": "raised SystemExit",
    "changed": "the values are right, but your function changes x, which belongs to the caller: work on a copy.",
    "hidden, wrong": "You square x. Twice a number is not its square.",
    "quiz, wrong": "a: That is twice, once.",
    "quiz, no option": 'twice_twice has to be one of "a", "b", in quotation marks.',
    "quiz, no text": 'twice_twice has to be one of "a", "b", in quotation marks.',
}


@pytest.mark.parametrize("name", FAILS)
def test_a_wrong_answer_shows_its_sentence_and_raises(outputs: dict[str, list[NotebookNode]], name: str) -> None:
    """Does a wrong answer show its sentence on the page, and raise CheckFailed whose traceback is one line?"""
    assert FAILS[name] in text(outputs[name])
    raised = error(outputs[name])
    assert raised.ename == "CheckFailed"
    assert len(raised.traceback) == 1
    assert raised.traceback[0].endswith(("The lines above say where.", "The line above says why."))


def test_a_stub_is_no_mistake(outputs: dict[str, list[NotebookNode]]) -> None:
    """Does a function that is not written raise NotImplementedError, in one line, after a page that says so?"""
    raised = error(outputs["stub"])
    assert (raised.ename, raised.traceback) == ("NotImplementedError", ["double is not written yet."])
    assert "not answered yet" in page(outputs["stub"])


def test_an_open_quiz_raises_nothing(outputs: dict[str, list[NotebookNode]]) -> None:
    """Does a quiz without an answer let the notebook go on, with a sentence?"""
    for name in ("quiz, open", "quiz, not defined"):
        assert not [output for output in outputs[name] if output.output_type == "error"]
        assert 'twice_twice is None: put one of "a", "b" there' in text(outputs[name])


def test_an_earlier_mistake_costs_once(outputs: dict[str, list[NotebookNode]]) -> None:
    """Does double_sum pass while the learner's double is wrong, and is that double the learner's again afterwards?"""
    assert "passed" in text(outputs["stand-in"])
    assert outputs["own after stand-in"][0].text == "[9.]\n"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("unknown exercise", "Lesson 01_mini has no exercise 'treble'; it has double, double_sum."),
        ("unknown part", "double has no part 'speed'; it has values, edges."),
        ("no part", "double has no part ''; it has values, edges."),
        ("unknown lesson", "The key of lesson 99_none is missing (99_none.json in helpers/checks/keys)."),
    ],
)
def test_what_the_check_cannot_do_is_one_sentence(
    outputs: dict[str, list[NotebookNode]], name: str, sentence: str
) -> None:
    """Is a check of what does not exist refused with one sentence and no traceback?"""
    raised = error(outputs[name])
    assert (raised.ename, raised.traceback) == ("Refusal", [sentence])


def test_forbidden_names_are_found_in_a_kernel(outputs: dict[str, list[NotebookNode]]) -> None:
    """Is the source of functions and of classes' methods found where they are defined in cells?"""
    assert outputs["forbidden"][0].text == "['numpy.linalg.inv']\n"


def test_no_page_names_a_file_of_the_course(outputs: dict[str, list[NotebookNode]]) -> None:
    """Are our files, frames and the key's place kept out of what a check shows?"""
    for name, shown in outputs.items():
        for output in shown:
            said = " ".join(output.get("traceback", [])) + str(output.get("data", output.get("text", "")))
            assert not re.search(r"Traceback|site-packages|observe\.py|check\.py|/tmp/", said), name


@pytest.mark.parametrize("name", ["right", "right, hidden", "quiz, right"])
def test_under_nbgrader_a_right_answer_is_text(outputs: dict[str, list[NotebookNode]], name: str) -> None:
    """When nbgrader runs the notebook, is a pass plain text on stdout and nothing else?"""
    (shown,) = outputs[f"nbgrader: {name}"]
    assert (shown.output_type, shown.name) == ("stream", "stdout")
    assert "passed" in shown.text


@pytest.mark.parametrize(
    ("name", "kind", "sentence"),
    [
        ("stub", "NotImplementedError", "double, values: not answered yet\ndouble is not written yet."),
        ("wrong", "CheckFailed", "You square x. Twice a number is not its square."),
        ("wrong, hidden", "CheckFailed", "You square x. Twice a number is not its square."),
        ("quiz, open", "NotImplementedError", "twice_twice: not answered yet\ntwice_twice is None: put one of"),
        ("quiz, wrong", "CheckFailed", "twice_twice: failed\na: That is twice, once."),
    ],
)
def test_under_nbgrader_the_traceback_is_the_report(
    outputs: dict[str, list[NotebookNode]], name: str, kind: str, sentence: str
) -> None:
    """When nbgrader runs the notebook, which shows nothing but tracebacks, are the sentences there?"""
    raised = error(outputs[f"nbgrader: {name}"])
    assert len(outputs[f"nbgrader: {name}"]) == 1
    assert raised.ename == kind
    assert sentence in "\n".join(raised.traceback)
    if kind == "CheckFailed" and "quiz" not in name:
        assert "  failed   " in "\n".join(raised.traceback)


# hints ---------------------------------------------------------------------------------------------------------------


def test_the_third_failure_brings_a_hint(outputs: dict[str, list[NotebookNode]]) -> None:
    """Is the exercise's hint offered below the report from the third failure in a row on, and not before?"""
    offered = [hint(outputs[f"sum, failure {n}"]) for n in range(7)]
    assert offered[:2] == ["", ""]
    assert all("<strong>Hint 1 of 1: </strong>Along which axis?" in markdown for markdown in offered[2:])
    kinds = [output.output_type for output in outputs["sum, failure 2"]]
    assert kinds == ["display_data", "display_data", "error"]
    assert "text/html" in outputs["sum, failure 2"][0].data


def test_when_no_hint_is_left_the_answer_is_named(outputs: dict[str, list[NotebookNode]]) -> None:
    """Is the command that shows the answer named from the sixth failure on, when there is one hint?"""
    told = ["-m helpers reveal 01 double_sum" in hint(outputs[f"sum, failure {n}"]) for n in range(7)]
    assert told == [False] * 5 + [True] * 2


def test_a_pass_sets_the_failures_back(outputs: dict[str, list[NotebookNode]]) -> None:
    """Is there no hint at a pass, nor at the first failure after it?"""
    assert not hint(outputs["sum, after a pass"])
    assert not hint(outputs["sum, failure again"])


def test_running_the_first_cell_again_does_not_set_the_failures_back(outputs: dict[str, list[NotebookNode]]) -> None:
    """Do failures count on with a new Check, as after the set-up's cell was run again?"""
    assert "Hint" in hint(outputs["wrong, before set-up again"])
    assert "Hint" in hint(outputs["wrong, after set-up again"])


def test_under_nbgrader_there_are_no_hints(outputs: dict[str, list[NotebookNode]]) -> None:
    """When nbgrader runs the notebook, is nothing offered, however often a check failed?"""
    for name, shown in outputs.items():
        if name.startswith("nbgrader: "):
            assert "Hint" not in str(shown)


def test_without_jupyter_a_hint_is_text(
    course: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a terminal, is the hint printed below the report?"""
    monkeypatch.setattr("helpers.checks.hints._failures", {})
    for _ in range(3):
        with pytest.raises(CheckFailed):
            Check("01_mini", {"double": np.square})("double", part="values")
    shown = capsys.readouterr().out
    assert shown.count("Hint 1 of 2: What is twice a number?\n\nThe number and the number again") == 1


# without Jupyter -----------------------------------------------------------------------------------------------------


def test_without_jupyter_the_report_is_plain_text(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In a terminal, is the report printed, and does a wrong answer raise an error of one line?"""
    namespace = notebook(RIGHT)
    Check("01_mini", namespace)("double", part="values")
    assert capsys.readouterr().out.splitlines() == [
        "double, values: 2 of 2 passed",
        "  passed   by hand",
        "  passed   a batch",
    ]
    namespace |= {"double": np.square}
    with pytest.raises(CheckFailed, match=r"^double, values: 0 of 2 passed\. The lines above say where\.$"):
        Check("01_mini", namespace)("double", part="values")
    shown = capsys.readouterr()
    assert "You square x." in shown.out
    assert shown.err == ""


def test_a_failed_check_is_an_assertion(course: Path) -> None:
    """Is CheckFailed an AssertionError, as a failed test is everywhere?"""
    with pytest.raises(AssertionError):
        Check("01_mini", {"double": np.square})("double", part="values")


def test_the_hidden_cases_are_those_of_the_submission(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Do the hidden cases depend on the solution cells that were run, and on nothing else that was?"""
    seen: list[str] = []
    monkeypatch.setattr(
        "helpers.checks.check.observe_all",
        lambda exercise, cases, *others: seen.append(str(cases[0].arguments)) or observe_all(exercise, cases, *others),
    )

    def tried(*history: str) -> str:
        seen.clear()
        Check("01_mini", notebook(RIGHT) | {"In": ["", *history]})("double", part="values", hidden=True)
        return seen[0]

    once = tried("import numpy as np", RIGHT)
    assert tried(RIGHT) == once
    assert tried("print(3)", RIGHT, "x = double(3)", "%matplotlib inline", "def other():\n    pass") == once
    assert tried(RIGHT.replace("x + x", "2 * x")) != once
    assert tried(RIGHT, SUM) != once


def test_hidden_cases_need_the_private_side(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the private side is missing, is the check refused with a sentence and no point lost in silence?"""
    monkeypatch.setattr("helpers.paths.SOLUTIONS", course / "nowhere")
    with pytest.raises(Refusal, match=r"solutions/01_mini/01_mini\.ipynb is missing: run"):
        Check("01_mini", notebook(RIGHT))("double", part="values", hidden=True)


def test_without_the_course_s_functions_the_learner_s_own_are_used(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a learner's bundle, where the right functions are missing, is the earlier exercise named that has to pass?"""
    monkeypatch.setitem(sys.modules, "tests.mini_course.right_functions", None)
    advice = "double_sum builds on your double, whose own check does not pass yet: mend that first."
    for _ in range(4):  # more often than it takes until a hint is due, which would be one on the wrong exercise
        with pytest.raises(CheckFailed):
            Check("01_mini", notebook(WRONG, SUM))("double_sum", part="values")
        shown = capsys.readouterr().out
        assert advice in shown
        assert "Hint" not in shown
    with pytest.raises(CheckFailed):
        Check("01_mini", notebook(RIGHT, SUM.replace("axis=1", "axis=0")))("double_sum", part="values")
    shown = capsys.readouterr().out
    assert advice not in shown
    assert "You sum over the batch." in shown
    with pytest.raises(CheckFailed):  # what is not called cannot be to blame
        Check("01_mini", notebook(WRONG, "def double_sum(x):\n    return (2 * x).sum(axis=0)"))(
            "double_sum", part="values"
        )
    shown = capsys.readouterr().out
    assert advice not in shown
    assert "You sum over the batch." in shown
    Check("01_mini", notebook(RIGHT, SUM))("double_sum", part="values")
