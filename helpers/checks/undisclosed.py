"""What is said of a hidden case that failed: how, and where, with nothing from which its inputs can be read.

The learner's code has seen the inputs. An exception's message, its type's name, a printed line, a returned text or
number can carry them to a page that the learner reads. So a sentence on a hidden case holds no text and no value
that comes from there, and none that is expected: it names the kind of fault, the place, the shapes and the course's
own remarks. The case is a fresh one each time, so that its numbers would be of no use to an honest reader either.
"""

from __future__ import annotations

import builtins
from typing import Any

import numpy as np

from helpers.checks.listed import listed
from helpers.checks.right_and_wrong import first_place
from helpers.checks.specification import Case, Exercise, Observation
from helpers.checks.verdict import (
    STAYS,
    Verdict,
    are_floats_for_integers,
    as_data,
    axes_of,
    backward_axis,
    close,
    is_of_driver,
    judge,
    named_shape,
    named_values,
    place_in_words,
    right_elements,
    standing,
    subject_of,
    with_right_and_wrong,
    wrong_shape,
)


def judge_undisclosed(exercise: Exercise, case: Case, observation: Observation) -> Verdict:
    """The verdict on a hidden case: what `judge` decides, in a sentence without the case's inputs and values."""
    if (verdict := judge(exercise, case, observation)).passed:
        return verdict
    fault = _fault_of_call(exercise, case, observation) or _fault_of_value(exercise, case, observation)
    besides = []
    changed = [name for name in observation.get("changed", ()) if name in case.arguments]
    if changed and changed != case.expected.get("changed"):
        besides.append(f"your function changes {listed(changed)}: work on a copy.")
    besides += [sentence for flag, sentence in STAYS.items() if observation.get(flag)]
    if not fault and besides:
        fault = "the values are right, but"
    return Verdict(False, " ".join(filter(None, [fault, *besides])) or "does something else than expected.")


def _fault_of_call(exercise: Exercise, case: Case, observation: Observation) -> str:
    match observation["outcome"]:
        case "missing" | "blank" | "timed out":
            return judge(exercise, case, observation).sentence
        case "uncallable":
            return f"{exercise.name} is a value here, not a function. Run the cell that defines it again."
    if observation["uses"]:
        banned = [name for name in exercise.forbidden if any(_is_or_has(use, name) for use in observation["uses"])]
        return f"uses {listed(banned) if banned else 'a name'} which you are asked to program yourself here."
    expected = case.expected
    if observation["outcome"] == "raised":
        kind = observation["error"]["type"]
        if expected["outcome"] == "raised" and kind == expected["error"]["type"]:
            return ""
        if is_of_driver(observation["error"]):
            return "what it makes or gives back is not what it has to be: names, shapes, or what it keeps."
        line = observation["error"]["line"]
        where = f"line {line} of its cell raised" if line else "raised"
        return f"{where} {kind if _is_pythons(kind) else 'an error'}."
    if expected["outcome"] == "raised":
        return f"returned a value, where {expected['error']['type']} has to be raised."
    return ""


def _is_or_has(use: str, banned: str) -> bool:
    return use == banned or use.startswith(f"{banned}.")


def _is_pythons(name: str) -> bool:
    """Whether an error's type has a name that Python gave it, and not the learner."""
    kind = getattr(builtins, name, None)
    return isinstance(kind, type) and issubclass(kind, BaseException)


def _fault_of_value(exercise: Exercise, case: Case, observation: Observation) -> str:
    if observation["outcome"] != "returned" or case.expected["outcome"] != "returned":
        return ""
    if measured := standing(exercise, case, observation):
        return measured.sentence
    value, expected = observation["value"], case.expected["value"]
    if value is None and expected is not None:
        return "returned None. Does every way through the function end in `return`?"
    names, value, expected = named_values(exercise, value, expected)
    if not isinstance(value, list | tuple) or len(value) != len(names):
        fault = f"returned something else than the {len(names)} values {', '.join(names)}."
    else:
        differences = zip(names, map(_difference, [exercise] * len(names), names, value, expected), strict=True)
        faults = {name: difference for name, difference in differences if difference}
        fault = with_right_and_wrong(exercise, names, value, expected, faults) if faults else ""
    return f"{fault.removesuffix('.')} ({case.note})." if fault and case.note else fault


def _difference(exercise: Exercise, name: str, value: Any, expected: Any) -> str:
    """How a returned value differs from what is expected; nothing when it does not."""
    axes, subject = axes_of(exercise, name), subject_of(exercise, name)
    value, expected = as_data(value), as_data(expected)
    if not isinstance(expected, np.ndarray):
        if close(value, expected):
            return ""
        if type(value) is not type(expected):
            return f"{subject} a value of another kind than expected."
        if isinstance(expected, list | tuple | dict) and len(value) != len(expected):
            return f"{subject} {len(value)} entries, expected {len(expected)}."
        return f"{subject} something else than expected."
    if not isinstance(value, np.ndarray):
        asked = f"an array of shape {named_shape(expected.shape, axes)}" if expected.ndim else "a number"
        return f"{subject} a value of another kind, expected {asked}."
    if value.shape != expected.shape:
        return f"{subject} {wrong_shape(value, expected, axes)}"
    right = right_elements(value, expected)
    if right.all():
        return f"{subject} in floats, expected integers." if are_floats_for_integers(exercise, value, expected) else ""
    place = first_place(~right, backward_axis(exercise, name, expected))
    where = f"first difference at {place_in_words(exercise, name, place)}: " if value.size > 1 else ""
    return f"{where}{subject} {_other_number(value[place], expected[place])}."


def _other_number(got: Any, wanted: Any) -> str:
    """What a wrong element is beside the right one, in words."""
    if not all(isinstance(number, np.number | np.bool) and np.isrealobj(number) for number in (got, wanted)):
        return "another value than expected"
    if not np.isfinite(got):
        return "a value that is not finite"
    if isinstance(got, np.bool) or isinstance(wanted, np.bool) or not np.isfinite(wanted):
        return "another value than expected"
    if wanted and close(float(got), -float(wanted)):
        return "the right number with the other sign"
    return "a number that is too large" if got > wanted else "a number that is too small"
