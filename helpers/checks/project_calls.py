"""What is said of a project that gives no answers: its likely faults are not those of a function."""

from __future__ import annotations

from helpers.checks.specification import Observation


def in_words_of_project(name: str, observation: Observation, fault: str | None) -> str | None:
    """The sentence on a failed call of a class that answers sequences; `fault` is that of any exercise."""
    if fault is None:
        return None
    match observation["outcome"]:
        case "uncallable":
            return (
                f"{name} is no class here: the check makes the object itself. Is there a line `{name} = {name}()`? "
                "Take it out, and run the cell again."
            )
        case "timed out":
            return (
                f"still running after {observation['seconds']:g} seconds, in which `__init__` and `predict` have to be "
                "done. Is something trained in them, or does the network read one sequence at a time? Train elsewhere, "
                "hand in the weights, and read in batches."
            )
        case "raised":
            return f"{fault} {_remark_on(observation['error'])}".rstrip()
    return fault


def _remark_on(error: dict[str, str]) -> str:
    kind, message = error["type"], error["message"]
    if kind == "NameError":
        return (
            "Import or define it in this cell, or in one above it that is no figure, no experiment and not tagged "
            "skip-execution: those are not run when you are graded."
        )
    if kind == "FileNotFoundError":
        return "Grading has no file of yours: weights travel as text in a cell."
    if kind == "TypeError" and "takes 1 positional argument but 2 were given" in message:
        return "Is it `def predict(self, sequences)`, with `self`?"
    return ""
