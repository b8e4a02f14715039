"""The vocabulary in which solutions/NN_topic_exercises.py describes the private side of a lesson's exercises."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np

from helpers import Refusal
from helpers.checks.drivers import DRIVERS
from helpers.checks.specification import Case

Cases = Callable[[np.random.Generator], Iterable[Case]]
Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass
class DeclaredMistake:
    """A wrong way: its function, the parts it loses, its sentence, and the mistake no case can tell it from."""

    function: Callable[..., Any]
    fails: tuple[str, ...]
    says: str
    twin_of: str


@dataclass
class DeclaredExercise:
    """What the private side says of one exercise."""

    name: str
    driver: str
    returns: dict[str, str]
    builds_on: dict[str, str]
    forbidden: tuple[str, ...]
    explained: str = ""
    backward: bool = False
    axes: dict[str, str] = field(default_factory=dict)
    visible: dict[str, Cases] = field(default_factory=dict)
    hidden: dict[str, Cases] = field(default_factory=dict)
    rights: dict[str, Callable[..., Any]] = field(default_factory=dict)
    mistakes: dict[str, DeclaredMistake] = field(default_factory=dict)
    equivalents: dict[tuple[str, str], str] = field(default_factory=dict)


@dataclass
class Declarations:
    """All that one private file declares."""

    exercises: dict[str, DeclaredExercise] = field(default_factory=dict)
    quizzes: dict[str, dict[str, str]] = field(default_factory=dict)

    def exercise(self, name: str) -> DeclaredExercise:
        if name not in self.exercises:
            raise Refusal(f'{name} is used before `exercise("{name}", ...)` declares it.')
        return self.exercises[name]


_open: list[Declarations] = []


@contextmanager
def collecting():
    """Everything declared inside goes into the Declarations it yields."""
    _open.append(Declarations())
    try:
        yield _open[-1]
    finally:
        _open.pop()


def exercise(
    name: str,
    *,
    returns: dict[str, str],
    driver: str = "call",
    builds_on: dict[str, str] | None = None,
    forbidden: tuple[str, ...] = (),
    explained: str = "",
    backward: bool = False,
    axes: dict[str, str] | None = None,
) -> None:
    """Declare an exercise.

    returns    name of each returned value, in order -> its axes ("N T H"; "" for a number)
    driver     how the learner's object is called, a name in helpers/checks/drivers
    builds_on  earlier exercise -> module that has the right function, which stands in while this one is judged
    forbidden  dotted names that a solution may not use; with a dot in front, not behind any other name or value either
    explained  what `reveal` says below the reference: why each step is there, the shapes in between, the usual
               mistakes, how to convince oneself; the build asks for it
    backward   whether it goes from the last step to the first: a failed case then says at which steps a returned array
               with the axis T is right, and from which step back it is wrong
    axes       letter of an axis -> what one entry along it is called in the sentences, such as {"N": "row"}, where that
               is another word than in helpers.checks.specification.AXES
    """
    if driver not in DRIVERS:
        raise Refusal(f"{name} names the driver {driver!r}; there is {', '.join(DRIVERS)}.")
    if name in _collected().exercises:
        raise Refusal(f"{name} is declared twice.")
    _collected().exercises[name] = DeclaredExercise(
        name, driver, returns, builds_on or {}, forbidden, inspect.cleandoc(explained), backward, axes or {}
    )


def case(title: str, /, *, note: str = "", **arguments: Any) -> Case:
    """One trial: the arguments in the order of the function's parameters; `note` is shown when it fails."""
    return Case(title, arguments, note)


def measured_case(
    title: str, /, *, truth: dict[str, Any], asked: dict[str, float], note: str = "", **arguments: Any
) -> Case:
    """A trial of a project, whose answers are measured: what is true of the sequences is told here, by track, and is
    no argument; `asked` is the number by track that has to be reached (see helpers.checks.measures)."""
    return Case(title, arguments, note, {"outcome": "returned", "value": {"truth": truth, "asked": asked}})


def visible(name: str, *, part: str) -> Callable[[Cases], Cases]:
    """Declare the cases of a part that every learner sees: a function of a fixed random generator."""

    def declare(cases: Cases) -> Cases:
        _once(_collected().exercise(name).visible, part, f"visible cases of {name}")
        _collected().exercise(name).visible[part] = cases
        return cases

    return declare


def hidden(name: str, *, part: str) -> Callable[[Cases], Cases]:
    """Declare the fresh cases of a part, for grading: a function of a generator that differs between submissions."""

    def declare(cases: Cases) -> Cases:
        _once(_collected().exercise(name).hidden, part, f"hidden cases of {name}")
        _collected().exercise(name).hidden[part] = cases
        return cases

    return declare


def right(name: str, *, style: str) -> Callable[[Function], Function]:
    """Declare another right way of solving an exercise."""

    def declare(function: Function) -> Function:
        _once(_collected().exercise(name).rights, style, f"right ways of {name}")
        _collected().exercise(name).rights[style] = function
        return function

    return declare


def mistake(name: str, *, fails: tuple[str, ...], says: str, twin_of: str = "") -> Callable[[Function], Function]:
    """Declare a wrong way that people really write.

    fails    the parts that it loses, neither more nor fewer
    says     the sentence that helps: what the code does, why that is not the formula, where to look
    twin_of  the mistake that does the same in every case there can be; the two share that one's sentence
    """

    def declare(function: Function) -> Function:
        declared = _collected().exercise(name).mistakes
        if function.__name__ in declared:
            raise Refusal(f"{name} has two mistakes called {function.__name__}.")
        if twin_of and twin_of not in declared:
            raise Refusal(
                f"{function.__name__} is declared the twin of {twin_of}, which {name} does not have above it."
            )
        declared[function.__name__] = DeclaredMistake(
            function, fails, declared[twin_of].says if twin_of else says, twin_of
        )
        return function

    return declare


def equivalent(name: str, before: str, after: str, /, *, because: str) -> None:
    """Declare a mutant of the reference that no check can kill, since it does the same for all inputs.

    before, after  the changed line of the reference, and what the mutant has there, as `mutate` prints them
    because        why they do the same, whatever the inputs are
    """
    if not because.strip():
        raise Refusal(f"an equivalent mutant of {name} has no reason: say why it does the same for all inputs.")
    equivalents = _collected().exercise(name).equivalents
    change = " ".join(before.split()), " ".join(after.split())
    if change in equivalents:
        raise Refusal(f"{name} has the same equivalent mutant twice: {change[1]}")
    equivalents[change] = because


def quiz(name: str, options: dict[str, str]) -> None:
    """Declare what there is to say of each option of a quiz, right or wrong."""
    _once(_collected().quizzes, name, "quizzes")
    _collected().quizzes[name] = options


def _once(declared: dict[str, Any], name: str, what: str) -> None:
    if name in declared:
        raise Refusal(f"there are two {what} called {name!r}.")


def _collected() -> Declarations:
    if not _open:
        raise Refusal(
            "Exercises are declared in solutions/NN_topic_exercises.py, which `helpers.exercises.load` reads."
        )
    return _open[-1]
