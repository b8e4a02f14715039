"""The README of a bundle."""

from __future__ import annotations

import re

import pytest

from helpers import Refusal, paths
from helpers.bundle.readme import learners_readme


def test_it_speaks_of_the_lessons_in_it() -> None:
    """From the course's own README: what is for learners, with the lessons that are in the bundle and no others?"""
    text = learners_readme((paths.ROOT / "README.md").read_text(encoding="utf-8"), ["00_start", "01_bag_of_words"])
    assert re.findall(r"^\| (\d\d)", text, re.MULTILINE) == ["00", "01"]
    assert "Your copies are in `work/`" in text
    assert "python3 -m helpers lab" in text
    assert not re.search("planned|nbgrader|solutions/|helpers test|docs/|{", text)
    for target in re.findall(r"\]\(([^)]+)\)", text):
        assert target in ("LICENSE", "LICENSE-text")


def test_a_readme_without_the_section_is_refused() -> None:
    """Is it said what is missing?"""
    with pytest.raises(Refusal, match="no section called `## For learners`"):
        learners_readme("# A course\n", [])
