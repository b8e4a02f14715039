"""What a check has to say, as data: one line a case, the mistake recognised, remarks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from helpers.checks.diagnosis import diagnose
from helpers.checks.listed import listed
from helpers.checks.specification import Case, Exercise, Hint, Mistake, Observation
from helpers.checks.undisclosed import judge_undisclosed
from helpers.checks.verdict import judge


@dataclass(frozen=True)
class Line:
    """One case: what was tried, whether it passed (None: not tried), and the sentence about it."""

    title: str
    passed: bool | None
    sentence: str = ""


@dataclass(frozen=True)
class OfferedHint:
    """A hint below a report: which one of how many, and the command that shows the answer once all were offered."""

    number: int  # from 1
    of: int
    hint: Hint
    reveal: str = ""


@dataclass(frozen=True)
class Report:
    """A check's outcome. `state` is "passed", "failed" or "blank"."""

    title: str
    state: str
    lines: tuple[Line, ...] = ()
    advice: str = ""  # the recognised mistake's sentence, or what to do
    remarks: tuple[str, ...] = ()
    mistake: str = ""  # the name of the one recognised
    hint: OfferedHint | None = None

    @property
    def passed(self) -> bool:
        return self.state == "passed"


NO_CALL = ("missing", "uncallable", "blank")


def report_on(
    exercise: Exercise,
    part: str,
    cases: Sequence[Case],
    observations: Sequence[Observation],
    mistakes: Iterable[tuple[Mistake, Sequence[Observation]]],
    *,
    hidden: bool = False,
    borrowed: Sequence[str] = (),
    unsound: Sequence[str] = (),
) -> Report:
    """The report on a part's cases, from data alone.

    observations  as many as cases, or fewer when a time-out ended the trials early
    mistakes      each with its observations in the same cases; only asked for when a case failed
    hidden        whether the cases are those of grading, of which no input and no value is told
    borrowed      earlier exercises for which the course's functions stood in
    unsound       earlier exercises for which they were not at hand, and whose own checks do not pass
    """
    title = f"{exercise.name}, {part}" + (", hidden cases" if hidden else "")
    verdict_on = judge_undisclosed if hidden else judge
    first = verdict_on(exercise, cases[0], observations[0])
    if observations[0]["outcome"] in NO_CALL:
        state = "blank" if observations[0]["outcome"] == "blank" else "failed"
        return Report(title, state, advice=first.sentence)
    lines: list[Line] = []
    said = ""
    for case, observation in zip(cases, observations, strict=False):
        verdict = verdict_on(exercise, case, observation)
        repeated = verdict.sentence and verdict.sentence == said
        lines.append(Line(case.title, verdict.passed, "as in the failed line above" if repeated else verdict.sentence))
        said = verdict.sentence or said
    lines += [Line(case.title, None, "not tried") for case in cases[len(observations) :]]
    if all(line.passed for line in lines):
        return Report(title, "passed", tuple(lines), remarks=_printing(observations, hidden))
    if unsound:
        advice = f"{exercise.name} builds on your {unsound[0]}, whose own check does not pass yet: mend that first."
        mistake = None
    elif any(observation.get("uses") for observation in observations):
        advice, mistake = "", None  # what is forbidden is said, and what came of it is nothing to learn from
    else:
        mistake = diagnose(observations, mistakes)
        advice = mistake.says if mistake else ""
    remarks = (*_remarks(exercise, observations, borrowed), *_printing(observations, hidden))
    return Report(title, "failed", tuple(lines), advice, remarks, mistake.name if mistake else "")


def _remarks(exercise: Exercise, observations: Sequence[Observation], borrowed: Sequence[str]) -> tuple[str, ...]:
    called = [name for name in borrowed if any(observation.get("calls", {}).get(name) for observation in observations)]
    remarks = []
    if called:
        verb = "is" if len(called) == 1 else "are"
        remarks.append(
            f"While {exercise.name} is tried, {listed(called)} {verb} the course's own, "
            f"so the fault is in {exercise.name}."
        )
    elif borrowed:
        remarks.append(f"{exercise.name} did not call {listed(borrowed)} here, so a mistake there plays no part.")
    return tuple(remarks)


def _printing(observations: Sequence[Observation], hidden: bool) -> tuple[str, ...]:
    printed = next((observation["printed"] for observation in observations if observation.get("printed")), "")
    nothing_returned = any("value" in observation and observation["value"] is None for observation in observations)
    if not printed or nothing_returned:  # printing in place of returning costs everything, and is said
        return ()
    if hidden:  # what a function prints may be its inputs
        return ("Your function printed something; that costs nothing.",)
    first = printed.strip().splitlines()[0][:80] if printed.strip() else ""
    return (f"Your function printed something (it begins {first!r}); that costs nothing.",)
