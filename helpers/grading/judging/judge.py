"""Judge one submission: its cells run in a worker, its observations are compared here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
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
from helpers.notebooks.marks import is_test

ENDED = {
    "time": "The notebook was still running when its time was over, and was stopped.",
    "memory": "The notebook took more memory than a submission may, and was stopped.",
    "died": "Python ended while the notebook was run: it crashed, or was ended by the notebook itself.",
    "broken": "What came back from the notebook's process could not be read, so it was stopped.",
}

# Hidden cases, and what each mistake does in them.
HiddenPart = tuple[list[Case], Iterator[tuple[Mistake, list[Observation]]]]


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
    tried: list[_Trial] = []

    def compare() -> None:
        while tried:
            tried.pop(0).put_results_into(judgement)

    try:
        with Conversation(worker) as talk:
            judgement.flags = evasions_in(notebook, course.key)
            for step in _steps(notebook, course.key):
                ran += step.cells
                # All that was run decides what the hidden cases are. So what a cell spies out of them is worth nothing
                # in a notebook that makes use of it.
                trial = _Trial(course, step.exercise, step.parts, [notebook.cells[place].source for place in ran])
                sources = [notebook.cells[place].source for place in step.cells]
                outputs, values = talk.run_cells(sources, list(step.quizzes), meanwhile=trial.make_hidden_cases)
                for place, shown in zip(step.cells, outputs):
                    judgement.outputs[place] = within_allowance(sound(shown), output_left)
                    output_left -= size_of(judgement.outputs[place])
                for quiz in step.quizzes:
                    _add(
                        judgement,
                        f"test_{quiz}",
                        [report_on_quiz(course.key.lesson, course.key.quizzes[quiz], values[quiz])],
                    )
                if step.exercise:
                    trial.answer = talk.try_exercise(trial.request(), meanwhile=compare)
                    tried.append(trial)
    except SubmissionLost as lost:
        judgement.ended = ENDED[lost.reason]
    compare()
    judgement.tests = {
        grade_id: judgement.tests.get(grade_id) or TestResult(grade_id, False, judgement.ended, "DeadKernelError")
        for grade_id in _tests(notebook)
    }
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
        name, part = exercise_and_part(marks["grade_id"], names) if is_test(marks) else ("", "")
        if (exercise or quizzes) and name != exercise:
            yield step()
            cells, exercise, parts, quizzes = [], "", [], []
        if not is_test(marks):
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
    return [mark["grade_id"] for mark in marks if is_test(mark)]


@dataclass
class _Trial:
    """The trial of an exercise: what is asked of the worker, and what comes of its answer. Without a name, of none.

    history  the sources of all cells that were run before
    """

    course: Course
    name: str
    parts: tuple[str, ...]
    history: list[str]
    answer: dict[str, Any] | None = None
    hidden: dict[str, HiddenPart] = field(default_factory=dict)

    def make_hidden_cases(self) -> None:
        """Make the hidden cases, with what the reference does in them."""
        self.hidden = {part: self.course.side.hidden_part(self.name, part, self.history) for part in self.parts}

    def request(self) -> dict[str, Any]:
        """What the worker is to try: nothing that is expected."""
        exercise = self._exercise
        return {
            "exercise": {
                "name": self.name,
                "driver": exercise.driver,
                "returns": exercise.returns,
                "builds_on": exercise.builds_on,
                "forbidden": list(exercise.forbidden),
            },
            "stand_ins": {earlier: text_of_stand_in(module, earlier) for earlier, module in exercise.builds_on.items()},
            "parts": {
                part: [[case.arguments for case in cases] for cases in self._rounds(part)] for part in self.parts
            },
        }

    def put_results_into(self, judgement: Judgement) -> None:
        """Compare what came back with what is expected, part by part."""
        observed: dict[str, list[list[Observation]]] = {}
        lost: dict[str, str] = {}
        for part in self.parts:
            if self.answer is None:
                lost[part] = "Python ended while your function was tried. Does it end Python, or need too much?"
                continue
            try:
                observed[part] = _rounds_of(self.answer, part, self._rounds(part), self._exercise)
            except Malformed:
                lost[part] = "what came back from your function's process could not be read."
        for part in self.parts:
            grade_id = f"test_{self.name}_{part}"
            if part in lost:
                text = f"{self.name}, {part}: {lost[part]}"
                judgement.tests[grade_id] = TestResult(grade_id, False, text, "DeadKernelError")
            else:
                elsewhere = {other: seen[0] for other, seen in observed.items() if other != part}
                visible = by_fit(self._exercise, part, lambda found=elsewhere: found)  # type: ignore[misc]
                mistakes = [visible, self.hidden[part][1]]
                reports = _reports(self._exercise, part, self._rounds(part), observed[part], mistakes)
                _add(judgement, grade_id, list(reports))

    @property
    def _exercise(self) -> Exercise:
        return self.course.key.exercises[self.name]

    def _rounds(self, part: str) -> list[list[Case]]:
        return [cases for cases in (self._exercise.parts[part].cases, self.hidden[part][0]) if cases]


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
