"""The half of a check that compares: an observation against what is expected, far from learner's code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.checks.error_messages import readable
from helpers.checks.listed import listed
from helpers.checks.measures import Standing, standing_of
from helpers.checks.plain import Opaque, Tensor
from helpers.checks.project_calls import in_words_of_project
from helpers.checks.right_and_wrong import first_place, steps_in_words, time_axis, which_are_wrong
from helpers.checks.specification import (
    AXES,
    DRIVERS_BY_NAME,
    GRADIENT_OF,
    IN_TORCH,
    MEASURED_DRIVER,
    Case,
    Exercise,
    Observation,
)

# Wide enough for float32, for another order of summation and for the rounding of keys; mistakes lie far outside.
RELATIVE = 1e-4
ABSOLUTE = 1e-6
SHORT = 60  # characters of a list or dictionary that is shown whole

# What calls in a row show of a function, and what there is to say of it.
STAYS = {
    "remembers": (
        "called once more with the same arguments, your function does something else: it keeps something from one "
        "call to the next, in a global name, a default argument or a cache. All that it needs comes in as arguments."
    ),
    "overwritten": (
        "this result changed when your function was called again: it hands out the same array each time. Make a new "
        "one in each call."
    ),
}


@dataclass(frozen=True)
class Verdict:
    """Whether a case passed, and the sentence about it (empty for a plain pass: what was measured is told of any)."""

    passed: bool
    sentence: str = ""


def judge(exercise: Exercise, case: Case, observation: Observation) -> Verdict:
    """The verdict on one case. It looks at data only: no object of the learner's takes part."""
    fault = _fault_of_call(exercise, case, observation)
    if exercise.driver == MEASURED_DRIVER:
        fault = in_words_of_project(exercise.name, observation, fault)
    measured = standing(exercise, case, observation) if fault is None else None
    if measured is not None:
        fault = None if measured.reached else measured.sentence
    elif fault is None and observation["outcome"] == "returned" == case.expected["outcome"]:
        fault = _fault_of_value(exercise, case, observation)
        if fault is not None and case.note and observation["value"] is not None:
            fault = f"{fault.removesuffix('.')} ({case.note})."
    fault = _with_changed_inputs(fault, case, observation)
    fault = _with_what_stays(fault, observation)
    return Verdict(fault is None, fault or (measured.sentence if measured else ""))


def standing(exercise: Exercise, case: Case, observation: Observation) -> Standing | None:
    """What a project's answers measure; None for other exercises, and where no answers came back."""
    if exercise.driver != MEASURED_DRIVER or observation["outcome"] != "returned":
        return None
    return standing_of(observation["value"], case.expected["value"], practised=bool(case.arguments.get("practice")))


def agree(first: Observation, second: Observation) -> bool:
    """Whether two observations show the same behaviour: outcome, value within tolerance, inputs changed."""
    if first["outcome"] != second["outcome"] or first.get("changed") != second.get("changed"):
        return False
    if any(first.get(flag, False) != second.get(flag, False) for flag in STAYS):
        return False
    if first["outcome"] == "raised":
        # Many ways lead to a ValueError; the message, with its shapes, tells them apart.
        return all(first["error"][key] == second["error"][key] for key in ("type", "message"))
    return first["outcome"] != "returned" or close(first["value"], second["value"])


def close(first: Any, second: Any) -> bool:
    """Whether two plain values are equal within the tolerance; a tensor equals an array of its values."""
    first, second = as_data(first), as_data(second)
    if isinstance(first, np.ndarray) and isinstance(second, np.ndarray):
        if first.shape != second.shape:
            return False
        return bool(right_elements(first, second).all())
    if isinstance(first, list | tuple) and isinstance(second, list | tuple):
        return len(first) == len(second) and all(map(_close_items, first, second))
    if isinstance(first, dict) and isinstance(second, dict):
        return first.keys() == second.keys() and all(close(first[key], second[key]) for key in first)
    return type(first) is type(second) and bool(first == second)


def _close_items(first: Any, second: Any) -> bool:
    """Whether two items of a list are equal. A list of words is no tuple of words there: only that can be a key."""
    if {type(first), type(second)} == {list, tuple} and any(isinstance(word, str) for word in first):
        return False
    return close(first, second)


