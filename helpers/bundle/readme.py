"""The README of a bundle: what is said to learners in the course's own, and how to begin."""

from __future__ import annotations

import re
from pathlib import Path

from helpers import Refusal

TEMPLATE = Path(__file__).with_name("README_for_learners.md")
_ROW_OF_A_LESSON = re.compile(r"\| (\d\d) ")


def learners_readme(course_readme: str, lessons: list[str]) -> str:
    """The text of README_for_learners.md, with the section "For learners" of the course's README in its place.

    Of the table there the rows of the lessons are kept, and the words on lessons to come are left out.
    Raises Refusal when the course's README has no such section.
    """
    section = re.search(r"^## For learners\n+(.*?)(?=^## )", course_readme, re.DOTALL | re.MULTILINE)
    if section is None:
        raise Refusal("README.md has no section called `## For learners`: the README of a bundle is made of it.")
    numbers = {lesson.split("_")[0] for lesson in lessons}
    lines: list[str] = []
    for line in section[1].rstrip().splitlines():
        row = _ROW_OF_A_LESSON.match(line)
        if row is None and lines and _ROW_OF_A_LESSON.match(lines[-1]):
            break  # after the table
        if row is None or row[1] in numbers:
            lines.append(line)
    return TEMPLATE.read_text(encoding="utf-8").replace("{for learners}", "\n".join(lines))
