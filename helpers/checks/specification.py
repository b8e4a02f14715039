"""What a key says of an exercise, as records that both halves of a check share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Observation = dict[str, Any]

# Drivers whose value is a dictionary of what they saw, by name: each entry is compared and named on its own.
DRIVERS_BY_NAME = ("loss_with_step", "module", "tensors_with_gradients")
# The driver whose value is measured as a whole, and not compared with one right value.
MEASURED_DRIVER = "project"
# Those whose exercises are in torch, which is loaded before a case's time begins.
IN_TORCH = (
    *("call_with_step", "count_choices", "generate_with_model", "loss_with_step"),
    *("module", "tensors", "tensors_with_gradients"),
)

GRADIENT_OF = "gradient of "  # what such an entry's name begins with, before the name of a parameter or an input

# What one entry along an axis is called, where an exercise does not say otherwise.
AXES = {"N": "sequence", "T": "step", "D": "input", "H": "unit", "V": "word", "C": "answer"}


@dataclass(frozen=True)
class Case:
    """One trial: what it tries, the arguments by parameter name, a remark for the learner, what is expected."""

    title: str
    arguments: dict[str, Any]
    note: str = ""
    expected: Observation = field(default_factory=dict)


@dataclass(frozen=True)
class Mistake:
    """A wrong way that people really write: its sentence, the parts it loses, and what it does in every case."""

    name: str
    says: str
    fails: tuple[str, ...]
    observations: dict[str, list[Observation]] = field(default_factory=dict)  # by part, in the order of the cases


@dataclass(frozen=True)
class Part:
    """A share of an exercise with points of its own, earned when all its cases pass."""

    points: float
    cases: list[Case]


@dataclass(frozen=True)
class Hint:
    """A fold-out of the lesson's text above an exercise: the line on it, and the Markdown inside."""

    summary: str
    body: str
    parts: tuple[str, ...] = ()  # those of the exercise that it helps with; none are named where it helps with all


@dataclass(frozen=True)
class Exercise:
    """All that a check needs to know of an exercise."""

    name: str
    driver: str
    returns: dict[str, str]  # name of each returned value -> its axes, such as "N T H"; "" for a number
    builds_on: dict[str, str] = field(default_factory=dict)  # earlier exercise -> module with the right function
    forbidden: tuple[str, ...] = ()  # dotted names; with a dot in front, behind anything
    parts: dict[str, Part] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)
    hints: tuple[Hint, ...] = ()  # from a nudge to nearly all of it
    backward: bool = False  # whether it goes from the last step to the first, as a gradient does
    axes: dict[str, str] = field(default_factory=dict)  # letter -> what an entry along it is called, for AXES
