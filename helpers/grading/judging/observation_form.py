"""Whether what came from an untrusted process has the form of an observation.

The codec has made sure that it is plain data. The verdict goes on to read its entries by name, and expects of each
what `helpers.checks.observe` writes there.
"""

from __future__ import annotations

from typing import Any

from helpers.checks.specification import Exercise, Observation
from helpers.checks.verdict import STAYS

LONGEST_TEXT = 2000
MOST_ENTRIES = 1000
_ERROR = {"type": str, "message": str, "line": int, "source": str, "function": str}


class Malformed(ValueError):
    """It is not an observation."""


def observation_of(value: Any, exercise: Exercise) -> Observation:
    """The value itself, when it is an observation of the exercise. Raises Malformed when it is not."""
    if type(value) is not dict:
        raise Malformed("an observation is a dictionary")
    outcome = value.get("outcome")
    if type(outcome) is not str:  # an array would be compared by its elements
        raise Malformed("an outcome is a word")
    match outcome:
        case "missing":
            return _only(value, {"outcome"})
        case "uncallable":
            _text(value.get("type"))
            return _only(value, {"outcome", "type"})
        case "blank":
            return _called(value, exercise, set())
        case "raised":
            error = value.get("error")
            if type(error) is not dict or set(error) != set(_ERROR):
                raise Malformed("an error has a type, a message and a place")
            for key, kind in _ERROR.items():
                if type(error[key]) is not kind:
                    raise Malformed(f"an error's {key} is of another type")
                if kind is str:
                    _text(error[key])
            return _called(value, exercise, {"error"})
        case "timed out":
            if type(value.get("seconds")) is not float:
                raise Malformed("a time-out has its seconds")
            return _called(value, exercise, {"seconds"})
        case "returned":
            return _called(value, exercise, {"value"})
    raise Malformed("an observation has one of the known outcomes")


def _called(value: dict[str, Any], exercise: Exercise, own: set[str]) -> Observation:
    """Check what every observation of a call has."""
    for name in ("changed", "uses", "warned"):
        entries = value.get(name)
        if type(entries) is not list or len(entries) > MOST_ENTRIES:
            raise Malformed(f"{name} is a list of texts")
        for entry in entries:
            _text(entry)
    _text(value.get("printed"))
    calls = value.get("calls")
    if type(calls) is not dict or any(key not in exercise.builds_on for key in calls):
        raise Malformed("calls are counted for the stand-ins alone")
    if any(type(count) is not int for count in calls.values()):
        raise Malformed("calls are counted")
    flags = {flag for flag in STAYS if flag in value}
    if any(value[flag] is not True for flag in flags):
        raise Malformed("a flag stands there only when it is true")
    return _only(value, {"outcome", "changed", "uses", "warned", "printed", "calls", *own, *flags})


def _only(value: dict[str, Any], names: set[str]) -> Observation:
    if set(value) != names:
        raise Malformed("an observation has other entries")
    return value


def _text(value: Any) -> None:
    if type(value) is not str or len(value) > LONGEST_TEXT:
        raise Malformed("it has to be a text, and not a long one")
