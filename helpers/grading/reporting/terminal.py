"""What `grade` shows: progress while it runs, and the table of scores."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from rich.box import SIMPLE
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

Reporter = Callable[[str], object]
SECONDS_BETWEEN_LINES = 5.0


@dataclass(frozen=True)
class Result:
    """A submission's outcome: its points, or the sentence that says why there are none.

    points is None when it was not graded; by_hand counts the cells that wait for a person;
    is_broken says that the submission itself is to blame.
    """

    student: str
    points: float | None
    out_of: float
    sentence: str = ""
    by_hand: int = 0
    is_broken: bool = False

    @property
    def note(self) -> str:
        if self.sentence or not self.by_hand:
            return self.sentence
        return f"{self.by_hand} to be graded by hand"


def table_of(results: Sequence[Result]) -> str:
    """The table of scores as text: fitted to a terminal, and with whole lines elsewhere."""
    table = Table(box=SIMPLE, pad_edge=False)
    table.add_column("learner", no_wrap=True)
    table.add_column("points", justify="right")
    table.add_column("of", justify="right")
    table.add_column("")
    for result in results:
        points = "-" if result.points is None else f"{result.points:g}"
        table.add_row(Text(result.student), points, f"{result.out_of:g}", Text(result.note))
    return _as_text(table)


def rows_as_text(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of words as text, the first column whole."""
    table = Table(box=SIMPLE, pad_edge=False)
    for number, title in enumerate(header):
        table.add_column(title, no_wrap=number == 0)
    for row in rows:
        table.add_row(*map(Text, row))
    return _as_text(table)


def _as_text(table: Table) -> str:
    on_terminal = sys.stdout.isatty()
    console = Console(file=io.StringIO(), width=None if on_terminal else 1000, force_terminal=on_terminal)
    console.print(table)
    lines = console.file.getvalue().splitlines()  # type: ignore[attr-defined]
    return "\n".join(line.rstrip() for line in lines if line.strip())


@contextmanager
def progress_through(total: int, report: Reporter) -> Iterator[Callable[[str], None]]:
    """Shows how many of so many are done, the rate and the time left; call what it gives with the name of each.

    A bar on a terminal; elsewhere a line every few seconds through `report`.
    """
    if not sys.stdout.isatty():
        yield _with_lines(total, report)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(file=sys.stdout), transient=True) as bar:
        yield _with_bar(total, bar)


def _with_bar(total: int, bar: Progress) -> Callable[[str], None]:
    started = time.monotonic()
    task = bar.add_task("grading", total=total, rate="")
    done = 0

    def tell(name: str) -> None:
        nonlocal done
        done += 1
        bar.update(task, description=name, advance=1, rate=_rate(done, started))

    return tell


def _with_lines(total: int, report: Reporter) -> Callable[[str], None]:
    started = last_line = time.monotonic()
    done = 0

    def tell(name: str) -> None:
        nonlocal done, last_line
        done += 1
        now = time.monotonic()
        if now - last_line >= SECONDS_BETWEEN_LINES and done < total:
            left = (now - started) / done * (total - done)
            report(f"  {done} of {total}, {_rate(done, started)}, about {left:.0f} s left")
            last_line = now

    return tell


def _rate(done: int, started: float) -> str:
    return f"{(time.monotonic() - started) / done:.2f} s each"
