"""The private side of a lesson, loaded: reference, cases, mistakes and other right ways."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
from nbformat import NotebookNode

from helpers import Refusal, paths
from helpers.checks.check import stand_ins_for
from helpers.checks.class_members import function_of
from helpers.checks.observe import observe_all
from helpers.checks.plain import Tensor, is_data, plain
from helpers.checks.specification import Case, Exercise, Mistake, Observation, Part
from helpers.checks.verdict import judge
from helpers.exercises.declare import Cases, Declarations, DeclaredExercise, DeclaredMistake, collecting
from helpers.exercises.fresh import course_salt, fresh_generator
from helpers.exercises.reference import (
    points_by_test,
    reference_namespace,
    remember_source,
    solution_sources,
)
from helpers.grade_ids import exercise_and_part

INPUT_DIGITS = 5  # significant digits of the visible cases' numbers, so that a key is short and the same everywhere


@dataclass(frozen=True)
class RightWay:
    """Another right solution, with the text that a submission would hold."""

    style: str
    source: str
    line: int  # in the private file
    function: Callable[..., Any] = field(repr=False)


@dataclass(frozen=True)
class WrongWay:
    """A mistake, with the text that a submission would hold."""

    name: str
    fails: tuple[str, ...]
    says: str
    twin_of: str
    source: str
    line: int  # in the private file
    function: Callable[..., Any] = field(repr=False)


@dataclass(frozen=True)
class PrivateExercise:
    """An exercise as its graders know it."""

    name: str
    parts: dict[str, float]  # part -> points
    specification: Exercise
    visible: dict[str, Cases]
    hidden: dict[str, Cases]
    rights: list[RightWay]
    mistakes: list[WrongWay]
    equivalents: dict[tuple[str, str], str]  # line of the reference, the mutant's -> why they do the same
    explained: str  # what there is to say of the reference


@dataclass(frozen=True)
class PrivateQuiz:
    """A quiz's answer and what there is to say of each option."""

    answer: str
    options: dict[str, str]


@dataclass(frozen=True)
class Trial:
    """What a function does in a part's visible cases, and whether it loses the part by them or by hidden ones."""

    visible: list[Observation]
    lost: bool


@dataclass
class PrivateSide:
    """A lesson's private side.

    namespace  the reference's names and those of the private file; mistakes and other right ways run in it
    points     (exercise, part) -> points; a quiz's part is ""
    """

    lesson: str
    namespace: dict[str, Any]
    exercises: dict[str, PrivateExercise]
    quizzes: dict[str, PrivateQuiz]
    points: dict[tuple[str, str], float]
    solution_sources: dict[str, str]
    _visible: dict[tuple[str, str], list[Case]] = field(default_factory=dict, repr=False)

    def visible_cases(self, name: str, part: str) -> list[Case]:
        """The visible cases of a part, with rounded inputs and what the reference does in them."""
        if (name, part) not in self._visible:
            exercise = self.exercises[name]
            rng = fresh_generator("visible", [], name, part)
            cases = [_with_rounded_inputs(case) for case in self._declared_cases(exercise.visible[part], rng)]
            self._visible[name, part] = self._with_expectations(exercise, cases)
        return self._visible[name, part]

    def hidden_cases(self, name: str, part: str, sources: Iterable[str]) -> list[Case]:
        """The hidden cases of a part for a submission with these solution cells, with what the reference does."""
        exercise = self.exercises[name]
        if part not in exercise.hidden:
            return []
        rng = fresh_generator(course_salt(), sources, name, part)
        return self._with_expectations(exercise, self._declared_cases(exercise.hidden[part], rng))

    def hidden_part(
        self, name: str, part: str, sources: Iterable[str]
    ) -> tuple[list[Case], Iterator[tuple[Mistake, list[Observation]]]]:
        """The hidden cases of a part, and what each mistake that loses the part does in them, tried when asked for."""
        cases = self.hidden_cases(name, part, sources)
        exercise = self.exercises[name]
        return cases, (
            (Mistake(wrong.name, wrong.says, wrong.fails), self.observations(name, wrong.function, cases))
            for wrong in exercise.mistakes
            if part in wrong.fails
        )

    def parts_lost(self, name: str, function: Callable[..., Any] | None, source: str) -> set[str]:
        """The parts that a submission with this function loses, by visible or hidden cases."""
        return {part for part, trial in self.trials(name, function, source).items() if trial.lost}

    def trials(self, name: str, function: Callable[..., Any] | None, source: str) -> dict[str, Trial]:
        """What comes of a submission with this function in each part, in its visible and hidden cases."""
        specification = self.exercises[name].specification
        trials = {}
        for part in self.exercises[name].parts:
            visible = self.visible_cases(name, part)
            cases = visible + self.hidden_cases(name, part, [source])
            seen = self.observations(name, function, cases)
            passed = [judge(specification, *pair).passed for pair in zip(cases, seen, strict=False)]
            trials[part] = Trial(seen[: len(visible)], len(seen) < len(cases) or not all(passed))
        return trials

    def observations(self, name: str, function: Callable[..., Any] | None, cases: list[Case]) -> list[Observation]:
        """What a function does in an exercise's cases when it stands in the reference's place (None: the reference)."""
        exercise = self.exercises[name].specification
        stand_ins, _ = stand_ins_for(exercise)
        reference = self.namespace[name]
        try:
            if function is not None:
                self.namespace[name] = function
            return observe_all(exercise, cases, self.namespace, stand_ins)
        finally:
            self.namespace[name] = reference

    def _declared_cases(self, cases: Cases, rng: np.random.Generator) -> list[Case]:
        try:
            return list(cases(rng))
        except Exception as error:
            line = _line_in_private_file(error, self.lesson)
            raise Refusal(f"solutions/{self.lesson}_exercises.py:{line}: {type(error).__name__}: {error}") from error

    def _with_expectations(self, exercise: PrivateExercise, cases: list[Case]) -> list[Case]:
        if not cases:
            raise Refusal(f"a part of {exercise.name} has no cases, visible or hidden.")
        if all(case.expected for case in cases):  # of measured cases the truth is known without the reference
            return cases
        expected = self.observations(exercise.name, None, cases)
        for case, observation in zip(cases, expected, strict=False):
            if not is_data(plain(case.arguments)):
                raise Refusal(f"the case {case.title!r} of {exercise.name} has an argument that is no data.")
            if fault := _unfit_as_expectation(observation):
                raise Refusal(f"the reference of {exercise.name} {fault} in the case {case.title!r}.")
        return [
            replace(case, expected=what_is_compared(observation))
            for case, observation in zip(cases, expected, strict=True)
        ]


