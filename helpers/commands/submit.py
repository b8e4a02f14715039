"""See what is missing in your notebook of a lesson, and make the one file to hand in: submit/LESSON.ipynb. It holds
what is saved in work/, without outputs; cells of the course that were changed or deleted are put back, and your copy
stays as it is. The file is made even if something is missing. Ends with 0 when every check passes and each text that a
person marks is written, else with 1.
"""

import argparse
import re
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers import Refusal, paths
from helpers.commands.status_line import StatusLine
from helpers.commands.working_copies import copy_of
from helpers.whole_file import write_text

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from helpers.commands.by_hand import ByHand
    from helpers.commands.notebook_run import Outcome


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("lesson", metavar="LESSON", help="its name or number, such as 02_vanilla_rnn or 2")


def run(arguments: argparse.Namespace) -> int:
    import nbformat

    from helpers.commands import notebook_run
    from helpers.commands.by_hand import texts_by_hand
    from helpers.notebooks.rebuild import rebuilt

    lesson = paths.find_lesson(arguments.lesson)
    copy = copy_of(lesson, paths.WORK)
    handed_in = notebook_run.read_notebook(copy)
    released = notebook_run.read_notebook(paths.NOTEBOOKS / lesson / f"{lesson}.ipynb")
    result = rebuilt(handed_in, released)
    if not result.answered and not result.added:
        raise Refusal(
            f"You have not begun {lesson}: {copy} is as the lesson was given out. If you did, save the notebook first."
        )
    print(f"Taken from {copy}, saved {saved(time.time() - copy.stat().st_mtime)}.")
    print("What you changed since and did not save is not in it.")
    if newer := newer_beside(copy):
        print(f"Beside it lies {newer}, which was saved later and was not taken.")
    if result.repairs:
        print("\nPut right in the file to hand in (your copy stays as it is):")
        for sentence in result.repairs:
            print(f"  {sentence}")
    target = paths.SUBMIT / f"{lesson}.ipynb"
    replaces = target.exists()
    size = write(target, nbformat.from_dict(result.notebook))
    print(f"\nMade: {target}, {size}{'; it takes the place of an earlier one' if replaces else ''}.\n", flush=True)

    made = notebook_run.read_notebook(target)
    ended_early = run_checks(made)
    lines, is_complete = verdict(made, ended_early, texts_by_hand(made, released), handed_in)
    print("\n".join(lines))
    return 0 if is_complete else 1


def saved(seconds: float) -> str:
    """How long ago that was, in words."""
    for name, length in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= length:
            number = int(seconds // length)
            return f"{number} {name}{'s' if number > 1 else ''} ago"
    return "less than a minute ago"


def newer_beside(copy: Path) -> str:
    """The name of the notebook in the same folder that was saved last, when that is not the copy; else ""."""
    latest = max(copy.parent.glob("*.ipynb"), key=lambda path: (path.stat().st_mtime, path == copy))
    return "" if latest == copy else latest.name


def write(path: Path, notebook: "NotebookNode") -> str:
    """Write a notebook whole or not at all; returns its size in words. Raises Refusal where an old one is held open."""
    import nbformat

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise Refusal(f"{path.parent} is a file, and the place of a folder: give it another name.") from None
    try:
        write_text(path, nbformat.writes(notebook, version=4) + "\n")
    except PermissionError:
        if not path.exists():
            raise
        raise Refusal(
            f"{path} cannot be replaced: it is open in another program, or you may not write there. Close it and "
            "type this again."
        ) from None
    size = path.stat().st_size
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} kB"


