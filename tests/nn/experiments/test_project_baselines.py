"""What the lesson says of the baselines and the small networks of its project."""

from __future__ import annotations

import re

import pytest

from helpers import paths
from helpers.checks.measures import MEASURES
from helpers.data.records import recorded

TRACKS = tuple(MEASURES)


def test_record_holds_for_all_seeds() -> None:
    """Does every baseline earn the points of the baseline and no more, and every small network all, with five seeds?"""
    record = recorded("project_baselines")
    assert len(record.numbers) >= 5
    assert record.verdict() == f"holds for all {len(record.numbers)} seeds"


@pytest.mark.parametrize("track", TRACKS)
def test_the_table_of_the_lesson_is_the_record(track: str) -> None:
    """Are the two ranges that the lesson's table names the smallest and the largest that were measured?"""
    text = (paths.SOLUTIONS / "11_project.py").read_text(encoding="utf-8")
    rows = [row for row in re.findall(rf'^# \| `"{track}"` \| (.*) \|$', text, re.MULTILINE) if " to " in row]
    (cells,) = ([cell.strip() for cell in row.split("|")] for row in rows)
    digits = {"rhythms": 2, "tunes": 1, "digits": 2}[track]
    for cell, model in ((cells[2], "baseline"), (cells[-1], "small network")):
        values = recorded("project_baselines").values(f"{track}, {model}")
        assert cell == f"{min(values):.{digits}f} to {max(values):.{digits}f}"
