"""One line instead of a traceback where a cell of the lesson needs a function that is not written yet."""

from __future__ import annotations

from types import TracebackType
from typing import Any

STUB_SAYS = " is not written yet"  # the end of what a stub raises; the build writes it


def explain_unwritten(shell: Any) -> None:
    """Let the IPython shell show a stub's NotImplementedError as one line that says what to do.

    Any other NotImplementedError, such as torch's, is shown with its traceback as ever.
    """

    def show(
        shell: Any, kind: type[BaseException], error: BaseException, trace: TracebackType, tb_offset: int | None = None
    ) -> None:
        if hasattr(error, "_render_traceback_"):
            lines = error._render_traceback_()
        elif str(error).endswith(STUB_SAYS):
            lines = [f"{error}, and this cell needs it: write it first, then run this cell again."]
        else:
            lines = shell.InteractiveTB.structured_traceback(kind, error, trace, tb_offset=1)
        shell._showtraceback(kind, error, lines)

    shell.set_custom_exc((NotImplementedError,), show)