def run_checks(notebook: "NotebookNode") -> str:
    """Run the notebook in an empty folder, as where it is graded, with a line that says how far it is.

    Returns a sentence when the run ended early, else "".
    """
    from helpers.commands import notebook_run

    total = sum(cell.cell_type == "code" for cell in notebook.cells)
    done = 0
    # A kernel that is still leaving keeps its folder on Windows.
    with StatusLine() as status, tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:

        def tell(index: int, cell: "NotebookNode") -> None:
            nonlocal done
            done += 1
            status.show(f"trying the file: {done} of {total} cells run")

        status.show("trying the file: starting Python")
        return notebook_run.run_notebook(notebook, Path(folder), tell)


def verdict(
    notebook: "NotebookNode", ended_early: str, texts: "Sequence[ByHand]", own: "NotebookNode"
) -> tuple[list[str], bool]:
    """What there is to say of a notebook that was run, in lines, and whether it is complete.

    texts  those that a person marks
    own    the learner's copy, in which figures and experiments are as the learner has them
    """
    from helpers.commands import notebook_run
    from helpers.commands.left_out import where_defined

    names, ended_badly = notebook_run.exercises_of(notebook), notebook_run.broken_answers(notebook)
    tests = [cell for cell in notebook.cells if notebook_run.is_test_cell(cell)]
    outcomes = [(notebook_run.outcome_of(cell, names, ended_badly), _error_name(cell)) for cell in tests]
    missing = [(outcome, error) for outcome, error in outcomes if outcome.earned < outcome.points]
    points = sum(outcome.points for outcome, _ in outcomes)
    earned = sum(outcome.earned for outcome, _ in outcomes)
    of_visible = [
        f"{earned:g} of {points:g} points by the visible checks; hidden cases are tried when it is graded.",
        *(f"{text.name}: {text.sentence}." for text in texts),
    ]
    unwritten = [text for text in texts if not text.is_written]
    if not missing and not ended_early and not unwritten:
        return [f"Complete: every check passes. {of_visible[0]}", *of_visible[1:]], True
    lines = [f"Not complete: {len(missing) + len(unwritten)} of {len(outcomes) + len(texts)} parts are missing."]
    lines += [ended_early] if ended_early else []
    broken = [cell for cell in notebook.cells if cell.cell_type == "code" and not notebook_run.is_test_cell(cell)]
    lines += [f"{notebook_run.named(cell)}: {error}" for cell in broken if (error := notebook_run.error_of(cell))]
    said = [*lines, *(outcome.text for outcome, _ in missing)]
    lines += dict.fromkeys(filter(None, (where_defined(text, own) for text in said)))
    lines += ["", *_listed_by_exercise(missing), "", *of_visible]
    return [*lines, "It can be handed in as it is; `submit` again takes its place."], False


def _listed_by_exercise(missing: "Sequence[tuple[Outcome, str]]") -> list[str]:
    width = max((len(outcome.part) for outcome, _ in missing), default=0)
    lines: list[str] = []
    exercise = None
    for outcome, error in missing:
        if outcome.exercise != exercise:
            exercise = outcome.exercise
            lines.append(exercise)
        part = f"{outcome.part:<{width}}  " if outcome.part else ""
        lines.append(f"  {part}{state_of(outcome.text, error)}")
    return lines


def state_of(text: str, error: str) -> str:
    """What is missing of a part: not answered, not run, or the first sentence of why its check does not pass."""
    if error == "NotImplementedError":
        return "not answered"
    if not error:
        return "not run"
    return f"does not pass: {first_sentence(text)}"


def first_sentence(text: str) -> str:
    """The first sentence with which a check says what is wrong: that on the first case that failed, if there is one."""
    from helpers.checks.present import WORDS

    lines = text.splitlines() or [""]
    failed = [line.strip() for line in lines if re.match(rf"  {WORDS[False]}\s", line)]
    if failed:
        said = failed[0].removeprefix(WORDS[False]).strip()
    else:
        said = lines[min(1, len(lines) - 1)]
    return re.split(r"(?<=[.!?])\s", said)[0]


def _error_name(cell: Any) -> str:
    return next((output.ename for output in cell.outputs if output.output_type == "error"), "")
