"""The half of a check that runs near the learner's code: one case in, one observation of plain data out.

An observation always has an `outcome`:

    missing      the name is not defined in the notebook
    uncallable   the name is something that cannot be called; `type` says what
    blank        NotImplementedError: not written yet
    raised       an exception; `error` has its type, message, and the learner's line
    timed out    stopped after `seconds`
    returned     `value` is what came back

and, where there was a call: `changed` (the arguments whose contents are no longer the same), `printed`, `warned`
(messages of Python warnings), `calls` (how often each stand-in was called), `uses` (forbidden names found).
"""

from __future__ import annotations

import contextlib
import copy
import io
import linecache
import re
import traceback
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from helpers.checks.drivers import DRIVERS
from helpers.checks.forbidden import forbidden_names
from helpers.checks.plain import Opaque, Tensor, plain, plain_text, type_name
from helpers.checks.specification import Case, Exercise, Observation
from helpers.checks.time_limit import TimeUp, time_limit

SECONDS_PER_CASE = 10.0
_ADDRESS = re.compile(r"0x[0-9a-fA-F]{6,}")
SHOWN_TEXT = 400  # characters of printed text and messages that are kept

Namespace = dict[str, Any]


def observe(
    exercise: Exercise,
    case: Case,
    namespace: Namespace,
    stand_ins: dict[str, Callable[..., Any]] | None = None,
    seconds: float = SECONDS_PER_CASE,
) -> Observation:
    """Call the namespace's object of the exercise's name on a case, and tell what happened as plain data.

    While it runs, the names in `stand_ins` mean those functions in the namespace, so that a mistake in an earlier
    exercise does not count again here. Nothing that the learner's code prints reaches the screen.
    """
    if exercise.name not in namespace:
        return {"outcome": "missing"}
    learners = namespace[exercise.name]
    if not callable(learners):
        return {"outcome": "uncallable", "type": type_name(learners)}
    arguments = copy.deepcopy(case.arguments)
    calls = dict.fromkeys(stand_ins or {}, 0)
    printed = io.StringIO()
    seen: Observation = {}
    with _standing_in(namespace, stand_ins or {}, calls), _captured(printed) as warned:
        try:
            with time_limit(seconds):
                value = plain(DRIVERS[exercise.driver](learners, arguments))
            seen = {"outcome": "returned", "value": value}
        except TimeUp:
            seen = {"outcome": "timed out", "seconds": seconds}
        except NotImplementedError:
            seen = {"outcome": "blank"}
        except (KeyboardInterrupt, GeneratorExit):
            raise
        except BaseException as error:  # SystemExit from exit() in a learner's function belongs here too
            seen = {"outcome": "raised", "error": _described(error, namespace)}
    return seen | {
        "changed": [name for name in arguments if not same(plain(arguments[name]), plain(case.arguments[name]))],
        "printed": plain_text(printed.getvalue()[:SHOWN_TEXT]),
        "warned": sorted({plain_text(str(warning.message)[:SHOWN_TEXT]) for warning in warned}),
        "calls": calls,
        "uses": forbidden_names(learners, namespace, exercise.forbidden),
    }


def same(first: Any, second: Any) -> bool:
    """Whether two plain values are equal to the last bit; nan equals nan."""
    if type(first) is not type(second):
        return False
    if isinstance(first, np.ndarray):
        return first.dtype == second.dtype and first.shape == second.shape and first.tobytes() == second.tobytes()
    if isinstance(first, Tensor):
        return same(first.array, second.array) and first.requires_grad == second.requires_grad
    if isinstance(first, list | tuple):
        return len(first) == len(second) and all(map(same, first, second))
    if isinstance(first, dict):
        return list(first) == list(second) and all(same(first[key], second[key]) for key in first)
    if isinstance(first, Opaque):
        return first == second
    return first == second or (first != first and second != second)


@contextlib.contextmanager
def _standing_in(
    namespace: Namespace, stand_ins: dict[str, Callable[..., Any]], calls: dict[str, int]
) -> Iterator[None]:
    def counted(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def stand_in(*arguments: Any, **options: Any) -> Any:
            calls[name] += 1
            return function(*arguments, **options)

        return stand_in

    missing = object()
    before = {name: namespace.get(name, missing) for name in stand_ins}
    namespace.update({name: counted(name, function) for name, function in stand_ins.items()})
    try:
        yield
    finally:
        for name, value in before.items():
            if value is missing:
                namespace.pop(name, None)
            else:
                namespace[name] = value


@contextlib.contextmanager
def _captured(printed: io.StringIO) -> Iterator[list[warnings.WarningMessage]]:
    with (
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(printed),
        warnings.catch_warnings(record=True) as warned,
    ):
        warnings.simplefilter("always")
        yield warned


def _described(error: BaseException, namespace: Namespace) -> Observation:
    """The exception's type and message, and the last line of the learner's that it came through."""
    line, source = 0, ""
    for frame, number in traceback.walk_tb(error.__traceback__):
        if frame.f_globals is namespace:
            line, source = number, linecache.getline(frame.f_code.co_filename, number).strip()
    message = _ADDRESS.sub("0x...", plain_text(str(error)[:SHOWN_TEXT]))  # the same at every grading
    return {"type": type(error).__name__, "message": message, "line": line, "source": plain_text(source)}
