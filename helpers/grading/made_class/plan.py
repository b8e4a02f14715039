"""Who hands in what in a made class: right answers, mistakes, blanks, and all that a real class brings."""

from __future__ import annotations

import ast
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from helpers.exercises.reference import without_markers
from helpers.grading.made_class.broken_files import MANGLED, REFUSED

if TYPE_CHECKING:
    from helpers.exercises.load import PrivateSide

# How a class of thirty is made up; others in the same proportions, and every kind once as soon as it fits.
SHARES = {
    "right": 4,
    "mistake": 12,
    "blank": 1,
    "broken": 3,
    "half finished": 2,
    "added cells": 2,
    "wrong quiz": 1,
    "other editor": 1,
    "mangled": 4,
}
REFERENCE = "reference"


@dataclass
class Submission:
    """What one learner of a made class hands in.

    answers   solution cell -> source; a cell that is not there stays as it was released
    lost      (exercise, part) of every test cell that the answers must not pass
    mistakes  the listed mistakes that it makes, each as "exercise: mistake"
    """

    kind: str
    what: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    lost: set[tuple[str, str]] = field(default_factory=set)
    mistakes: list[str] = field(default_factory=list)


def plan_class(private: PrivateSide, students: int, seed: int) -> list[Submission]:
    """The submissions of a class of that size, in the learners' order; the same for the same seed."""
    rng = random.Random(f"{private.lesson} {students} {seed}")
    planner = _Planner(private, rng)
    plans = [plan for kind, count in class_sizes(students).items() for plan in planner.makers[kind](count)]
    rng.shuffle(plans)
    return plans


def class_sizes(students: int) -> dict[str, int]:
    """How many learners of each kind a class of that size has."""
    sizes = {kind: int(index < students) for index, kind in enumerate(SHARES)}
    for _ in range(students - sum(sizes.values())):
        neediest = max(SHARES, key=lambda kind: SHARES[kind] / (sizes[kind] + 0.5))
        sizes[neediest] += 1
    return sizes


