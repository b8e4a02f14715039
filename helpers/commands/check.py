"""Check a learner's notebook from the terminal: run it in a fresh kernel, print what each check says, and a table
of points. The notebook itself is not changed. Ends with 0 when every check passes, else with 1.
"""

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from helpers import Refusal, paths
from helpers.commands.status_line import StatusLine
from helpers.commands.working_copies import copy_of

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from helpers.commands.notebook_run import Outcome


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "lesson",
        metavar="LESSON_OR_FILE",
        help="2, 02 or 02_vanilla_rnn for your copy in work/, or a notebook file",
    )


def run(arguments: argparse.Namespace) -> int:
    from helpers.commands import notebook_run
    from helpers.commands.by_hand import texts_by_hand

    path = notebook_path(arguments.lesson)
    notebook = notebook_run.read_notebook(path)
    tests = [cell for cell in notebook.cells if notebook_run.is_test_cell(cell)]
    if not tests:
        raise Refusal(f"{path} has no checks: it is no lesson of the course.")
    total = sum(cell.cell_type == "code" for cell in notebook.cells)
    print(f"{path}\n", flush=True)
    done = 0

    with StatusLine() as status:

        def tell(index: int, cell: "NotebookNode") -> None:
            nonlocal done
            done += 1
            if text := said_by(cell, notebook):
                status.clear()
                print(f"{text}\n", flush=True)
            status.show(f"{done} of {total} cells run")

        status.show("starting Python")
        ended_early = notebook_run.run_notebook(notebook, path.parent, tell, path.name)
    exercises, broken = notebook_run.exercises_of(notebook), notebook_run.broken_answers(notebook)
    outcomes = [notebook_run.outcome_of(cell, exercises, broken) for cell in tests]
    if ended_early:
        print(f"{ended_early}\n")
    print(table(outcomes))
    for text in texts_by_hand(notebook, given_out(path)):
        print(f"{text.name}: {text.sentence}")
    return 0 if not ended_early and all(outcome.earned == outcome.points for outcome in outcomes) else 1


def notebook_path(text: str) -> Path:
    """The notebook that a learner means: a file, or a lesson's copy in work/. Raises Refusal when there is none."""
    if text.endswith(".ipynb") or Path(text).exists() or any(s in text for s in (os.sep, os.altsep) if s):
        return Path(text).resolve()
    return copy_of(paths.find_lesson(text), paths.WORK)


def given_out(path: Path) -> "NotebookNode | None":
    """The lesson whose name a notebook file has, as it was given out; None where there is no such lesson."""
    from helpers.commands.notebook_run import read_notebook

    released = paths.NOTEBOOKS / path.stem / path.name
    return read_notebook(released) if released.is_file() else None


def said_by(cell: "NotebookNode", notebook: "NotebookNode") -> str:
    """What a cell that was run has to tell: a check's words, or the error that another cell ended with."""
    from helpers.commands.left_out import where_defined
    from helpers.commands.notebook_run import broken_answers, error_of, exercises_of, is_test_cell, named, outcome_of

    if is_test_cell(cell):
        text = outcome_of(cell, exercises_of(notebook), broken_answers(notebook)).text
    else:
        error = error_of(cell)
        text = f"{named(cell)}: {error}" if error else ""
    return "\n".join(filter(None, [text, where_defined(text, notebook)]))


def table(outcomes: "list[Outcome]") -> str:
    """Exercise, part and points of each check, and the sum."""
    rows = [("exercise", "part", "points")]
    rows += [(o.exercise, o.part, f"{o.earned:g} of {o.points:g}") for o in outcomes]
    rows.append(("total", "", f"{sum(o.earned for o in outcomes):g} of {sum(o.points for o in outcomes):g}"))
    widths = [max(len(row[i]) for row in rows) for i in (0, 1)]
    lines = [f"{name:<{widths[0]}}  {part:<{widths[1]}}  {points}" for name, part, points in rows]
    rule = "-" * max(map(len, lines))
    return "\n".join([lines[0], rule, *lines[1:-1], rule, lines[-1]])