def load(lesson: str) -> PrivateSide:
    """The private side of a built lesson. Raises Refusal when its file or its solution notebook is missing."""
    path = paths.SOLUTIONS / lesson / f"{lesson}.ipynb"
    try:
        notebook = nbformat.read(path, as_version=4)
    except FileNotFoundError:
        raise Refusal(
            f"solutions/{lesson}/{lesson}.ipynb is missing: run `python3 -m helpers build {lesson}`."
        ) from None
    except Exception as error:
        raise Refusal(f"solutions/{lesson}/{lesson}.ipynb cannot be read ({error}): build it again.") from None
    return load_from(lesson, notebook, paths.SOLUTIONS / f"{lesson}_exercises.py")


def load_from(lesson: str, notebook: NotebookNode, private_file: Path) -> PrivateSide:
    """The private side that a solution notebook and a private file make together."""
    namespace = reference_namespace(notebook, lesson)
    declarations, text = _run_private_file(private_file, namespace)
    private_text = _PrivateText(text)
    overwritten = set(solution_sources(notebook)) & private_text.names
    if overwritten:
        raise Refusal(f"{private_file.name} defines {', '.join(sorted(overwritten))} again: choose another name there.")
    points: dict[tuple[str, str], float] = {}
    parts: dict[str, dict[str, float]] = {name: {} for name in declarations.exercises}
    for test, value in points_by_test(notebook).items():
        name, part = exercise_and_part(test, [*declarations.exercises, *declarations.quizzes])
        points[(name, part)] = value
        if name in parts:
            parts[name][part] = value
    sources = solution_sources(notebook)
    if strangers := sorted(set(declarations.quizzes) - set(sources)):
        raise Refusal(
            f"solutions/{private_file.name} explains {', '.join(strangers)}, for which there is no quiz cell."
        )
    exercises = {
        name: _private_exercise(declared, parts[name], private_text)
        for name, declared in declarations.exercises.items()
    }
    quizzes = {name: PrivateQuiz(str(namespace[name]), options) for name, options in declarations.quizzes.items()}
    return PrivateSide(lesson, namespace, exercises, quizzes, points, sources)


def _run_private_file(path: Path, namespace: dict[str, Any]) -> tuple[Declarations, str]:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise Refusal(f"solutions/{path.name} is missing: it holds the exercises' cases and mistakes.") from None
    filename = _file_name(path.stem)
    remember_source(filename, text)
    with collecting() as declarations:
        try:
            exec(compile(text, filename, "exec"), namespace)
        except Exception as error:
            line = _line_in_private_file(error, path.stem.removesuffix("_exercises"))
            if isinstance(error, Refusal):
                raise Refusal(f"solutions/{path.name}:{line}: {error}") from None
            raise Refusal(f"solutions/{path.name}:{line}: {type(error).__name__}: {error}") from error
    return declarations, text


