"""Stop a learner's function that does not end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from helpers.checks.stopped_by_alarm import alarm_is_free, within_by_alarm
from helpers.checks.stopped_by_thread import within_by_thread

Value = TypeVar("Value")


def within(seconds: float, body: Callable[[], Value]) -> Value:
    """What `body()` returns, or TimeUp raised in it when it takes longer.

    It works on every platform, in whatever thread the kernel runs cells. Where there is an alarm clock that nobody
    uses, the system's alarm interrupts the body; elsewhere a second thread asks the interpreter to raise in the first
    one, which costs a third of a millisecond a call. A bare `except:` may swallow what is raised: the swallowed
    exception then sees to it, with its last breath, that the next line raises again, so that nested loops of that kind
    end too. Nothing is raised any more once this function has ended. One long call into compiled code is not
    interrupted; the process that runs the notebook has a limit for that.
    """
    return (within_by_alarm if alarm_is_free() else within_by_thread)(seconds, body)
