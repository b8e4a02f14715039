"""Stop a learner's function that does not end."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class TimeUp(BaseException):
    """Raised inside the running function; not an Exception, so that `except Exception` does not keep it."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Run the body; when it takes longer, raise TimeUp in it.

    It works on every platform, in whatever thread the kernel runs cells: a second thread asks the interpreter to
    raise in the first one. A bare `except:` may swallow that, so it is asked again until the body ends. One long
    call into compiled code is not interrupted; the process that runs the notebook has a limit for that.
    """
    thread = threading.get_ident()
    ended = threading.Event()
    turn = threading.Lock()

    def watch() -> None:
        if ended.wait(seconds):
            return
        while not ended.wait(0.1):
            with turn:
                if not ended.is_set():
                    _raise_in(thread, TimeUp)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        with turn:
            ended.set()
            _raise_in(thread, None)  # takes back what was asked for and has not been raised yet


def _raise_in(thread: int, error: type[BaseException] | None) -> None:
    target = ctypes.py_object(error) if error is not None else None
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), target)
