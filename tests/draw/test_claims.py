"""The table of claims: nothing that was measured is left out, and the verdict comes from the numbers."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from html import unescape

import pytest
from IPython.core.interactiveshell import InteractiveShell

from helpers.draw.claims import as_html, as_text, claims, limits_in_words, number
from helpers.draw.seeds import seeds
from tests.draw.figures import OF_RIVALS, RECORD, figure_of


def words(html: str) -> str:
    """What a reader of HTML sees, with single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def test_every_number_of_every_seed_is_shown() -> None:
    """Do both forms show the claim, the set-up, all numbers with what is expected of them, and the verdict?"""
    for shown in (" ".join(as_text([RECORD]).split()), words(as_html([RECORD]))):
        for text in (
            RECORD.claim,
            RECORD.setup,
            "a number with a long name , expected: from 0.001 to 4",
            "0.002 · 0.004 · 0.006",
            "median 0.004, from 0.002 to 0.006",
            "another , expected: at least 1000",
            "inf · 1e+09 · nan ✗",
            "not a number: 1 of 3",
            "holds for 2 of 3 seeds",
            "python3 -m helpers measure record, on 2026-01-02: seeds 0, 1, 2, 1 to 2 s of processor time each",
            "2 cores of x86_64, one thread, Python 3.11.1, NumPy 2.4.0, torch 2.13.0",
        ):
            assert text.replace(" ,", ",") in shown.replace(" ,", ","), text


def test_rows_are_as_many_as_records() -> None:
    """Is each record a row of one table, and a block of the text?"""
    assert as_html([RECORD] * 3).count("<tr") == 4
    assert as_text([RECORD] * 3).count("verdict") == 3


def test_text_fits_a_page() -> None:
    """Is no line of the plain text longer than 100 columns, and the heading beside its text?"""
    long = replace(RECORD, claim="One number is large. " * 12, setup="32 units and " * 20)
    lines = as_text([long]).splitlines()
    assert max(map(len, lines)) <= 100
    assert lines[0].startswith("claim     One number")
    assert lines[1].startswith("          ")


def test_what_is_written_by_people_is_escaped() -> None:
    """Does a claim with < and & stay text, and not become part of the page?"""
    html = as_html([replace(RECORD, claim="a < b & <script>")])
    assert "a &lt; b &amp; &lt;script&gt;" in html


def test_colours_are_those_of_the_page() -> None:
    """Can the table be read in a dark theme: is no colour fixed but as what is taken where the page has none?"""
    fixed = re.findall(r"(?:color|background)\s*:\s*([^;\"]+)", as_html([RECORD]))
    assert set(fixed) <= {"var(--jp-content-font-color1, inherit)", "inherit", "transparent"}


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.16667, "0.167"), (5.0, "5"), (2.6561e-05, "2.66e-05"), (4e16, "4e+16"), (float("inf"), "inf"), (-3.0, "-3")],
)
def test_numbers_have_three_digits(value: float, shown: str) -> None:
    """Are numbers as long as they are worth, and whole ones whole?"""
    assert number(value) == shown


@pytest.mark.parametrize(
    ("limits", "shown"),
    [
        ((0.5, None), "at least 0.5"),
        ((None, 0.5), "at most 0.5"),
        ((0.15, 0.18), "from 0.15 to 0.18"),
        ((1.0, 1.0), "1"),
        ((None, None), "anything"),
    ],
)
def test_limits_are_words(limits, shown: str) -> None:
    """Does a reader see what was expected?"""
    assert limits_in_words(limits) == shown


def test_without_a_notebook_the_text_is_printed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Is the table there in a terminal too?"""
    monkeypatch.setattr(InteractiveShell, "initialized", lambda: False)
    claims(RECORD, RECORD)
    assert capsys.readouterr().out == as_text([RECORD, RECORD]) + "\n"


def test_each_seed_is_a_dot(monkeypatch: pytest.MonkeyPatch) -> None:
    """Has the figure a dot for each finite number, and a count for what never came or is no number?"""
    (axes,) = figure_of("seeds", monkeypatch).axes
    dots = [line for line in axes.lines if line.get_marker() not in ("", "None", None)]
    assert [len(line.get_xdata()) for line in dots] == [3, 1]
    assert [text.get_text() for text in axes.texts] == ["1 never, 1 not a number"]


def test_some_numbers_can_be_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Are the rows those that were asked for, in that order?"""
    caught = []
    monkeypatch.setattr(sys.modules[seeds.__module__], "show", lambda figure, alt: caught.append(figure))
    seeds(RECORD, alt="words", xlabel="x", names=["another"])
    (axes,) = caught[0].axes
    assert [label.get_text() for label in axes.get_yticklabels()] == ["another"]


def test_rivals_stand_in_the_row_of_their_quantity(monkeypatch: pytest.MonkeyPatch) -> None:
    """Has each kind its dots, one a seed, in the row of the quantity that they belong to?"""
    (axes,) = figure_of("rivals", monkeypatch).axes
    dots = {line.get_label(): line.get_xydata() for line in axes.lines if line.get_marker() not in ("", "None", None)}
    assert set(dots) == {"ours", "theirs"}
    for quantity, row in (("one", 0), ("two", 1)):
        for kind, places in dots.items():
            in_row = sorted(x for x, y in places if round(y) == row)
            assert in_row == sorted(OF_RIVALS.values(f"{quantity}, {kind}"))
