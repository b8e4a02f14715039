"""The half of a check that runs near the learner's code: one case in, one observation of plain data out.

An observation always has an `outcome`:

    missing      the name is not defined in the notebook
    uncallable   the name is something that cannot be called; `type` says what
    blank        the exercise's stub raised NotImplementedError: not written yet
    raised       an exception; `error` has its type, message, and the learner's line and function
    timed out    stopped after `seconds`
    returned     `value` is what came back

and, where there was a call: `changed` (the arguments whose contents are no longer the same), `printed`, `warned`
(messages of Python warnings), `calls` (how often each stand-in was called), `uses` (forbidden names found).

Two more entries stand there only when they are true, and only calls in a row can show them: `overwritten` (a later
call changed what this one had returned), `remembers` (called once more, it does something else on the same case).
"""

from __future__ import annotations

import contextlib
import copy
import dis
import importlib
import linecache
import re
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

import numpy as np

from helpers.checks.beginning import Beginning
from helpers.checks.counted import counted
from helpers.checks.drivers import DRIVERS
from helpers.checks.forbidden import forbidden_names
from helpers.checks.plain import Opaque, Tensor, is_data, name_of_type, plain, plain_text, type_name
from helpers.checks.specification import IN_TORCH, Case, Exercise, Observation
from helpers.checks.time_limit import within
from helpers.checks.time_up import TimeUp
from helpers.checks.torch_needed import needs_torch
from helpers.checks.verdict import close

SECONDS_PER_CASE = 10.0
SECONDS_TO_LOOK = 2.0  # at what the learner's code leaves behind, which can hold code of its own
SHOWN_TEXT = 400  # characters of printed text and messages that are kept
MOST_WARNINGS = 20
MOST_LOOKED_AT = 200  # entries of a list, tuple or dictionary that are looked at without a limit of time
_HARMLESS = {int, float, bool, str, type(None), *np.sctypeDict.values()} - {np.object_, np.void}
_ADDRESS = re.compile(r"0x[0-9a-fA-F]{6,}")

Namespace = dict[str, Any]
Result = TypeVar("Result")


def observe_all(
    exercise: Exercise,
    cases: Sequence[Case],
    namespace: Namespace,
    stand_ins: dict[str, Callable[..., Any]] | None = None,
    seconds: float = SECONDS_PER_CASE,
) -> list[Observation]:
    """The observations of the cases in turn; a time-out or an undefined name ends the trials.

    Afterwards what was returned is looked at again, and the first case is tried once more: a function that hands
    out one array at every call, or keeps something from call to call, does each case right when it is called once.
    """
    observations: list[Observation] = []
    results = []
    for case in cases:
        observation, result = _observed(exercise, case, namespace, stand_ins, seconds)
        observations.append(observation)
        results.append(result)
        if observation["outcome"] not in ("returned", "raised"):
            break
    else:
        for observation, result in zip(observations, results):
            if result is not None and _is_other(result, observation["value"]):
                observation["overwritten"] = True
        if len(cases) > 1:
            again, _ = _observed(exercise, cases[0], namespace, stand_ins, seconds)
            if _does_else(observations[0], again):
                observations[0]["remembers"] = True
    _put_uses(exercise, observations, namespace)
    return observations


def _put_uses(exercise: Exercise, observations: list[Observation], namespace: Namespace) -> None:
    """Add the forbidden names that are found in the learner's source, which is the same in all cases."""
    called = [observation for observation in observations if "calls" in observation]
    if called:
        own = {name: value for name, value in namespace.items() if name not in exercise.builds_on}

        def look() -> list[str]:
            return [plain_text(name) for name in forbidden_names(own[exercise.name], own, exercise.forbidden)]

        none: list[str] = []
        uses = _looked_at(look, none)
        for observation in called:
            observation["uses"] = uses


def _is_other(result: Any, value: Any) -> bool:
    if _is_harmless(result):
        return not close(plain(result), value)
    return _looked_at(lambda: not close(plain(result), value), False)


def _is_harmless(value: Any, depth: int = 2) -> bool:
    """Whether looking at a value runs no code of the learner's and soon ends, so that no limit of time is needed."""
    if type(value) is np.ndarray:
        return value.dtype.kind != "O"
    if type(value) in (list, tuple, dict):  # a limit of time costs more than most looks
        inside = [*value, *value.values()] if type(value) is dict else value
        return depth > 0 and len(value) <= MOST_LOOKED_AT and all(_is_harmless(item, depth - 1) for item in inside)
    return type(value) in _HARMLESS


def _does_else(first: Observation, again: Observation) -> bool:
    if first["outcome"] != again["outcome"]:
        return True
    return first["outcome"] == "returned" and not close(first["value"], again["value"])


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
    observation, _ = _observed(exercise, case, namespace, stand_ins, seconds)
    _put_uses(exercise, [observation], namespace)
    return observation


