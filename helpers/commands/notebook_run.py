"""A learner's notebook, run from top to bottom in a fresh kernel, and what its test cells say."""

import logging
import os
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import NoSuchKernel
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from traitlets.config import Config

from helpers import Refusal
from helpers.commands.working_copies import NotANotebook, read_cells
from helpers.grade_ids import exercise_and_part
from helpers.notebooks.marks import is_answer, is_test
from helpers.progress.record import SESSION_NAME

SECONDS_A_CELL = 60
CHARACTERS_KEPT = 10**7  # of what a notebook prints
# These errors of the checks are sentences already; any other error is named with its kind.
SENTENCES = ("CheckFailed", "NotImplementedError", "Refusal")


@dataclass(frozen=True)
class Outcome:
    """What one test cell came to: its exercise and part, points earned and possible, and what the check said."""

    exercise: str
    part: str
    earned: float
    points: float
    text: str


def read_notebook(path: Path) -> NotebookNode:
    """Read a notebook; raises Refusal, with the reason, where the file is none."""
    if path.is_dir():
        raise Refusal(f"{path} is a folder: name the notebook in it.")
    if not path.exists():
        raise Refusal(f"{path} is not there.")
    try:
        read_cells(path)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it says on stderr what it mends by itself, such as an id given twice
            notebook = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
            nbformat.validate(notebook, relax_add_props=True)
    except NotANotebook as problem:
        raise Refusal(f"{path} is no notebook: {problem}.") from None
    except Exception as error:  # nbformat has a dozen of ways to say so
        reason = str(error).strip().partition("\n")[0].rstrip(".")
        raise Refusal(f"{path} is no notebook that can be run: {reason}.") from None
    return notebook


def run_notebook(
    notebook: NotebookNode,
    folder: Path,
    on_cell: Callable[[int, NotebookNode], None] = lambda index, cell: None,
    file_name: str = "",
) -> str:
    """Run the code cells in a fresh kernel that works in the folder; outputs go into the notebook.

    Errors in cells are outputs like others. Cells tagged skip-execution are left out, unless they are test cells.
    on_cell    is called after each code cell with its place and the cell
    file_name  of the notebook, which the kernel is told as JupyterLab does; the record of progress depends on it

    Returns a sentence when the run ended early, since the kernel died or a cell would not stop; else "".
    """
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
            if is_test_cell(cell):
                cell.metadata.tags = []
    client = _Client(notebook, resources={"metadata": {"path": str(folder)}})
    client.log.setLevel(logging.CRITICAL)
    with _kernel_of(client, file_name):
        for index, cell in enumerate(notebook.cells):
            if cell.cell_type != "code":
                continue
            try:
                client.execute_cell(cell, index)
            except DeadKernelError:
                return f"{named(cell)} made the kernel die, so that the cells after it were not run."
            except CellTimeoutError:
                return (
                    f"{named(cell)} ran for more than {SECONDS_A_CELL} seconds and could not be interrupted, "
                    "so that the cells after it were not run."
                )
            on_cell(index, cell)
    return ""


@contextmanager
def _kernel_of(client: NotebookClient, file_name: str) -> Iterator[None]:
    """A started kernel; raises Refusal where none can be started."""
    with ExitStack() as stack:
        try:
            # As in nbgrader, checks raise what they have to say, a quiz without an answer too; nothing is animated.
            settings = {"NBGRADER_EXECUTION": "validate", SESSION_NAME: file_name}
            stack.enter_context(client.setup_kernel(env={**os.environ, **settings}))
        except (NoSuchKernel, RuntimeError) as error:
            raise Refusal(
                f"Python could not be started as a Jupyter kernel ({error}): the command `doctor` says what is missing."
            ) from None
        yield