def _file_name(stem: str) -> str:
    """What tracebacks call a private file."""
    return f"<{stem}.py>"


def _line_in_private_file(error: Exception, lesson: str) -> int:
    filename = _file_name(f"{lesson}_exercises")
    return next((frame.lineno or 0 for frame in reversed(_frames(error)) if frame.filename == filename), 0)


def _frames(error: BaseException) -> list:
    import traceback

    if isinstance(error, SyntaxError):
        return [traceback.FrameSummary(error.filename or "", error.lineno or 0, "")]
    return list(traceback.extract_tb(error.__traceback__))


def _private_exercise(declared: DeclaredExercise, parts: dict[str, float], text: _PrivateText) -> PrivateExercise:
    specification = Exercise(
        declared.name,
        declared.driver,
        declared.returns,
        declared.builds_on,
        declared.forbidden,
        {part: Part(points, []) for part, points in parts.items()},
        backward=declared.backward,
        axes=declared.axes,
    )
    return PrivateExercise(
        declared.name,
        parts,
        specification,
        declared.visible,
        declared.hidden,
        [_right_way(declared.name, style, function, text) for style, function in declared.rights.items()],
        [_wrong_way(declared.name, wrong, text) for wrong in declared.mistakes.values()],
        declared.equivalents,
        declared.explained,
    )


def _right_way(exercise: str, style: str, function: Callable[..., Any], text: _PrivateText) -> RightWay:
    source, line = text.definition_of(function)
    return RightWay(style, _renamed(source, exercise), line, function)


def _wrong_way(exercise: str, wrong: DeclaredMistake, text: _PrivateText) -> WrongWay:
    source, line = text.definition_of(wrong.function)
    name = wrong.function.__name__
    return WrongWay(name, wrong.fails, wrong.says, wrong.twin_of, _renamed(source, exercise), line, wrong.function)


class _PrivateText:
    """The text of a private file, parsed once: where its functions and classes stand."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()
        self._nodes = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
        self.names = {node.name for node in self._nodes}

    def definition_of(self, function: Callable[..., Any]) -> tuple[str, int]:
        """The source of a function or class, without decorators, and its line; two of them may share a name."""
        line = _a_line_of(function)
        for node in self._nodes:
            first_line = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            if node.name == function.__name__ and (line is None or first_line <= line <= (node.end_lineno or 0)):
                return "\n".join(self._lines[node.lineno - 1 : node.end_lineno]), node.lineno
        raise Refusal(f"{function.__name__} has to be defined at the top of the private file.")


def _a_line_of(definition: Callable[..., Any]) -> int | None:
    """A line on which a function, or the first method of a class, stands; None for a class without methods."""
    members = vars(definition).values() if isinstance(definition, type) else [definition]
    functions = [function_of(member) for member in members]
    return min((function.__code__.co_firstlineno for function in functions if function is not None), default=None)


def _renamed(source: str, name: str) -> str:
    return re.sub(r"\A(def|class)\s+\w+", rf"\1 {name}", source)


def _with_rounded_inputs(case: Case) -> Case:
    return replace(case, arguments={name: rounded(value, INPUT_DIGITS) for name, value in case.arguments.items()})


def rounded(value: Any, digits: int) -> Any:
    """The value with every fraction in it rounded to so many significant digits."""
    if isinstance(value, float):
        return float(f"{value:.{digits - 1}e}")
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        flat = [float(f"{number:.{digits - 1}e}") for number in value.ravel()]
        return np.array(flat, dtype=value.dtype).reshape(value.shape)
    if isinstance(value, Tensor):
        return Tensor(rounded(value.array, digits), value.requires_grad)
    if isinstance(value, list | tuple):
        return type(value)(rounded(item, digits) for item in value)
    if isinstance(value, dict):
        return {key: rounded(item, digits) for key, item in value.items()}
    return value


def _unfit_as_expectation(observation: Observation) -> str:
    """Why nothing can be held against what the reference did, as a clause; empty when something can."""
    match observation["outcome"]:
        case "returned":
            return "" if is_data(observation["value"]) else "returns something that is no data"
        case "raised":
            error = observation["error"]
            on_purpose = error["source"].startswith("raise ")
            return "" if on_purpose else f"fails with {error['type']}: {error['message']}"
        case "timed out":
            return "does not finish"
    return f"is {observation['outcome']}"


def what_is_compared(observation: Observation) -> Observation:
    """What a verdict or a diagnosis compares with a learner's observation.

    Of an error its type and message. The line that raised it stands in the answer, and learners hold what is kept here.
    """
    kept: Observation = {key: observation[key] for key in ("outcome", "value", "changed") if key in observation}
    if "error" in observation:
        kept["error"] = {key: observation["error"][key] for key in ("type", "message")}
    return kept
