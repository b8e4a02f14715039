"""Answers that could be read in what learners get."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from helpers.build.lesson_text import LessonCell
from helpers.build.rules import answer_lines, without_blanks

WORDS_OF_AN_ANSWER = 3  # a shorter line, such as `return h`, stands in any code
_MARKERS = tuple(f"### {side} {what}" for side in ("BEGIN", "END") for what in ("SOLUTION", "HIDDEN"))


def markers(files: Mapping[str, str]) -> Iterator[str]:
    """A clause for each file that holds a marker of an answer or of hidden tests as a line of its own would."""
    for name, text in files.items():
        for marker in _MARKERS:
            if any(line.lstrip(' "').startswith(marker) for line in text.splitlines()):
                yield f"{name} has a line that begins with {marker}"


def answers(cells: list[LessonCell], released: str, files: Mapping[str, str]) -> Iterator[str]:
    """A clause for each answer of a lesson that can be read in a file.

    cells     the lesson's text, with its answers
    released  what learners see anyway, the lesson's student notebook and earlier answers: what stands there is none
    files     name -> text
    """
    shown = _as_written(released)
    pages = {name: _as_written(text) for name, text in files.items()}
    for cell in cells:
        told: list[str] = []
        if cell.kind == "solution":
            lines = [text for _, text in answer_lines(cell)]
            told = [text for text in lines if len(re.findall(r"\w+", text)) >= WORDS_OF_AN_ANSWER]
        elif cell.kind == "quiz":
            told = [f'{cell.name} = "{cell.marks["answer"]}"']
        for text in told:
            wanted = without_blanks(text)
            for name, page in pages.items():
                if wanted in page and (cell.kind == "quiz" or wanted not in shown):
                    yield f"{name} has `{text}`, of the answer to {cell.name}"


def _as_written(text: str) -> str:
    """A file without blanks, and with the quotation marks that JSON writes as two characters as one."""
    return without_blanks(text.replace('\\"', '"'))
