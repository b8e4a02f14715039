"""Stop a learner's function that does not end."""

from __future__ import annotations

import ctypes
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any, TypeVar

Value = TypeVar("Value")

SECONDS_BETWEEN_REQUESTS = 0.1


class TimeUp(BaseException):
    """Raised inside the running function; not an Exception, so that `except Exception` does not keep it."""


def within(seconds: float, body: Callable[[], Value]) -> Value:
    """What `body()` returns, or TimeUp raised in it when it takes longer.

    It works on every platform, in whatever thread the kernel runs cells. Where there is an alarm clock that nobody
    uses, the system's alarm interrupts the body; elsewhere a second thread asks the interpreter to raise in the first
    one, which costs a third of a millisecond a call. A bare `except:` may swallow what is raised: the swallowed
    exception then sees to it, with its last breath, that the next line raises again, so that nested loops of that kind
    end too. Nothing is raised any more once this function has ended. One long call into compiled code is not
    interrupted; the process that runs the notebook has a limit for that.
    """
    return (_within_by_alarm if _alarm_is_free() else _within_by_thread)(seconds, body)


def _alarm_is_free() -> bool:
    """Whether the alarm can be had: it strikes in the main thread alone, there is one for all, and none on Windows."""
    return (
        hasattr(signal, "setitimer")
        and threading.current_thread() is threading.main_thread()
        and signal.getsignal(signal.SIGALRM) in (signal.SIG_DFL, _strike)
        and signal.getitimer(signal.ITIMER_REAL)[0] == 0
    )


_runs_by_alarm: object | None = None  # what tells the call that the alarm is set for from all others


class _Struck(TimeUp):
    def __init__(self, call: object) -> None:
        super().__init__()
        self._call = call

    def __del__(self) -> None:
        if self._call is _runs_by_alarm and threading.current_thread() is threading.main_thread():
            sys._getframe(1).f_trace = _insist
            sys.settrace(_insist)


def _strike(*_: object) -> None:
    if _runs_by_alarm is not None:
        raise _Struck(_runs_by_alarm)


def _insist(frame: FrameType, event: str, argument: Any) -> None:
    _strike()


def _within_by_alarm(seconds: float, body: Callable[[], Value]) -> Value:
    global _runs_by_alarm
    tracing = sys.gettrace()
    # The handler stays: it does nothing when no call runs, and with the default one a late signal would end Python.
    signal.signal(signal.SIGALRM, _strike)
    _runs_by_alarm = object()
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds, SECONDS_BETWEEN_REQUESTS)
        return body()
    finally:
        _runs_by_alarm = None  # before any call, after which a handler could run: nothing is raised from here on
        signal.setitimer(signal.ITIMER_REAL, 0)
        if sys.gettrace() is not tracing:
            sys.settrace(tracing)


def _within_by_thread(seconds: float, body: Callable[[], Value]) -> Value:
    class Request(TimeUp):
        def __del__(self) -> None:
            if threading.get_ident() == thread:
                sys._getframe(1).f_trace = insist
                sys.settrace(insist)

    def insist(frame: FrameType, event: str, argument: Any) -> None:
        raise Request

    thread = threading.get_ident()
    tracing = sys.gettrace()
    may_ask = threading.Lock()
    started = threading.Lock()
    started.acquire()
    ended = threading.Event()

    def watch() -> None:
        started.acquire()
        if ended.wait(seconds):
            return
        while may_ask.acquire(blocking=False):
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(Request))
            may_ask.release()
            if ended.wait(SECONDS_BETWEEN_REQUESTS):
                return

    watcher = threading.Thread(target=watch, daemon=True)
    try:
        try:
            watcher.start()
            started.release()  # the time begins here: start() has locks of its own, in which nothing may be raised
            return body()
        finally:
            # The interpreter raises what was asked for after the next call. So no other call may stand before that
            # of the lock, which is kept for good: what has not been raised yet is raised here, and nobody can ask
            # any more. (To take a request back would leave Python 3.11 looking for it for ever.)
            del Request.__del__
            may_ask.acquire()
    finally:
        if sys.gettrace() is not tracing:
            sys.settrace(tracing)
        ended.set()