def right_elements(got: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """Which elements are right: fractions within the tolerance; counts, ids, truth values and text exactly."""
    kinds = {got.dtype.kind, expected.dtype.kind}
    if "U" in kinds and kinds != {"U"}:
        return np.zeros(got.shape, dtype=bool)
    if kinds <= set("biu") or "U" in kinds:
        return np.asarray(got == expected)
    relative = 0.0 if expected.dtype.kind in "biu" else RELATIVE
    with np.errstate(all="ignore"):
        return np.isclose(got, expected, rtol=relative, atol=ABSOLUTE, equal_nan=True)


def as_data(value: Any) -> Any:
    """Numbers and tensors as arrays, so that 3, 3.0, a 0-d array and a tensor of one number compare alike."""
    if isinstance(value, Tensor):
        return value.array
    if type(value) is int and abs(value) >= 2**63:
        return np.asarray(float(value))
    if isinstance(value, bool | int | float):
        return np.asarray(value)
    return value


def _fault_of_call(exercise: Exercise, case: Case, observation: Observation) -> str | None:
    name = exercise.name
    expected = case.expected["outcome"]
    match observation["outcome"]:
        case "missing":
            return (
                f"{name} is not defined yet: run the cell that defines it, then this one. If that cell ends with an "
                "error, mend the error first."
            )
        case "uncallable":
            kind = observation["type"]
            return f"{name} is a value of type {kind} here, not a function. Run the cell that defines it again."
        case "blank":
            return f"{name} is not written yet."
        case "timed out":
            return f"still running after {observation['seconds']:g} seconds. Is there a loop that never ends?"
    if observation["uses"]:
        return f"uses {listed(observation['uses'])}, which you are asked to program yourself here."
    if observation["outcome"] == "raised":
        error = observation["error"]
        if expected == "raised" and error["type"] == case.expected["error"]["type"]:
            return None
        cell = "its cell" if error["function"] in (name, "") else f"the cell of {error['function']}"
        where = f"line {error['line']} of {cell}, `{error['source']}`, raised " if error["source"] else "raised "
        message = readable(" ".join(error["message"].split()).rstrip("."))
        if is_of_driver(error):
            return f"{message}."
        return where + error["type"] + (f": {message}" if message else "") + "."
    if expected == "raised":
        return f"returned a value, where {case.expected['error']['type']} has to be raised."
    return None


def is_of_driver(error: dict[str, Any]) -> bool:
    """Whether a driver raised, outside every line of the learner's: its message is a sentence by itself."""
    return error["line"] == 0 and error["type"] == "ValueError" and bool(error["message"])


def named_values(exercise: Exercise, value: Any, expected: Any) -> tuple[list[str], Any, Any]:
    """The names of what is compared, and for each what came back and what was expected.

    What came back stays as it is where it should be several values in order: it may be anything.
    """
    names = list(exercise.returns)
    if exercise.driver in DRIVERS_BY_NAME:
        names = _compared_names(value, expected)
        found = value if isinstance(value, dict) else {}
        return names, [found.get(name) for name in names], [expected[name] for name in names]
    return (names, [value], [expected]) if len(names) == 1 else (names, value, expected)


def _fault_of_value(exercise: Exercise, case: Case, observation: Observation) -> str | None:
    value, expected = observation["value"], case.expected["value"]
    if value is None and expected is not None:
        if observation["printed"]:
            return "returned None, and printed something. Printing shows a value; `return` hands it back."
        return "returned None. Does every way through the function end in `return`?"
    names, value, expected = named_values(exercise, value, expected)
    if not isinstance(value, list | tuple):
        return in_words_of(exercise, f"returned {_kind(value)}, expected {len(names)} values: {', '.join(names)}.")
    if len(value) != len(names):
        number = "1 value" if len(value) == 1 else f"{len(value)} values"
        return f"returned {number}, expected {len(names)}: {', '.join(names)}."
    faults = {
        name: fault
        for name, got, wanted in zip(names, value, expected, strict=True)
        if (fault := _difference(exercise, got, wanted, name, observation))
    }
    if not faults:
        return None
    return in_words_of(exercise, with_right_and_wrong(exercise, names, value, expected, faults))


def in_words_of(exercise: Exercise, sentence: str) -> str:
    """A sentence on values, in which an array of an exercise in torch is called a tensor."""
    if exercise.driver not in IN_TORCH:
        return sentence
    remedy, in_torch = (
        "(`np.array(...)` makes an array of it)",
        "(`torch.tensor` makes a tensor of numbers, `torch.stack` of tensors)",
    )
    return re.sub(r"\b(an|one) array\b", lambda found: _TENSOR[found[1]], sentence.replace(remedy, in_torch))


_TENSOR = {"an": "a tensor", "one": "one tensor"}


def are_floats_for_integers(exercise: Exercise, value: np.ndarray, expected: np.ndarray) -> bool:
    """Whether floats came where integers have to: no float can be an index or a count."""
    return exercise.driver in IN_TORCH and expected.dtype.kind in "iu" and value.dtype.kind == "f"


def _compared_names(value: Any, expected: dict[str, Any]) -> list[str]:
    """Which entries of what a driver saw by name are compared.

    The outputs, as long as one of them is wrong: the gradients then are too, and say nothing more. Else the gradients.
    """
    outputs = [name for name in expected if not name.startswith(GRADIENT_OF)]
    if not isinstance(value, dict) or any(not close(value.get(name), expected[name]) for name in outputs):
        return outputs
    return [name for name in expected if name not in outputs] or outputs


def with_right_and_wrong(
    exercise: Exercise, names: Sequence[str], values: Sequence[Any], expected: Sequence[Any], faults: dict[str, str]
) -> str:
    """The first fault, with which of several values are wrong and, in a backward pass, at which steps."""
    said = [which_are_wrong(names, list(faults))] if len(names) > 1 else []
    for name, got, wanted in zip(names, map(as_data, values), map(as_data, expected), strict=True):
        axis = backward_axis(exercise, name, wanted)
        if name in faults and axis is not None and isinstance(got, np.ndarray) and got.shape == wanted.shape:
            said.append(steps_in_words(name, right_elements(got, wanted), axis))
    return ": ".join(filter(None, [". ".join(filter(None, said)), next(iter(faults.values()))]))


def axes_of(exercise: Exercise, name: str) -> str:
    """The axes of a returned value; a gradient has those of what it belongs to."""
    return exercise.returns.get(name) or exercise.returns.get(name.removeprefix(GRADIENT_OF), "")


def subject_of(exercise: Exercise, name: str) -> str:
    """How a sentence on a value begins: "you return" where there is no other, else its name."""
    return "you return" if list(exercise.returns) == [name] else f"{name} is"


def backward_axis(exercise: Exercise, name: str, expected: Any) -> int | None:
    """The axis of steps of a returned array along which the exercise goes backward; None where there is none.

    Where the exercise calls an entry along T another name than a step, no recurrence runs along it.
    """
    if "T" in exercise.axes or not isinstance(expected, np.ndarray):
        return None
    if not (exercise.backward or name.startswith(GRADIENT_OF)):
        return None
    return time_axis(axes_of(exercise, name), expected.ndim)


def _difference(exercise: Exercise, value: Any, expected: Any, name: str, observation: Observation) -> str | None:
    """How a returned value differs from what is expected, in one sentence; None when it does not."""
    axes, subject = axes_of(exercise, name), subject_of(exercise, name)
    if value is None and expected is not None:
        return f"there is no {name}." if isinstance(expected, str) else f"{subject} None."
    if not isinstance(as_data(expected), np.ndarray):
        if close(value, expected):
            return None
        if exercise.driver in DRIVERS_BY_NAME and isinstance(value, str) and isinstance(expected, str):
            return f"{name}: {value}; expected {expected}."  # the driver's own words on what it saw
        return f"{subject} {_other_text_or_container(value, expected)}"
    value, expected = as_data(value), as_data(expected)
    if not isinstance(value, np.ndarray):
        asked = f"an array of shape {named_shape(expected.shape, axes)}" if expected.ndim else "a number"
        remedy = " (`np.array(...)` makes an array of it)" if isinstance(value, list) and expected.ndim else ""
        return f"{subject} {_kind(value)}{remedy}, expected {asked}."
    if value.shape != expected.shape:
        return f"{subject} {wrong_shape(value, expected, axes)}"
    kind, wanted = value.dtype.kind, expected.dtype.kind
    # In torch numbers are no mask, `~` and masked_fill refuse them; in NumPy 1 and 0 do as well as True and False.
    no_mask = (wanted == "b") > (kind == "b") and exercise.driver in ("tensors", *DRIVERS_BY_NAME)
    odd_truth = (kind == "b") > (wanted == "b") or no_mask
    if (kind == "U") != (wanted == "U") or (kind == "c") > (wanted == "c") or odd_truth:
        return f"{subject} {_of(value)}, expected {_of(expected)}."
    fault = _wrong_elements(exercise, name, value, expected, observation)
    if fault is None and are_floats_for_integers(exercise, value, expected):
        return f"{subject} right, but in floats, expected integers: no float can be an index or a count."
    return fault


def _other_text_or_container(value: Any, expected: Any) -> str:
    """How text, a list or a dictionary differs, to follow "you return": whole if short, else where it first differs."""
    both_lists = isinstance(value, list | tuple) and isinstance(expected, list | tuple)
    both_dicts = isinstance(value, dict) and isinstance(expected, dict)
    if not (both_lists or both_dicts or (isinstance(value, str) and isinstance(expected, str))):
        return f"{_kind(value)}, expected {'None' if expected is None else _kind(expected)}."
    if len(repr(value)) <= SHORT >= len(repr(expected)) or isinstance(expected, str):
        return f"{_shown(value)}, expected {_shown(expected)}."
    number = "1 entry" if len(value) == 1 else f"{len(value)} entries"
    count = "" if len(value) == len(expected) else f"{number}, expected {len(expected)}; "
    if both_dicts:
        if missing := [key for key in expected if key not in value]:
            return f"{count or 'other entries: '}{missing[0]!r} is missing."
        if strange := [key for key in value if key not in expected]:
            return f"{count}{strange[0]!r} does not belong."
        key = next(key for key in expected if not close(value[key], expected[key]))
        return f"{_shown(value[key])} for {key!r}, expected {_shown(expected[key])}."
    pairs = zip(value, expected, strict=False)
    place = next(
        (i for i, (got, wanted) in enumerate(pairs) if not _close_items(got, wanted)), min(len(value), len(expected))
    )
    if place == len(value):
        if not value:
            return (
                f"an empty {type(value).__name__}, expected {len(expected)}, the first of them {_shown(expected[0])}."
            )
        return f"{count}these are right, and at index {place} {_shown(expected[place])} is missing."
    if place == len(expected):
        return f"{count}{_shown(value[place])} at index {place} is too much."
    return f"{count}{_shown(value[place])} at index {place}, expected {_shown(expected[place])}."


def _of(array: np.ndarray) -> str:
    """What an array is made of, in words."""
    one, many = {
        "U": ("text", "text"),
        "b": ("True or False", "True and False"),
        "c": ("a complex number", "complex numbers"),
    }.get(array.dtype.kind, ("a number", "numbers"))
    return f"an array of {many}" if array.ndim else one


def _wrong_elements(
    exercise: Exercise, name: str, value: np.ndarray, expected: np.ndarray, observation: Observation
) -> str | None:
    subject, backward = subject_of(exercise, name), backward_axis(exercise, name, expected)
    right = right_elements(value, expected)
    if right.all():
        return None
    if value.dtype.kind == "U":
        broken = np.zeros(value.shape, dtype=bool)
    else:
        # where infinities are asked for, one too many is a wrong number like any other
        bad = np.isnan(value) if np.isinf(expected).any() else ~np.isfinite(value)
        broken = bad & np.isfinite(expected)
    warned = f" Python warned: {observation['warned'][0]}." if broken.any() and observation["warned"] else ""
    if not value.ndim:
        return f"{subject} {_number(value[()], expected[()])}, expected {_number(expected[()], value[()])}.{warned}"
    if broken.any():
        place = first_place(broken, backward)
        which = "" if subject.startswith("you") else f" of {subject.removesuffix(' is')}"
        count = f"{int(broken.sum())} of {value.size} values{which} are not finite"
        return f"{count}; the first at {place_in_words(exercise, name, place)} is {value[place]}.{warned}"
    place = first_place(~right, backward)
    got, wanted = value[place], expected[place]
    where = "" if value.size == 1 else f"first difference at {place_in_words(exercise, name, place)}: "
    if value.dtype.kind in "iu" and expected.dtype.kind == "f" and not np.array_equal(expected, np.round(expected)):
        fraction = f"{_number(wanted, got)} at {place_in_words(exercise, name, place)}"
        return f"{subject} whole numbers ({value.dtype}), expected fractions: {fraction}."
    return f"{where}{subject} {_number(got, wanted)}, expected {_number(wanted, got)}."


def wrong_shape(value: np.ndarray, expected: np.ndarray, axes: str) -> str:
    """What shape an array has and what shape was expected, to follow "you return"."""
    asked = f"expected {named_shape(expected.shape, axes)}" if expected.ndim else "expected a single number"
    if not value.ndim:
        return f"a single number, {asked}."
    text = f"an array of shape {_tuple(value.shape)}, {asked}"
    letters = axes.split()
    distinct = len(set(expected.shape)) == len(expected.shape) == len(letters)
    if distinct and sorted(value.shape) == sorted(expected.shape):
        order = [letters[expected.shape.index(size)] for size in value.shape]
        return f"{text}: the axes are in the order {_tuple(order)}."
    if expected.ndim and expected.size == value.size:
        return f"{text}: as many numbers, cut up another way."
    return f"{text}."


def _with_changed_inputs(fault: str | None, case: Case, observation: Observation) -> str | None:
    changed = observation.get("changed") or []
    if not changed or changed == case.expected.get("changed"):
        return fault
    belong = "belongs" if len(changed) == 1 else "belong"
    sentence = f"changes {listed(changed)}, which {belong} to the caller: work on a copy."
    return f"the values are right, but your function {sentence}" if fault is None else f"{fault} It also {sentence}"


def _with_what_stays(fault: str | None, observation: Observation) -> str | None:
    """The fault with what a function keeps from call to call, which explains other faults when there are any."""
    stays = next((sentence for flag, sentence in STAYS.items() if observation.get(flag)), None)
    if stays is None:
        return fault
    return f"the values are right, but {stays}" if fault is None else f"{fault} And {stays}"


def named_shape(shape: tuple[int, ...], axes: str) -> str:
    """A shape with the letters of its axes, such as "(N, H) = (2, 3)"."""
    letters = axes.split()
    return f"{_tuple(letters)} = {_tuple(shape)}" if len(letters) == len(shape) > 0 else _tuple(shape)


def _tuple(shape: Sequence[int | str]) -> str:
    return "(" + ", ".join(map(str, shape)) + ("," if len(shape) == 1 else "") + ")"


def place_in_words(exercise: Exercise, name: str, place: tuple[int, ...]) -> str:
    """Where an entry of a returned value stands, by what the exercise calls its axes, where each has a letter."""
    letters, words = axes_of(exercise, name).split(), AXES | exercise.axes
    if len(letters) != len(place):
        return f"index {_tuple(place)}"
    return ", ".join(
        f"{words.get(letter.lstrip('2'), letter)} {index}" for letter, index in zip(letters, place, strict=True)
    )


def _number(value: Any, other: Any) -> str:
    """The number with as few digits as tell it from the other one; whole where it ends within four, as 12.25 does."""
    if isinstance(value, np.integer | np.bool | int):
        return str(value)
    if isinstance(value, np.str_):
        return _shown(str(value))
    if isinstance(value, np.floating) and float(whole := f"{value.item() + 0.0:.4g}") == value:  # + 0.0: no "-0"
        return whole
    for digits in (3, 4, 6, 9, 17):
        text = f"{value.item():.{digits}g}"
        if text != f"{other.item():.{digits}g}":
            return text
    return text


def _kind(value: Any) -> str:
    if isinstance(value, Opaque):
        return f"a value of type {value.type_name}"
    if isinstance(value, list | tuple):
        return f"a {type(value).__name__} of {len(value)}"
    if isinstance(value, str):
        return "text"
    if isinstance(value, np.ndarray | Tensor):
        return "one array" if as_data(value).ndim else "one number"
    if isinstance(value, bool | int | float):
        return "one number"
    return f"a {type(value).__name__}"


def _with_bare_numbers(value: Any) -> Any:
    """The value with its arrays and tensors of one number as numbers, as in a list of entries of an array."""
    if isinstance(value, list | tuple):
        return type(value)(map(_with_bare_numbers, value))
    if isinstance(value, np.ndarray | Tensor) and not as_data(value).ndim:
        return as_data(value).item()
    return value


def _shown(value: Any) -> str:
    value = _with_bare_numbers(value)
    text = " ".join(repr(value).split()) if not isinstance(value, Opaque) else _kind(value)
    return text if len(text) <= 120 else text[:117] + "..."
