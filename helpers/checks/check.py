"""The check that a lesson's test cells call."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from helpers import Refusal
from helpers.checks.diagnosis import by_fit
from helpers.checks.hints import failures_in_a_row, fitting, offered_after, reveal_command
from helpers.checks.key import Key, Quiz, answer_hash, read_key
from helpers.checks.observe import observe_all
from helpers.checks.present import as_html, as_text, headline, hint_as_markdown, hint_as_text
from helpers.checks.recording import record_check
from helpers.checks.report import Report, report_on
from helpers.checks.specification import MEASURED_DRIVER, Case, Exercise, Mistake, Observation, Part
from helpers.checks.unwritten import explain_unwritten
from helpers.checks.verdict import judge, standing

if TYPE_CHECKING:
    from helpers.exercises.load import PrivateSide


class CheckFailed(AssertionError):
    """A check did not pass. Jupyter shows the one line; nbgrader, which shows nothing else, the whole report."""

    def __init__(self, report: Report) -> None:
        super().__init__(shown_by_error(report))

    def _render_traceback_(self) -> list[str]:
        return str(self).splitlines()


class Check:
    """Checks the exercises of a lesson in a notebook: `check = Check("02_vanilla_rnn", globals())`.

    lesson     the lesson's name, which names its key
    namespace  the notebook's globals, where the learner's names are looked up when a check runs
    """

    def __init__(self, lesson: str, namespace: dict[str, Any]) -> None:
        self._lesson = lesson
        self._namespace = namespace
        self._private_side: PrivateSide | None = None
        if (shell := _shell()) is not None and not under_nbgrader():
            explain_unwritten(shell)

    def __call__(self, name: str, part: str = "", hidden: bool = False) -> None:
        """Try an exercise's part, or a quiz's answer, and show what came out.

        hidden  the fresh cases of grading, which need the course's private side

        Raises CheckFailed when a case fails, and NotImplementedError when nothing is written yet. A quiz without an
        answer raises only while nbgrader runs the notebook, so that the notebook can be run from top to bottom.
        """
        key = read_key(self._lesson)
        if name in key.quizzes:
            report = report_on_quiz(self._lesson, key.quizzes[name], self._namespace.get(name))
            self._record(name, "", report)
            show(report, is_quiz=True)
            return
        exercise = _entry(key, name, part)
        stand_ins, missing = stand_ins_for(exercise)
        own = {earlier: self._namespace[earlier] for earlier in missing if callable(self._namespace.get(earlier))}
        if hidden:
            cases, mistakes = self._hidden(key, name, part)
        else:
            cases = exercise.parts[part].cases
            mistakes = by_fit(exercise, part, lambda: self._seen_in_other_parts(exercise, part, observations))
        observations = observe_all(exercise, cases, self._namespace, stand_ins | own)
        report = report_on(exercise, part, cases, observations, mistakes, hidden=hidden, borrowed=tuple(stand_ins))
        unsound: list[str] = []
        if not report.passed:
            called = [name for name in missing if any(seen.get("calls", {}).get(name) for seen in observations)]
            known = [key.exercises[earlier] for earlier in called if earlier in key.exercises]
            if unsound := [earlier.name for earlier in known if not self._passes(earlier)]:
                report = report_on(exercise, part, cases, observations, (), hidden=hidden, unsound=unsound)
        if not hidden:
            self._record(name, part, report)
            # A fault in another exercise, or in what a project is, has nothing to do with the hints.
            if not unsound and (exercise.driver != MEASURED_DRIVER or _was_measured(exercise, cases, observations)):
                report = self._with_hint(exercise, part, report)
        show(report)

    def _record(self, name: str, part: str, report: Report) -> None:
        """Leave what came out beside a learner's working copy.

        A name that is not there says nothing of the answer, since its cell may not have been run yet; when nbgrader
        runs the notebook, all cells above were.
        """
        if (shell := _shell()) is not None and (name in self._namespace or under_nbgrader()):
            record_check(self._lesson, name, part, report.state, self._namespace, shell)

    def _with_hint(self, exercise: Exercise, part: str, report: Report) -> Report:
        """The report with the hint that is due; nbgrader shows no hints."""
        if under_nbgrader():
            return report
        failures = failures_in_a_row(self._lesson, exercise.name, part, report)
        if report.passed or not report.lines:
            return report
        return replace(
            report,
            hint=offered_after(failures, fitting(exercise.hints, part), reveal_command(self._lesson, exercise.name)),
        )

    def _passes(self, exercise: Exercise) -> bool:
        """Whether all visible cases of an exercise pass, tried without a word."""
        return all(
            len(observations) == len(part.cases)
            and all(judge(exercise, *pair).passed for pair in zip(part.cases, observations))
            for part, observations in ((part, self._tried(exercise, part)) for part in exercise.parts.values())
        )

    def _seen_in_other_parts(
        self, exercise: Exercise, part: str, observations: list[Observation]
    ) -> dict[str, list[Observation]]:
        """What the learner's function does in the visible cases of the other parts.

        Nothing where one has no end, and of a project, from which all parts ask the same.
        """
        if observations[-1]["outcome"] == "timed out" or exercise.driver == MEASURED_DRIVER:
            return {}
        return {other: self._tried(exercise, exercise.parts[other]) for other in exercise.parts if other != part}

    def _tried(self, exercise: Exercise, part: Part) -> list[Observation]:
        stand_ins, _ = stand_ins_for(exercise)
        return observe_all(exercise, part.cases, self._namespace, stand_ins)

    def _hidden(self, key: Key, name: str, part: str) -> tuple[list[Case], Iterator[tuple[Mistake, list[Observation]]]]:
        from helpers.checks.history import sources_in_history
        from helpers.exercises import load

        if self._private_side is None:
            self._private_side = load(self._lesson)
        sources = sources_in_history(self._namespace, set(key.exercises))
        return self._private_side.hidden_part(name, part, sources)


def _was_measured(exercise: Exercise, cases: list[Case], observations: list[Observation]) -> bool:
    """Whether a project's answers had the form that can be measured."""
    found = map(standing, [exercise] * len(cases), cases, observations)
    return all(stands is not None and stands.number is not None for stands in found)


