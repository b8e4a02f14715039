"""Judge one submission: its cells run in a worker, its observations are compared here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode

from helpers import Refusal
from helpers.checks.check import report_on_quiz
from helpers.checks.diagnosis import by_fit
from helpers.checks.key import Key
from helpers.checks.present import as_text
from helpers.checks.report import Report, report_on
from helpers.checks.specification import Case, Exercise, Mistake, Observation
from helpers.exercises.load import PrivateSide
from helpers.exercises.reference import SKIPPED_TAG
from helpers.grade_ids import exercise_and_part
from helpers.grading.judging.conversation import Conversation, SubmissionLost, Worker
from helpers.grading.judging.evasion import evasions_in
from helpers.grading.judging.judgement import Judgement, TestResult
from helpers.grading.judging.observation_form import Malformed, observation_of
from helpers.grading.judging.stand_in import text_of_stand_in
from helpers.grading.worker.outputs import size_of, sound, within_allowance

ENDED = {
    "time": "The notebook was still running when its time was over, and was stopped.",
    "memory": "The notebook took more memory than a submission may, and was stopped.",
    "died": "Python ended while the notebook was run: it crashed, or was ended by the notebook itself.",
    "broken": "What came back from the notebook's process could not be read, so it was stopped.",
}


@dataclass(frozen=True)
class _Step:
    """Cells to run, then tests to make of what is there: those of one exercise, or quizzes."""

    cells: list[int]
    exercise: str = ""
    parts: tuple[str, ...] = ()
    quizzes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Course:
    """What a judge knows of a lesson: what learners hold, and the private side."""

    key: Key
    side: PrivateSide


def judge_submission(notebook: NotebookNode, course: Course, worker: Worker) -> Judgement:
    """Run a submission's notebook in the worker and compare what comes back with what the course expects.

    notebook  rebuilt from the released one, so that its test cells are the course's
    """
    judgement = Judgement()
    ran: list[int] = []
    output_left = worker.limits.output
    to_compare: list[Callable[[], None]] = []  # what an exercise came to, while the worker runs what comes next

    def compare() -> None:
        while to_compare:
            to_compare.pop(0)()

    try:
        with Conversation(worker) as talk:
            judgement.flags = evasions_in(notebook, course.key)
            for step in _steps(notebook, course.key):
                sources = [notebook.cells[place].source for place in step.cells]
                outputs, values = talk.run_cells(sources, list(step.quizzes), compare)
                for place, shown in zip(step.cells, outputs):
                    judgement.outputs[place] = within_allowance(sound(shown), output_left)
                    output_left -= size_of(judgement.outputs[place])
                ran += step.cells
                for quiz in step.quizzes:
                    _add(
                        judgement,
                        f"test_{quiz}",
                        [report_on_quiz(course.key.lesson, course.key.quizzes[quiz], values[quiz])],
                    )
                if step.exercise:
                    # All that was run decides what the hidden cases are. So what a cell spies out of them is worth
                    # nothing in a notebook that makes use of it.
                    history = [notebook.cells[place].source for place in ran]
                    to_compare.append(_tried(judgement, course, step.exercise, step.parts, history, talk))
    except SubmissionLost as lost:
        judgement.ended = ENDED[lost.reason]
    compare()
    for grade_id in _tests(notebook):
        if grade_id not in judgement.tests:
            judgement.tests[grade_id] = TestResult(grade_id, False, judgement.ended, "DeadKernelError")
    return judgement


def _steps(notebook: NotebookNode, key: Key) -> Iterator[_Step]:
    """The notebook as steps: what grading does not need is left out, neighbouring tests of an exercise are joined."""
    names = [*key.exercises, *key.quizzes]
    cells: list[int] = []
    exercise = ""
    parts: list[str] = []
    quizzes: list[str] = []

    def step() -> _Step:
        return _Step(cells, exercise, tuple(parts), tuple(quizzes))

    for place, cell in enumerate(notebook.cells):
        if cell.cell_type != "code" or SKIPPED_TAG in cell.metadata.get("tags", []):
            continue
        marks = cell.metadata.get("nbgrader", {})
        is_test = bool(marks.get("grade")) and not marks.get("solution")
        name, part = exercise_and_part(marks["grade_id"], names) if is_test else ("", "")
        if (exercise or quizzes) and name != exercise:
            yield step()
            cells, exercise, parts, quizzes = [], "", [], []
        if not is_test:
            cells.append(place)
        elif name in key.quizzes:
            quizzes.append(name)
        elif name in key.exercises:
            exercise = name
            parts.append(part)
        else:
            raise Refusal(f"the test cell {marks['grade_id']} belongs to no exercise of {key.lesson}.")
    yield step()


def _tests(notebook: NotebookNode) -> list[str]:
    marks = (cell.metadata.get("nbgrader", {}) for cell in notebook.cells if cell.cell_type == "code")
    return [mark["grade_id"] for mark in marks if mark.get("grade") and not mark.get("solution")]


def _tried(
    judgement: Judgement, course: Course, name: str, parts: tuple[str, ...], history: list[str], talk: Conversation
) -> Callable[[], None]:
    """Have an exercise tried; what is returned compares what came back, and puts it into the judgement."""
    exercise = course.key.exercises[name]
    hidden = {part: course.side.hidden_inputs(name, part, history) for part in parts}

    def rounds(part: str) -> list[list[Case]]:
        return [cases for cases in (exercise.parts[part].cases, hidden[part]) if cases]

    def expect() -> None:
        hidden.update({part: course.side.expected_of(name, part, hidden[part]) for part in parts})

    answer = talk.try_exercise(
        {
            "exercise": {
                "name": name,
                "driver": exercise.driver,
                "returns": exercise.returns,
                "builds_on": exercise.builds_on,
                "forbidden": list(exercise.forbidden),
            },
            "stand_ins": {earlier: text_of_stand_in(module, earlier) for earlier, module in exercise.builds_on.items()},
            "parts": {part: [[case.arguments for case in cases] for cases in rounds(part)] for part in parts},
        },
        meanwhile=expect,
    )
    mistakes = {part: course.side.mistaken_in(name, part, hidden[part]) for part in parts}
    return lambda: _put_results(judgement, exercise, {part: rounds(part) for part in parts}, mistakes, answer)


def _put_results(
    judgement: Judgement,
    exercise: Exercise,
    rounds: dict[str, list[list[Case]]],
    mistaken: dict[str, Iterator[tuple[Mistake, list[Observation]]]],
    answer: dict[str, Any] | None,
) -> None:
    observed: dict[str, list[list[Observation]]] = {}
    lost: dict[str, str] = {}
    for part in rounds:
        if answer is None:
            lost[part] = "Python ended while your function was tried. Does it end Python, or need too much?"
            continue
        try:
            observed[part] = _rounds_of(answer, part, rounds[part], exercise)
        except Malformed:
            lost[part] = "what came back from your function's process could not be read."
    for part in rounds:
        grade_id = f"test_{exercise.name}_{part}"
        if part in lost:
            text = f"{exercise.name}, {part}: {lost[part]}"
            judgement.tests[grade_id] = TestResult(grade_id, False, text, "DeadKernelError")
        else:
            elsewhere = {other: seen[0] for other, seen in observed.items() if other != part}
            mistakes = [by_fit(exercise, part, lambda found=elsewhere: found), mistaken[part]]  # type: ignore[misc]
            _add(judgement, grade_id, list(_reports(exercise, part, rounds[part], observed[part], mistakes)))


def _rounds_of(
    answer: dict[str, Any], part: str, rounds: list[list[Case]], exercise: Exercise
) -> list[list[Observation]]:
    """The part's observations, round by round: of the visible cases, and of the hidden ones unless those had no end.

    Raises Malformed for what is not of this form: it comes from an untrusted process.
    """
    found = answer.get(part)
    if type(found) is not list or not 1 <= len(found) <= len(rounds):
        raise Malformed("a part has a list of rounds")
    result = []
    for observations, cases in zip(found, rounds):
        if type(observations) is not list or not 1 <= len(observations) <= len(cases):
            raise Malformed("a round has a list of observations")
        result.append([observation_of(observation, exercise) for observation in observations])
    came_to_an_end = all(len(observations) == len(cases) for observations, cases in zip(result, rounds))
    if len(result) < len(rounds) and came_to_an_end:
        raise Malformed("the hidden cases were left out")
    return result


def _reports(
    exercise: Exercise,
    part: str,
    rounds: list[list[Case]],
    observed: list[list[Observation]],
    mistakes: Sequence[Iterable[tuple[Mistake, list[Observation]]]],
) -> Iterator[Report]:
    """The reports on visible and hidden cases, as far as a test cell gets: it ends at the first that fails."""
    for number, (cases, observations) in enumerate(zip(rounds, observed)):
        report = report_on(
            exercise,
            part,
            cases,
            observations,
            mistakes[number],
            hidden=number > 0,
            borrowed=tuple(exercise.builds_on),
        )
        yield report
        if not report.passed:
            return


def _add(judgement: Judgement, grade_id: str, reports: list[Report]) -> None:
    """Put down what a test cell came to from its reports, the last of which alone can have failed."""
    last = reports[-1]
    error = "" if last.passed else "NotImplementedError" if last.state == "blank" else "CheckFailed"
    text = "\n".join(map(as_text, reports))
    judgement.tests[grade_id] = TestResult(grade_id, last.passed, text, error, last.mistake)
