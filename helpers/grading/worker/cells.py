"""A submission's cells, run one after the other as in a notebook; what each of them showed, as plain data."""

from __future__ import annotations

import signal
from typing import Any

from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from helpers.checks.plain import name_of_type, plain_text
from helpers.grading.worker.outputs import MOST_OUTPUTS, PICTURE, TEXT, Output

LARGEST_IMAGE = 2**20  # characters


class CellTimeUp(KeyboardInterrupt):
    """The cell ran longer than a cell may."""


def prepared_shell() -> InteractiveShell:
    """An IPython shell as a notebook's kernel has one, with nothing kept on disk. Slow: made once, before the fork."""
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.cache_size = 0
    config.InteractiveShell.xmode = "Plain"
    shell = InteractiveShell.instance(config=config)
    shell._showtraceback = lambda *_: None  # an error is an output of its own
    # As in a kernel: the namespace is that of __main__, where pickle and dataclasses look for what a cell defines.
    shell.user_module.__name__ = "__main__"
    return shell


def run_cell(shell: InteractiveShell, source: str, seconds: float, characters: int) -> list[Output]:
    """Run a cell; its outputs in nbformat's form, with at most so many characters of text.

    A cell that takes longer than `seconds` is interrupted and ends with a CellTimeUp.
    """

    def stop(*_: object) -> None:
        raise CellTimeUp(f"the cell was stopped after {seconds:g} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        with capture_output() as captured:
            result = shell.run_cell(source, store_history=True, silent=False)
    except KeyboardInterrupt as error:  # struck between the cell and the shell
        return [_error(error)]
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    outputs = [
        _stream(name, text, characters)
        for name, text in (("stdout", captured.stdout), ("stderr", captured.stderr))
        if text
    ]
    outputs += [shown for output in captured.outputs[:MOST_OUTPUTS] if (shown := _display(output, characters))]
    raised = result.error_before_exec or result.error_in_exec
    return [*outputs, _error(raised)] if raised is not None else outputs


def _stream(name: str, text: str, characters: int) -> Output:
    kept = plain_text(text[:characters])
    if len(text) > characters:
        kept += f"\n[the rest of {len(text):,} characters is left out]\n"
    return {"output_type": "stream", "name": name, "text": kept}


def _display(output: Any, characters: int) -> Output | None:
    data = {kind: value for kind, value in dict(output.data).items() if kind in (TEXT, PICTURE) and type(value) is str}
    limits = {TEXT: characters, PICTURE: LARGEST_IMAGE}
    data = {kind: plain_text(value) for kind, value in data.items() if len(value) <= limits[kind]}
    return {"output_type": "display_data", "metadata": {}, "data": data} if data else None


def _error(error: BaseException) -> Output:
    name = name_of_type(type(error))
    try:
        message = plain_text(str(error))[:2000]
    except BaseException:  # the learner's own exception class can hold anything
        message = ""
    return {"output_type": "error", "ename": name, "evalue": message, "traceback": [f"{name}: {message}"]}
