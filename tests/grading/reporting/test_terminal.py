"""The table of scores and the lines of progress."""

from __future__ import annotations

from helpers.grading.reporting import terminal
from helpers.grading.reporting.terminal import Result, progress_through, table_of


def test_a_long_sentence_stays_in_one_line() -> None:
    """Can a table that goes to a file be searched for a whole sentence, brackets and all?"""
    sentence = "The notebook is called [bold]other[/bold].ipynb " + "and has to be called otherwise " * 10
    lines = table_of([Result("ann", 6.5, 7.0), Result("[red]ben", None, 7.0, sentence.strip())]).splitlines()
    assert lines[-2].split() == ["ann", "6.5", "7"]
    assert lines[-1].strip().startswith("[red]ben")
    assert lines[-1].endswith(sentence.strip())


def test_cells_that_wait_for_a_person_are_counted() -> None:
    """Does the table say that points are still to come?"""
    assert table_of([Result("ann", 6.0, 7.0, by_hand=2)]).endswith("2 to be graded by hand")


def test_progress_away_from_a_terminal_is_lines(monkeypatch) -> None:
    """Are there lines that say how many are done and how long the rest takes?"""
    monkeypatch.setattr(terminal, "SECONDS_BETWEEN_LINES", 0.0)
    lines: list[str] = []
    with progress_through(3, lines.append) as progress:
        for name in ("a", "b", "c"):
            progress(name)
    assert [line.split(",")[0].strip() for line in lines] == ["1 of 3", "2 of 3"]
