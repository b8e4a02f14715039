"""The table of a class for a spreadsheet."""

from __future__ import annotations

import csv
import io

import pytest

from helpers.grading.reporting.table import class_table, safe_cell
from tests.grading.reporting.classroom_of_records import ENDED, classroom


def rows() -> dict[str, dict[str, str]]:
    return {row["student"]: row for row in csv.DictReader(io.StringIO(class_table(classroom())))}


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "\uff1d1", "=cmd|' /C calc'!A0"],
)
def test_no_cell_is_a_formula(text: str) -> None:
    """Does whatever a spreadsheet would compute begin with an apostrophe?"""
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "ann", "3", "a=1", "<script>", "0.5"])
def test_other_cells_stay(text: str) -> None:
    """Is nothing else changed?"""
    assert safe_cell(text) == text


def test_a_row_for_each_learner() -> None:
    """Does it say of each part how it went, which mistakes were made, and why something was not graded?"""
    table = rows()
    assert set(table) == {"ann", "ben", "cy", "dan", "eve", "<script>alert(1)</script>", "'=1+1"}
    assert table["ann"]["points"] == "4"
    assert (table["ann"]["double values"], table["ann"]["twice"]) == ("passed", "passed")
    assert table["ben"]["mistakes"] == "double: squares"
    assert table["dan"]["double edges"] == "blank"
    assert (table["eve"]["double values"], table["eve"]["ended early"]) == ("lost", ENDED)
    assert table["'=1+1"]["points"] == table["'=1+1"]["double values"] == ""
    assert table["'=1+1"]["not graded because"] == "01_mini.ipynb is empty."


def test_every_row_has_every_column() -> None:
    """Is the table rectangular?"""
    lengths = {len(row) for row in csv.reader(io.StringIO(class_table(classroom())))}
    assert lengths == {3 + 3 + 8}
