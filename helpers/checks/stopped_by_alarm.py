"""A function that the system's alarm interrupts, in the main thread of a system that has an alarm."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any, TypeVar

from helpers.checks.time_up import SECONDS_BETWEEN_REQUESTS, TimeUp

Value = TypeVar("Value")

_runs: object | None = None  # what tells the call that the alarm is set for from all others


def alarm_is_free() -> bool:
    """Whether the alarm can be had: it strikes in the main thread alone, there is one for all, and none on Windows."""
    return (
        hasattr(signal, "setitimer")
        and threading.current_thread() is threading.main_thread()
        and signal.getsignal(signal.SIGALRM) in (signal.SIG_DFL, _strike)
        and signal.getitimer(signal.ITIMER_REAL)[0] == 0
    )


def within_by_alarm(seconds: float, body: Callable[[], Value]) -> Value:
    """What `body()` returns, or TimeUp raised in it when it takes longer; to be called while the alarm is free."""
    global _runs
    tracing = sys.gettrace()
    # The handler stays: it does nothing when no call runs, and with the default one a late signal would end Python.
    signal.signal(signal.SIGALRM, _strike)
    _runs = object()
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds, SECONDS_BETWEEN_REQUESTS)
        return body()
    finally:
        _runs = None  # before any call, after which a handler could run: nothing is raised from here on
        signal.setitimer(signal.ITIMER_REAL, 0)
        if sys.gettrace() is not tracing:
            sys.settrace(tracing)


class _Struck(TimeUp):
    def __init__(self, call: object) -> None:
        super().__init__()
        self._call = call

    def __del__(self) -> None:
        if self._call is _runs and threading.current_thread() is threading.main_thread():
            sys._getframe(1).f_trace = _insist
            sys.settrace(_insist)


def _strike(*_: object) -> None:
    if _runs is not None:
        raise _Struck(_runs)


def _insist(frame: FrameType, event: str, argument: Any) -> None:
    _strike()
