"""A submission's cells, run one after the other as in a notebook; what each of them showed, as plain data."""

from __future__ import annotations

import signal
from contextlib import nullcontext, redirect_stderr, redirect_stdout
from typing import Any

from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from helpers.checks.beginning import Beginning
from helpers.checks.plain import name_of_type, plain_text
from helpers.grading.worker.outputs import MOST_OUTPUTS, PICTURE, TEXT, Output

LARGEST_IMAGE = 2**20  # characters
SECONDS_BETWEEN_STOPS = 0.5  # of a cell that does not let itself be interrupted the first time


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
    shell._tee = lambda *_, **__: nullcontext()  # IPython keeps all that is printed a second time, without an end
    # As in a kernel: the namespace is that of __main__, where pickle and dataclasses look for what a cell defines.
    shell.user_module.__name__ = "__main__"
    run_cell(
        shell, "None", seconds=10.0, characters=1
    )  # what IPython leaves for the first cell is done before the fork
    return shell


def run_cell(shell: InteractiveShell, source: str, seconds: float, characters: int) -> list[Output]:
    """Run a cell; its outputs in nbformat's form, with at most so many characters of text.

    A cell that takes longer than `seconds` is interrupted and ends with a CellTimeUp; so is what it leaves behind, such
    as an exception whose text never ends.
    """
    running = True

    def stop(*_: object) -> None:
        if running:
            raise CellTimeUp(f"the cell was stopped after {seconds:g} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, SECONDS_BETWEEN_STOPS)
    printed, complained = Beginning(characters), Beginning(characters)
    try:
        with redirect_stdout(printed), redirect_stderr(complained), _displays() as captured:
            result = shell.run_cell(source, store_history=True, silent=False)
        raised = result.error_before_exec or result.error_in_exec
        error = [] if raised is None else [_error(raised)]
        shown = [_display(output, characters) for output in captured.outputs[:MOST_OUTPUTS]]
    except KeyboardInterrupt as struck:  # between the cell and the shell
        error, shown = [_error(struck)], []
    finally:
        running = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    streams = [("stdout", printed), ("stderr", complained)]
    texts = [_stream(name, stream) for name, stream in streams if stream.length]
    return [*texts, *(output for output in shown if output is not None), *error]


def _displays() -> capture_output:
    """Keeps what is displayed, and leaves what is printed to others."""
    return capture_output(stdout=False, stderr=False)


def _stream(name: str, stream: Beginning) -> Output:
    kept = _sayable(stream.text)
    if stream.length > len(stream.text):
        kept += f"\n[the rest of {stream.length:,} characters is left out]\n"
    return {"output_type": "stream", "name": name, "text": kept}


def _display(output: Any, characters: int) -> Output | None:
    data = {kind: value for kind, value in dict(output.data).items() if kind in (TEXT, PICTURE) and type(value) is str}
    limits = {TEXT: characters, PICTURE: LARGEST_IMAGE}
    data = {kind: _sayable(value) for kind, value in data.items() if len(value) <= limits[kind]}
    return {"output_type": "display_data", "metadata": {}, "data": data} if data else None


def _sayable(text: str) -> str:
    """The text without halves of surrogate pairs, which no file can hold."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _error(error: BaseException) -> Output:
    name = name_of_type(type(error))
    try:
        message = plain_text(str(error))[:2000]
    except BaseException:  # the learner's own exception class can hold anything
        message = ""
    return {"output_type": "error", "ename": name, "evalue": message, "traceback": [f"{name}: {message}"]}
