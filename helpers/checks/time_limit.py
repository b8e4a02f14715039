"""Stop a learner's function that does not end."""

from __future__ import annotations

import ctypes
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType
from typing import Any, TypeVar

Value = TypeVar("Value")

SECONDS_BETWEEN_REQUESTS = 0.1
LOOKS_AT_NOTHING = 10  # after which a watcher ends: a check has many short calls, and a thread for each would cost more


class TimeUp(BaseException):
    """Raised inside the running function; not an Exception, so that `except Exception` does not keep it."""


def within(seconds: float, body: Callable[[], Value]) -> Value:
    """What `body()` returns, or TimeUp raised in it when it takes longer, by at most a tenth of a second more.

    It works on every platform, in whatever thread the kernel runs cells: a second thread asks the interpreter to
    raise in the first one. A bare `except:` may swallow what is raised: the swallowed exception then sees to it, with
    its last breath, that the next line raises again, so that nested loops of that kind end too. Nothing is raised any
    more once this function has ended. One long call into compiled code is not interrupted; the process that runs the
    notebook has a limit for that.
    """

    class Request(TimeUp):
        def __del__(self) -> None:
            caller = sys._getframe().f_back
            if caller is not None and threading.get_ident() == thread:
                caller.f_trace = insist
                sys.settrace(insist)

    def insist(frame: FrameType, event: str, argument: Any) -> None:
        raise Request

    thread = threading.get_ident()
    tracing = sys.gettrace()
    call = _Call(Request)
    try:
        try:
            _watch(call)
            call.deadline = time.monotonic() + seconds  # the time begins here: a thread may have had to be started
            return body()
        finally:
            # The interpreter raises what was asked for after the next call. So no other call may stand before that
            # of the lock, which is kept for good: what has not been raised yet is raised here, and nobody can ask
            # any more. (To take a request back would leave Python 3.11 looking for it for ever.)
            del Request.__del__
            call.may_ask.acquire()
    finally:
        if sys.gettrace() is not tracing:
            sys.settrace(tracing)
        _of_this_thread.calls.remove(call)


@dataclass(eq=False)
class _Call:
    """A body that runs, and what is to be raised in it after its deadline."""

    request: type[TimeUp]
    deadline: float = float("inf")
    may_ask: Any = field(default_factory=threading.Lock)


class _Watcher(threading.Thread):
    """Looks at the calls of one thread, again and again, and ends when there have been none for a while."""

    def __init__(self, thread: int, calls: list[_Call]) -> None:
        super().__init__(daemon=True)
        self._thread, self._calls = thread, calls
        self.is_leaving = False

    def run(self) -> None:
        looks_left = LOOKS_AT_NOTHING
        while not self.is_leaving:
            time.sleep(SECONDS_BETWEEN_REQUESTS)
            looks_left = LOOKS_AT_NOTHING if self._calls else looks_left - 1
            for call in list(self._calls):
                if time.monotonic() > call.deadline and call.may_ask.acquire(blocking=False):
                    request = ctypes.py_object(call.request)
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self._thread), request)
                    call.may_ask.release()
            # In this order: whoever finds that it leaves starts another one, and whoever did not is seen here.
            self.is_leaving = looks_left == 0
            if self._calls:
                self.is_leaving = False


class _OfThread(threading.local):
    """What a thread has that runs limited calls: those that run, in each other, and the thread that watches them."""

    def __init__(self) -> None:
        self.calls: list[_Call] = []
        self.watcher: _Watcher | None = None


_of_this_thread = _OfThread()


def _watch(call: _Call) -> None:
    own = _of_this_thread
    own.calls.append(call)
    # A process that was forked has no other thread than its first.
    if own.watcher is None or own.watcher.is_leaving or not own.watcher.is_alive():
        own.watcher = _Watcher(threading.get_ident(), own.calls)
        own.watcher.start()
