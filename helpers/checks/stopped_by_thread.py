"""A function that a second thread interrupts, in whatever thread it runs, on every system."""

from __future__ import annotations

import ctypes
import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any, TypeVar

from helpers.checks.time_up import SECONDS_BETWEEN_REQUESTS, TimeUp

Value = TypeVar("Value")


def within_by_thread(seconds: float, body: Callable[[], Value]) -> Value:
    """What `body()` returns, or TimeUp raised in it when it takes longer."""

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
