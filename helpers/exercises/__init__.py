"""The private side of the exercises: how it is written, and how graders and the build run it."""

from helpers.exercises.declare import case, equivalent, exercise, hidden, mistake, quiz, right, visible
from helpers.exercises.load import load, load_from

__all__ = [
    "case",
    "equivalent",
    "exercise",
    "hidden",
    "load",
    "load_from",
    "mistake",
    "quiz",
    "right",
    "visible",
]