class _Planner:
    def __init__(self, private: PrivateSide, rng: random.Random) -> None:
        self.private = private
        self.rng = rng
        self.ways = {
            name: [(REFERENCE, without_markers(private.solution_sources[name]))]
            + [(way.style, way.source) for way in exercise.rights]
            for name, exercise in private.exercises.items()
        }
        self.makers = {
            "right": self._right,
            "mistake": self._mistake,
            "blank": self._blank,
            "broken": self._broken,
            "half finished": self._half_finished,
            "added cells": self._added_cells,
            "wrong quiz": self._wrong_quiz,
            "other editor": self._other_editor,
            "mangled": self._mangled,
        }

    def _right(self, count: int) -> Iterator[Submission]:
        for index in range(count):
            styles = {name: ways[index % len(ways)] for name, ways in self.ways.items()}
            what = ", ".join(f"{name}: {style}" for name, (style, _) in styles.items())
            answers = {name: source for name, (_, source) in styles.items()}
            yield Submission("right", what, answers | self._quiz_answers())

    def _mistake(self, count: int) -> Iterator[Submission]:
        for made in _shared_out(self._mistakes_in_turn(), count):
            plan = self._solved("mistake")
            plan.mistakes = [f"{name}: {wrong.name}" for name, wrong in made]
            plan.what = ", ".join(plan.mistakes)
            for name, wrong in made:
                plan.answers[name] = wrong.source
                plan.lost |= {(name, part) for part in wrong.fails}
            if self.rng.random() < 0.25:
                self._answer_a_quiz_wrongly(plan)
            yield plan

    def _blank(self, count: int) -> Iterator[Submission]:
        for _ in range(count):
            yield Submission("blank", lost=set(self.private.points))

    def _half_finished(self, count: int) -> Iterator[Submission]:
        names = list(self.private.exercises)
        for index in range(count):
            plan = self._solved("half finished")
            at = self.rng.randrange(len(names))
            title, fragment = list(_fragments(self.ways[names[at]][0][1]).items())[index % len(FRAGMENTS)]
            plan.what = f"{names[at]}: {title}, the rest blank"
            plan.answers = {name: plan.answers[name] for name in names[:at]} | {names[at]: fragment}
            plan.lost = {(name, part) for name, part in self.private.points if name not in names[:at]}
            yield plan

    def _added_cells(self, count: int) -> Iterator[Submission]:
        for _ in range(count):
            yield self._solved("added cells", "notes, prints, a plot and an error between right answers")

    def _wrong_quiz(self, count: int) -> Iterator[Submission]:
        for _ in range(count):
            plan = self._solved("wrong quiz")
            self._answer_a_quiz_wrongly(plan)
            yield plan

    def _other_editor(self, count: int) -> Iterator[Submission]:
        for _ in range(count):
            yield self._solved("other editor", "an older format without cell ids, other line ends, old output")

    def _broken(self, count: int) -> Iterator[Submission]:
        for _, defect in zip(range(count), itertools.cycle(REFUSED), strict=False):
            yield self._solved("broken", defect)

    def _mangled(self, count: int) -> Iterator[Submission]:
        for _, defect in zip(range(count), itertools.cycle(MANGLED), strict=False):
            yield self._solved("mangled", defect)

    def _solved(self, kind: str, what: str = "") -> Submission:
        answers = {name: self.rng.choice(ways)[1] for name, ways in self.ways.items()}
        return Submission(kind, what, answers | self._quiz_answers())

    def _quiz_answers(self) -> dict[str, str]:
        return {name: f'{name} = "{quiz.answer}"' for name, quiz in self.private.quizzes.items()}

    def _answer_a_quiz_wrongly(self, plan: Submission) -> None:
        if not self.private.quizzes:
            return
        name = self.rng.choice(list(self.private.quizzes))
        quiz = self.private.quizzes[name]
        wrong = self.rng.choice([option for option in quiz.options if option != quiz.answer])
        plan.answers[name] = f'{name} = "{wrong}"'
        plan.lost.add((name, ""))
        plan.what = ", ".join(filter(None, [plan.what, f"{name}: {wrong}"]))

    def _mistakes_in_turn(self) -> list[tuple[str, object]]:
        """Every mistake with its exercise, the exercises taking turns, so that any first few are spread over them."""
        families = []
        for name, exercise in self.private.exercises.items():
            mistakes = [(name, wrong) for wrong in exercise.mistakes]
            self.rng.shuffle(mistakes)
            families.append(mistakes)
        rounds = itertools.zip_longest(*families)
        return [entry for entries in rounds for entry in entries if entry is not None]


def _shared_out(mistakes: list, count: int) -> list[list]:
    """The mistakes given to so many learners: one each, and more of different exercises only so that all are made.

    Where there are learners enough, every fourth makes two, as happens.
    """
    if not mistakes or not count:
        return []
    again = itertools.cycle(mistakes)
    made = [[next(again)] for _ in range(count)]
    for entry in mistakes[count:] or [next(again) for _ in range(count // 4)]:
        free = [owned for owned in made if all(name != entry[0] for name, _ in owned)]
        if free:
            min(free, key=len).append(entry)
    return made


FRAGMENTS = {
    "nothing after the docstring": "    pass  # to be continued",
    "a name that is not there yet": "    return the_result_i_still_need",
    "a line that ends too early": "    return (",
}


def _fragments(source: str) -> dict[str, str]:
    """A solution that was begun: its head and docstring, and then one of several ways of not going on."""
    tree = ast.parse(source)
    definition = next(node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef))
    if isinstance(definition, ast.ClassDef):  # it was begun in its first method
        definition = next((node for node in definition.body if isinstance(node, ast.FunctionDef)), definition)
    first = definition.body[0]
    has_docstring = ast.get_docstring(definition) is not None
    head_ends = first.end_lineno if has_docstring else first.lineno - 1
    head = "\n".join(source.splitlines()[:head_ends])
    further = " " * definition.col_offset
    return {title: f"{head}\n{further}{rest}" for title, rest in FRAGMENTS.items()}