def _entry(key: Key, name: str, part: str) -> Exercise:
    if name not in key.exercises:
        raise Refusal(f"Lesson {key.lesson} has no exercise {name!r}; it has {', '.join(key.exercises)}.")
    if part not in key.exercises[name].parts:
        raise Refusal(f"{name} has no part {part!r}; it has {', '.join(key.exercises[name].parts)}.")
    return key.exercises[name]


def stand_ins_for(exercise: Exercise) -> tuple[dict[str, Callable[..., Any]], tuple[str, ...]]:
    """The right functions for what an exercise builds on, and the names for which they are not at hand."""
    found: dict[str, Callable[..., Any]] = {}
    missing = []
    for name, module in exercise.builds_on.items():
        try:
            found[name] = getattr(importlib.import_module(module), name)
        except ModuleNotFoundError:  # a learner's copy leaves out the lesson at hand
            missing.append(name)
    return found, tuple(missing)


def report_on_quiz(lesson: str, quiz: Quiz, answer: Any) -> Report:
    """The report on an answer: its option explained, whether it is the right one or not."""
    options = ", ".join(f'"{option}"' for option in quiz.options)
    if answer is None:
        return Report(quiz.name, "blank", advice=f"{quiz.name} is None: put one of {options} there and run the cell.")
    if not isinstance(answer, str) or answer.strip().lower() not in quiz.options:
        return Report(quiz.name, "failed", advice=f"{quiz.name} has to be one of {options}, in quotation marks.")
    chosen = answer.strip().lower()
    right = answer_hash(lesson, quiz.name, chosen) == quiz.answer_hash
    return Report(quiz.name, "passed" if right else "failed", advice=f"{chosen}: {quiz.options[chosen]}")


def under_nbgrader() -> bool:
    """Whether nbgrader runs the notebook (autograde or Validate), which shows an error's traceback and nothing else."""
    return bool(os.environ.get("NBGRADER_EXECUTION"))


def shown_by_error(report: Report) -> str:
    """What a failing check's error says: all of it under nbgrader, one line where the report is on the page already."""
    if under_nbgrader():
        return as_text(report)
    return headline(report) + (". The lines above say where." if report.lines else ". The line above says why.")


def show(report: Report, is_quiz: bool = False) -> None:
    """Show a report where the reader is, and raise when it did not pass."""
    if not under_nbgrader():
        _display(report)
    elif report.passed:
        print(as_text(report))
    if report.passed or (report.state == "blank" and is_quiz and not under_nbgrader()):
        return
    if report.state == "blank":
        error = NotImplementedError(shown_by_error(report) if under_nbgrader() else report.advice)
        error._render_traceback_ = lambda: str(error).splitlines()  # type: ignore[attr-defined]
        raise error
    raise CheckFailed(report)


def _shell() -> Any:
    """The IPython shell that runs this notebook; None elsewhere."""
    try:
        from IPython.core.getipython import get_ipython
    except ModuleNotFoundError:
        return None
    return get_ipython()


def _display(report: Report) -> None:
    if _shell() is None:
        print(as_text(report))
        if report.hint:
            print(f"\n{hint_as_text(report.hint)}")
        return
    from IPython.display import display

    display({"text/plain": as_text(report), "text/html": as_html(report)}, raw=True)
    if report.hint:
        display({"text/plain": hint_as_text(report.hint), "text/markdown": hint_as_markdown(report.hint)}, raw=True)