class _Client(NotebookClient):
    """Interrupts a cell that runs too long, and gives up on one that does not stop then."""

    def __init__(self, notebook: NotebookNode, **options: object) -> None:
        super().__init__(
            notebook,
            kernel_name="python3",
            timeout=SECONDS_A_CELL,
            interrupt_on_timeout=True,
            allow_errors=True,
            shutdown_kernel="immediate",
            # Other users of the machine cannot listen, and the kernel does not warn that they could.
            config=Config(KernelManager={"transport_encryption": "auto"}),
            **options,
        )
        self._interrupted: NotebookNode | None = None
        self._printed = 0

    async def _async_handle_timeout(self, timeout: int, cell: NotebookNode | None = None) -> None:
        if self._interrupted is cell:
            raise CellTimeoutError.error_from_timeout_and_cell("not interrupted", timeout, cell)
        self._interrupted = cell
        await super()._async_handle_timeout(timeout, cell)

    def output(self, outs: list, msg: dict, display_id: str, cell_index: int) -> NotebookNode | None:
        if msg["msg_type"] == "stream":
            self._printed += len(msg["content"]["text"])
            if self._printed > CHARACTERS_KEPT:
                return None
        return super().output(outs, msg, display_id, cell_index)


def is_test_cell(cell: NotebookNode) -> bool:
    """Whether a cell earns points by being run."""
    return cell.cell_type == "code" and is_test(cell.metadata.get("nbgrader", {}))


def named(cell: NotebookNode) -> str:
    """A cell as a learner can find it: by its name in the course, else by its first line."""
    name = cell.metadata.get("nbgrader", {}).get("grade_id")
    if name:
        return f"The cell {name}"
    first = next((line.strip() for line in cell.source.splitlines() if line.strip()), "")
    return f"The cell that begins with `{first[:60]}`"


def error_of(cell: NotebookNode) -> str:
    """The last line of the error that a cell ended with; empty when it ended well."""
    for output in cell.get("outputs", []):
        if output.output_type == "error":
            if output.ename == "KeyboardInterrupt":
                return f"stopped, since it ran for more than {SECONDS_A_CELL} seconds"
            lines = f"{output.ename}: {output.evalue}".strip().splitlines()
            return lines[-1] if len(lines) == 1 else f"{lines[0]} ({lines[-1].strip()})"
    return ""


def exercises_of(notebook: NotebookNode) -> list[str]:
    """The names of the notebook's exercises and quizzes: those of its solution cells."""
    marks = [cell.metadata.get("nbgrader", {}) for cell in notebook.cells]
    return [str(mark["grade_id"]) for mark in marks if is_answer(mark) and "grade_id" in mark]


def broken_answers(notebook: NotebookNode) -> list[str]:
    """The exercises whose own cell ended with an error, so that their checks had nothing to try."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code" and error_of(cell)]
    marks = [cell.metadata.get("nbgrader", {}) for cell in cells]
    return [str(mark["grade_id"]) for mark in marks if is_answer(mark) and "grade_id" in mark]


def outcome_of(cell: NotebookNode, exercises: list[str], broken: Sequence[str] = ()) -> Outcome:
    """What a test cell came to. One that was not run has earned nothing.

    broken  the exercises whose own cell ended with an error: that is said, and not that their cell was not run
    """
    marks = cell.metadata.nbgrader
    exercise, part = exercise_and_part(str(marks.get("grade_id", "")), exercises)
    points = float(marks.get("points", 0))
    error = next((output for output in cell.outputs if output.output_type == "error"), None)
    was_run = cell.get("execution_count") is not None
    if error is None:
        said = "".join(
            output.text for output in cell.outputs if output.output_type == "stream" and output.name == "stdout"
        )
        text = said.strip() if was_run else "not run"
    elif error.ename in SENTENCES:
        text = error.evalue.strip()
    else:
        text = error_of(cell)
    if exercise in broken and f"{exercise} is not defined yet" in text:
        text = f"{text.splitlines()[0]}\nthe cell {exercise} ends with an error, so that there is nothing to try."
    return Outcome(exercise, part, points if was_run and error is None else 0.0, points, text)
