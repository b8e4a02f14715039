import contextlib
import cProfile
import random
import sys
import threading
import time

import numpy as np
import pytest

from helpers.checks import stopped_by_alarm, stopped_by_thread, time_limit
from helpers.checks.time_limit import within
from helpers.checks.time_up import TimeUp


@pytest.fixture(params=["by alarm", "by thread"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "by thread":
        monkeypatch.setattr(time_limit, "alarm_is_free", lambda: False)
    elif not stopped_by_alarm.alarm_is_free():
        pytest.skip("no alarm here")


def test_what_ends_in_time_gives_its_value() -> None:
    """Does a body that ends in time give its value, and an exception of its own reach the caller?"""
    assert within(10, lambda: 3) == 3
    with pytest.raises(KeyError):
        within(10, lambda: {}["a"])
    with pytest.raises(SystemExit):
        within(10, sys.exit)


def spin() -> None:
    while True:
        pass


def sleep() -> None:
    while True:
        time.sleep(0.01)


def recurse(depth: int = 0) -> None:
    while True:
        if depth < 200:
            recurse(depth + 1)


def swallow_exceptions() -> None:
    while True:
        try:
            np.tanh(np.ones(1000))
        except Exception:
            continue


def swallow_all() -> None:
    while True:
        try:
            np.tanh(np.ones(1000))
        except:  # noqa: E722
            continue


def swallow_all_in_long_calls() -> None:
    array = np.ones(300_000)
    while True:
        try:
            array = np.tanh(array)
        except BaseException as error:
            print(error, end="")


def swallow_twice() -> None:
    while True:
        try:
            while True:
                try:
                    np.tanh(np.ones(1000))
                except:  # noqa: E722
                    continue
        except:  # noqa: E722
            pass


def swallow_everywhere() -> None:
    def inner(depth: int) -> None:
        while True:
            try:
                if depth:
                    inner(depth - 1)
                np.tanh(np.ones(1000))
            except:  # noqa: E722
                continue

    inner(5)


def finally_continue() -> None:
    while True:
        try:
            np.tanh(np.ones(1000))
        finally:
            continue  # noqa: B012


def suppress() -> None:
    while True:
        with contextlib.suppress(BaseException):
            np.tanh(np.ones(1000))


def keep_the_last() -> None:
    while True:
        try:
            np.tanh(np.ones(1000))
        except BaseException as error:
            last = error
            print(last, end="")


@pytest.mark.parametrize(
    "body",
    [
        spin, sleep, recurse, swallow_exceptions, swallow_all, swallow_all_in_long_calls, swallow_twice,
        swallow_everywhere, finally_continue, suppress, keep_the_last,
    ],
)  # fmt: skip
def test_no_loop_outlives_the_limit(body) -> None:
    """Is a loop stopped soon after its time, whatever it swallows?"""
    started = time.monotonic()
    with pytest.raises(TimeUp):
        within(0.1, body)
    assert time.monotonic() - started < 3


def test_the_limit_works_in_a_thread_that_is_not_the_main_one() -> None:
    """Is a loop stopped in whatever thread the kernel runs its cells?"""
    ends = []

    def run() -> None:
        try:
            within(0.1, swallow_all)
        except TimeUp:
            ends.append("time up")

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(5)
    assert ends == ["time up"]


def test_limits_may_lie_in_each_other() -> None:
    """Does the outer limit stop what an inner, longer one watches, and an inner one leave the outer body running?"""
    with pytest.raises(TimeUp):
        within(0.1, lambda: within(10, spin))

    def body() -> str:
        with pytest.raises(TimeUp):
            within(0.05, spin)
        return "went on"

    assert within(10, body) == "went on"


def busy(seconds: float) -> None:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


def busy_and_deaf(seconds: float) -> None:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        try:
            for _ in range(50):
                pass
        except:  # noqa: E722
            pass


def test_nothing_is_raised_once_the_limit_has_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """Over two thousand bodies that end about when their time does, is TimeUp raised afterwards, or a watcher left?"""
    before = threading.active_count()
    for way in (stopped_by_alarm, stopped_by_thread):
        monkeypatch.setattr(way, "SECONDS_BETWEEN_REQUESTS", 0.0002)
    # A request may strike while an exception is thrown away; pytest's own hook for those could be struck itself.
    monkeypatch.setattr(sys, "unraisablehook", lambda _: None)
    switching = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)  # so that the watching thread comes in between everywhere
    rng = random.Random(0)
    stopped = late = 0
    try:
        for number in range(2000):
            body = (busy, busy_and_deaf)[number % 2]
            seconds = 0.0012 * rng.random()
            try:
                try:
                    within(0.0002, lambda body=body, seconds=seconds: body(seconds))
                except TimeUp:
                    stopped += 1
                for _ in range(100):
                    len([number])
            except TimeUp:
                late += 1
    finally:
        sys.setswitchinterval(switching)
    time.sleep(0.05)
    assert late == 0
    assert threading.active_count() <= before  # those of earlier tests may have ended meanwhile
    assert 0 < stopped < 2000


def test_nothing_is_left_running() -> None:
    """Do the watching threads end with what they watch, long before its time would be up?"""
    before = threading.active_count()
    for _ in range(20):
        within(60, lambda: None)
    with contextlib.suppress(TimeUp):
        within(0.05, swallow_all)
    deadline = time.monotonic() + 2
    while threading.active_count() > before and time.monotonic() < deadline:
        time.sleep(0.01)
    assert threading.active_count() == before


def test_a_stopped_body_dies_quietly() -> None:
    """Is a TimeUp that a learner's object has kept harmless when it dies later?"""
    kept = []

    def body() -> None:
        while True:
            try:
                spin()
            except BaseException as error:
                kept.append(error)
                raise

    with pytest.raises(TimeUp):
        within(0.05, body)
    kept.clear()
    for _ in range(1000):
        len("no late error")


def test_a_debugger_is_left_in_its_place() -> None:
    """Is the trace function of a debugger or a coverage tool the same after a loop that had to be insisted on?"""

    def tracer(*_: object) -> None:
        return None

    before = sys.gettrace()
    sys.settrace(tracer)
    try:
        with pytest.raises(TimeUp):
            within(0.1, swallow_twice)
        assert sys.gettrace() is tracer
    finally:
        sys.settrace(before)
    with pytest.raises(TimeUp):
        within(0.1, swallow_twice)
    assert sys.gettrace() is before


def test_the_interpreter_is_left_as_it_was() -> None:
    """Does code under a profiler still run afterwards? (A request taken back would hang it in Python 3.11.)"""
    within(10, lambda: None)
    profiler = cProfile.Profile()
    ended = []

    def profiled() -> None:
        profiler.runcall(within, 10, lambda: ended.append(1))

    thread = threading.Thread(target=profiled, daemon=True)
    thread.start()
    thread.join(5)
    assert ended == [1]