def _observed(
    exercise: Exercise,
    case: Case,
    namespace: Namespace,
    stand_ins: dict[str, Callable[..., Any]] | None,
    seconds: float,
) -> tuple[Observation, Any]:
    """The observation, but for the forbidden names, and what was returned itself, which later calls may change."""
    if exercise.name not in namespace:
        return {"outcome": "missing"}, None
    learners = namespace[exercise.name]
    if not callable(learners):
        return {"outcome": "uncallable", "type": type_name(learners)}, None
    if exercise.driver in IN_TORCH or needs_torch(learners, namespace):
        importlib.import_module("torch")  # seconds, the first time, which are not the learner's
    arguments = copy.deepcopy(case.arguments)
    results: list[Any] = []
    calls = dict.fromkeys(stand_ins or {}, 0)
    printed = Beginning(2 * SHOWN_TEXT)  # some more than is shown: addresses are shortened
    with _captured(printed) as warned:
        with _standing_in(namespace, stand_ins or {}, calls):
            seen = _tried(exercise, learners, arguments, namespace, seconds, results)
        if all(map(_is_harmless, arguments.values())):
            changed = _changed(case.arguments, arguments)
        else:
            changed = _looked_at(lambda: _changed(case.arguments, arguments), list(arguments))
    seen |= {"changed": changed, "uses": []}
    seen |= {"printed": _shown(printed.text), "warned": sorted(warned), "calls": calls}
    return seen, results[0] if results else None


def _tried(
    exercise: Exercise,
    learners: Any,
    arguments: dict[str, Any],
    namespace: Namespace,
    seconds: float,
    results: list[Any],
) -> Observation:
    """What comes of one call; returned data are put into `results` as they are, and of anything else nothing stays."""

    def trial() -> Any:
        result = DRIVERS[exercise.driver](learners, arguments)
        value = plain(result)
        if is_data(value):
            results.append(result)
        return value

    try:
        # NumPy's own settings: a learner may have changed them, and the course's functions run here too.
        with np.errstate(divide="warn", over="warn", under="ignore", invalid="warn"):
            value = within(seconds, trial)
    except TimeUp:
        return {"outcome": "timed out", "seconds": seconds}
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # SystemExit from exit() in a learner's function belongs here too
        if _is_stub(error, exercise, namespace):
            return {"outcome": "blank"}
        return {"outcome": "raised", "error": _described(error, namespace)}
    return {"outcome": "returned", "value": value}


def _changed(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [name for name in before if not same(plain(before[name]), plain(after[name]))]


def _looked_at(look: Callable[[], Result], otherwise: Result) -> Result:
    """What `look` finds at objects of the learner's, or `otherwise` where they keep it from looking."""
    try:
        return within(SECONDS_TO_LOOK, look)
    except KeyboardInterrupt:
        raise
    except BaseException:
        return otherwise


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
    missing = object()
    before = {name: namespace.get(name, missing) for name in stand_ins}
    namespace.update({name: counted(name, right, calls) for name, right in stand_ins.items()})
    try:
        yield
    finally:
        for name, value in before.items():
            if value is missing:
                namespace.pop(name, None)
            else:
                namespace[name] = value


@contextlib.contextmanager
def _captured(printed: Beginning) -> Iterator[set[str]]:
    warned: set[str] = set()

    def keep(message: Warning | str, *_: Any, **__: Any) -> None:
        if len(warned) < MOST_WARNINGS:
            warned.add(_shown(str(message)))

    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed), warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = keep
        yield warned


def _is_stub(error: BaseException, exercise: Exercise, namespace: Namespace) -> bool:
    """Whether the exercise's own stub raised: torch raises NotImplementedError too, and so do other stubs."""
    last = error.__traceback__
    if last is None or not isinstance(error, NotImplementedError):
        return False
    while last.tb_next is not None:
        last = last.tb_next
    code = last.tb_frame.f_code
    by_raise = code.co_code[last.tb_lasti] == dis.opmap["RAISE_VARARGS"]  # and not by a call into compiled code
    return by_raise and last.tb_frame.f_globals is namespace and code.co_qualname.split(".")[0] == exercise.name


def _described(error: BaseException, namespace: Namespace) -> Observation:
    """The exception's type and message, and the last line of the learner's that it came through."""
    line, source, function = 0, "", ""
    for frame, number in traceback.walk_tb(error.__traceback__):
        if frame.f_globals is namespace:
            line, source = number, linecache.getline(frame.f_code.co_filename, number).strip()
            name = frame.f_code.co_qualname.split(".")[0]  # of a method its class; that of a lambda is no name
            function = name if name.isidentifier() else function
    message = _looked_at(lambda: _shown(str(error)), "")
    return {
        "type": name_of_type(type(error)),
        "message": message,
        "line": line,
        "source": _shown(source),
        "function": plain_text(function),
    }


def _shown(text: str) -> str:
    """Text as it is shown: its beginning, and the same at every grading."""
    return _ADDRESS.sub("0x...", plain_text(text)[: 2 * SHOWN_TEXT])[:SHOWN_TEXT]
