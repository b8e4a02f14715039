"""A class's results counted: the mistakes that it makes, how the parts went, what was ended, repaired or refused."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from helpers.grading.records import TestRecord
from helpers.grading.reporting.results import ClassResults, GradedPart, Result, graded
from helpers.grading.reporting.said_by_checks import advice_in, answered_with, state_of, timed_out, way_of_failing


@dataclass(frozen=True)
class MadeMistake:
    """A mistake with its sentence, the learners who make it and the parts that it was seen in."""

    exercise: str
    sentence: str
    students: tuple[str, ...]
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Unexplained:
    """A way in which an exercise fails without a mistake that is known, and whose it is."""

    exercise: str
    way: str
    students: tuple[str, ...]


@dataclass(frozen=True)
class PartCount:
    """How a part went: how many passed, failed, left it blank, or lost it to a run that was ended."""

    part: GradedPart
    passed: int
    failed: int
    blank: int
    lost: int

    @property
    def tried_by(self) -> int:
        return self.passed + self.failed + self.blank + self.lost

    @property
    def share(self) -> float:
        return self.passed / self.tried_by if self.tried_by else 0.0


@dataclass(frozen=True)
class Sentence:
    """Something that was said of one or more learners' submissions."""

    text: str
    students: tuple[str, ...]


@dataclass(frozen=True)
class Scores:
    """The distribution of points: the usual numbers, and how many have how much."""

    number: int
    lowest: float
    lower_quartile: float
    median: float
    upper_quartile: float
    highest: float
    mean: float


@dataclass(frozen=True)
class Summary:
    """All that the report counts. Every list has the most frequent first, and else the lesson's order.

    graded    how many have points
    first     when the first of them was graded, and the last, in ISO 8601; empty when no record says so
    limits    runs that were ended, functions that ended Python, cells and cases whose time was over
    """

    submissions: int
    graded: int
    first: str
    last: str
    scores: Scores | None
    mistakes: tuple[MadeMistake, ...]
    unexplained: tuple[Unexplained, ...]
    parts: tuple[PartCount, ...]
    limits: tuple[Sentence, ...]
    cell_errors: tuple[Sentence, ...]
    refused: tuple[Sentence, ...]
    repairs: tuple[Sentence, ...]
    flags: tuple[Sentence, ...]
    waiting: tuple[str, ...]
    blank: tuple[str, ...]
    without_record: tuple[str, ...]


def summary_of(classroom: ClassResults) -> Summary:
    """Count the results of a class."""
    results = classroom.results
    times = sorted(result.record.graded for result in results if result.record and result.record.graded)
    recorded = [result for result in graded(results) if result.record]
    return Summary(
        submissions=len(results),
        graded=len(graded(results)),
        first=times[0] if times else "",
        last=times[-1] if times else "",
        scores=scores_of([result.points for result in results if result.points is not None]),
        mistakes=_mistakes(classroom, recorded),
        unexplained=_unexplained(classroom, recorded),
        parts=tuple(_count(part, recorded) for part in classroom.lesson.parts),
        limits=_sentences((text, result) for result in recorded for text in _limits(result)),
        cell_errors=_sentences(
            (f"{cell.grade_id}: {cell.error}", result)
            for result in recorded
            if result.record
            for cell in result.record.cells
            if cell.error not in LIMITS_OF_CELLS
        ),
        refused=_sentences((result.record.sentence, result) for result in results if result.record),
        repairs=_sentences((text, result) for result in results if result.record for text in result.record.repairs),
        flags=_sentences((text, result) for result in results if result.record for text in result.record.flags),
        waiting=tuple(result.student for result in results if result.waits),
        blank=tuple(result.student for result in recorded if _is_blank(classroom, result)),
        without_record=tuple(result.student for result in results if result.record is None),
    )


LIMITS_OF_CELLS = {
    "CellTimeUp": "A cell was still running when its time was over, and was stopped.",
    "MemoryError": "A cell asked for more memory than a submission may have.",
}


def scores_of(points: list[float]) -> Scores | None:
    """The usual numbers of a distribution; None when there is none."""
    if not points:
        return None
    lower, median, upper = statistics.quantiles(points, n=4, method="inclusive") if len(points) > 1 else points * 3
    return Scores(len(points), min(points), lower, median, upper, max(points), statistics.fmean(points))


def _mistakes(classroom: ClassResults, results: list[Result]) -> tuple[MadeMistake, ...]:
    """Mistakes that were recognised and wrong options of quizzes; those that share a sentence count as one."""
    made: dict[tuple[str, str], dict[str, list[str]]] = {}
    for result in results:
        for part, test in _failed(classroom, result):
            if test.mistake or not part.name:
                sentence = advice_in(test.text) if part.name else answered_with(advice_in(test.text))
                by_student = made.setdefault((part.exercise, sentence), {})
                by_student.setdefault(result.student, []).append(part.name)
    found = [
        MadeMistake(
            exercise,
            sentence,
            tuple(by_student),
            tuple(dict.fromkeys(name for names in by_student.values() for name in names if name)),
        )
        for (exercise, sentence), by_student in made.items()
    ]
    order = {part.exercise: number for number, part in reversed(list(enumerate(classroom.lesson.parts)))}
    return tuple(sorted(found, key=lambda mistake: (-len(mistake.students), order[mistake.exercise])))


def _unexplained(classroom: ClassResults, results: list[Result]) -> tuple[Unexplained, ...]:
    ways: dict[tuple[str, str], list[str]] = {}
    for result in results:
        failed = [(part.exercise, test) for part, test in _failed(classroom, result) if part.name]
        known = {exercise for exercise, test in failed if test.mistake}
        for exercise, way in dict.fromkeys((e, way_of_failing(t.text)) for e, t in failed if e not in known):
            ways.setdefault((exercise, way), []).append(result.student)
    found = [Unexplained(exercise, way, tuple(students)) for (exercise, way), students in ways.items()]
    return tuple(sorted(found, key=lambda entry: -len(entry.students)))


def _failed(classroom: ClassResults, result: Result) -> Iterator[tuple[GradedPart, TestRecord]]:
    tests = result.tests
    for part in classroom.lesson.parts:
        test = tests.get(part.grade_id)
        if test is not None and state_of(test) == "failed":
            yield part, test


def _count(part: GradedPart, results: list[Result]) -> PartCount:
    states = Counter(state_of(result.tests.get(part.grade_id)) for result in results)
    return PartCount(part, **{state: states[state] for state in ("passed", "failed", "blank", "lost")})


def _limits(result: Result) -> Iterable[str]:
    assert result.record is not None
    record = result.record
    said = [record.ended] if record.ended else []
    said += [LIMITS_OF_CELLS[cell.error] for cell in record.cells if cell.error in LIMITS_OF_CELLS]
    for test in record.tests:
        if timed_out(test.text):
            said.append("A function was still running when its time was over, in a case of a check.")
        elif state_of(test) == "lost" and not record.ended:
            said.append("A function ended its process while it was tried.")
    return dict.fromkeys(said)


def _sentences(said: Iterable[tuple[str, Result]]) -> tuple[Sentence, ...]:
    found: dict[str, dict[str, None]] = {}
    for text, result in said:
        if text:
            found.setdefault(text, {})[result.student] = None
    sentences = [Sentence(text, tuple(students)) for text, students in found.items()]
    return tuple(sorted(sentences, key=lambda sentence: -len(sentence.students)))


def _is_blank(classroom: ClassResults, result: Result) -> bool:
    tests = result.tests
    return bool(tests) and all(state_of(tests.get(part.grade_id)) == "blank" for part in classroom.lesson.parts)
