"""What a submission's confined process does: it runs the cells, then tries each exercise in a process of its own.

Nothing in this process is to be trusted once a cell has run. So it never holds what a case expects; a right function
that stands in for an earlier exercise comes only after that exercise has been tried; and what it sends is compared
elsewhere, as plain data.
"""

from __future__ import annotations

import os
import signal
import sys
import types
from collections.abc import Callable
from typing import Any

from helpers.checks.codec import decode, encode
from helpers.checks.observe import observe_all
from helpers.checks.plain import plain
from helpers.checks.specification import Case, Exercise, Observation
from helpers.grading.sandbox.limits import Limits
from helpers.grading.worker import frames
from helpers.grading.worker.cells import run_cell
from helpers.grading.worker.letters import CELLS, EXERCISE, LOST, OBSERVED, RAN
from helpers.grading.worker.outputs import size_of, within_allowance

SENT = 17  # the exit status after an answer; 0 says nothing, since a learner's code may end Python in good order


def serve(shell: Any, limits: Limits, read: int, write: int) -> None:
    """Answer requests until the pipe ends: CELLS by RAN, EXERCISE by OBSERVED, or by LOST when its process died."""
    output_left = limits.output
    while (frame := frames.receive(read)) is not None:
        kind, content = frame
        request = decode(content)
        if kind == CELLS:
            outputs = []
            for source in request["cells"]:
                shown = run_cell(shell, source, limits.seconds_a_cell, limits.output_a_cell)
                outputs.append(shown := within_allowance(shown, output_left))
                output_left -= size_of(shown)
            values = {name: plain(shell.user_ns.get(name)) for name in request["values"]}
            frames.send(write, RAN, encode({"outputs": outputs, "values": values}))
        elif kind == EXERCISE:
            sys.stdout.flush()
            child = os.fork()
            if child == 0:
                _try_exercise(shell.user_ns, request, write)
            code = _ended(child, limits.seconds_a_cell * len(request["parts"]))
            if code != SENT:
                frames.send(write, LOST, encode({"exercise": request["exercise"]["name"], "status": code}))


def _try_exercise(namespace: dict[str, Any], request: dict[str, Any], write: int) -> None:
    status = 1
    try:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)  # the alarm is for the limits of the single calls
        exercise = Exercise(**request["exercise"])
        stand_ins = {name: _stand_in(name, text) for name, text in request["stand_ins"].items()}
        observations: dict[str, list[list[Observation]]] = {}
        for part, rounds in request["parts"].items():
            observations[part] = []
            for cases in rounds:  # the visible ones, and the hidden ones unless those have come to no end
                trials = [Case("", arguments) for arguments in cases]
                observations[part].append(observe_all(exercise, trials, namespace, stand_ins))
                if len(observations[part][-1]) < len(cases):
                    break
        frames.send(write, OBSERVED, encode({"exercise": exercise.name, "parts": observations}))
        status = SENT
    finally:
        os._exit(status)


def _ended(child: int, seconds: float) -> int:
    """The exit status of a process, which is killed after that time.

    A call into compiled code hears nothing that is raised in its own process, and other exercises wait.
    """
    ends = True

    def kill(*_: object) -> None:
        if ends:
            os.kill(child, signal.SIGKILL)

    before = signal.signal(signal.SIGALRM, kill)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    _, status = os.waitpid(child, 0)
    ends = False
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)
    return os.waitstatus_to_exitcode(status)


def _stand_in(name: str, module_text: str) -> Callable[..., Any]:
    """The right function of that name, from the text of the course's module that has it."""
    module = types.ModuleType("the course's own")
    exec(compile(module_text, "<the course's own>", "exec"), module.__dict__)
    return getattr(module, name)
