"""Make a lesson's key from its private side, and refuse exercises that do not prove themselves."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from helpers import Refusal
from helpers.checks.hints import fitting
from helpers.checks.key import Key, Quiz, answer_hash
from helpers.checks.specification import Case, Exercise, Hint, Mistake, Observation, Part
from helpers.checks.verdict import agree, judge
from helpers.exercises.load import PrivateExercise, PrivateSide, rounded, what_is_compared

VALUE_DIGITS = 9  # significant digits of stored values; the comparison's tolerance is far wider


def make_key(
    side: PrivateSide, made_from: dict[str, str], lines: dict[str, int], hints: dict[str, tuple[Hint, ...]]
) -> Key:
    """What learners hold of a lesson.

    lines  where in the lesson's text each solution cell stands
    hints  those of each exercise

    Raises Refusal when a reference or another right way fails a check, a mistake loses other parts than it is
    declared to, or two mistakes cannot be told apart.
    """
    exercises = {}
    for name, exercise in side.exercises.items():
        try:
            exercises[name] = _exercise(side, exercise, hints[name])
        except Refusal as refusal:
            where = "" if str(refusal).startswith("solutions/") else f"solutions/{side.lesson}.py:{lines[name]}: "
            raise Refusal(f"{where}{refusal}") from None
    quizzes = {
        name: Quiz(name, side.points[(name, "")], answer_hash(side.lesson, name, quiz.answer), quiz.options)
        for name, quiz in side.quizzes.items()
    }
    return Key(side.lesson, made_from, exercises, quizzes)


def _exercise(side: PrivateSide, private: PrivateExercise, hints: tuple[Hint, ...]) -> Exercise:
    cases = {part: [_stored(case) for case in side.visible_cases(private.name, part)] for part in private.parts}
    for part, shown in cases.items():
        _refuse_failing_reference(side, private, part, shown)
    for right in private.rights:
        if lost := side.parts_lost(private.name, right.function, right.source):
            raise Refusal(
                f"{_place(side, right.line)}: the right way {right.style!r} of {private.name} loses "
                f"{', '.join(sorted(lost))}."
            )
    mistakes = []
    for wrong in private.mistakes:
        trials = side.trials(private.name, wrong.function, wrong.source)
        if (lost := {part for part, trial in trials.items() if trial.lost}) != set(wrong.fails):
            raise Refusal(
                f"{_place(side, wrong.line)}: the mistake {wrong.name} of {private.name} loses "
                f"{', '.join(sorted(lost)) or 'nothing'}, but is declared to lose {', '.join(wrong.fails)}."
            )
        observations = {
            part: [_rounded_observation(what_is_compared(seen)) for seen in trials[part].visible]
            for part in wrong.fails
        }
        mistakes.append(Mistake(wrong.name, wrong.says, wrong.fails, observations))
    _refuse_twins(side, private, mistakes)
    _refuse_unfit_hints(private, hints)
    spec = private.specification
    parts = {part: Part(points, cases[part]) for part, points in private.parts.items()}
    return replace(spec, parts=parts, mistakes=mistakes, hints=hints)


def _refuse_unfit_hints(private: PrivateExercise, hints: tuple[Hint, ...]) -> None:
    if strange := [part for hint in hints for part in hint.parts if part not in private.parts]:
        raise Refusal(f"a hint of {private.name} names the part {strange[0]}; there is {', '.join(private.parts)}.")
    if bare := [part for part in private.parts if not fitting(hints, part)]:
        raise Refusal(f"{private.name} has no hint for the part {bare[0]}: every hint names others.")


def _refuse_failing_reference(side: PrivateSide, private: PrivateExercise, part: str, cases: list[Case]) -> None:
    again = side.observations(private.name, None, cases)
    for case, observation in zip(cases, again, strict=False):
        verdict = judge(private.specification, case, observation)
        if not verdict.passed or observation["changed"] or observation["outcome"] == "timed out":
            raise Refusal(
                f"the reference of {private.name} fails its own check, {part}, {case.title!r}: "
                f"{verdict.sentence or 'it changes its inputs'}"
            )


def _refuse_twins(side: PrivateSide, private: PrivateExercise, mistakes: list[Mistake]) -> None:
    """Two mistakes that behave alike in all cases of a part would get each other's sentence, if they have two."""
    lines = {wrong.name: wrong.line for wrong in private.mistakes}
    for first, second in combinations(mistakes, 2):
        if first.says == second.says:
            continue
        for part in set(first.fails) & set(second.fails):
            if all(map(agree, first.observations[part], second.observations[part])):
                raise Refusal(
                    f"{_place(side, lines[second.name])}: in {private.name}, {part}, no visible case tells the "
                    f"mistakes {first.name} and {second.name} apart: add one, or declare twin_of."
                )


def _place(side: PrivateSide, line: int) -> str:
    return f"solutions/{side.lesson}_exercises.py:{line}"


def _stored(case: Case) -> Case:
    return Case(case.title, case.arguments, case.note, _rounded_observation(case.expected))


def _rounded_observation(observation: Observation) -> Observation:
    return {key: rounded(value, VALUE_DIGITS) if key == "value" else value for key, value in observation.items()}
