"""The hints of each exercise: the fold-outs in the text between its heading and its cell."""

from __future__ import annotations

import re

from helpers import Refusal
from helpers.build.lesson_text import LessonCell
from helpers.checks.specification import Hint

_HEADING = re.compile(r"#+ Exercise [\d.]+: `(\w+)`")
_FOLD_OUT = re.compile(r'<details(?: data-parts="([^"]*)")?>\s*<summary>(.*?)</summary>(.*?)</details>', re.DOTALL)

Section = list[tuple[int, str]]  # lines of text, each with its number in the file


def hints_of(cells: list[LessonCell], file: str) -> dict[str, tuple[Hint, ...]]:
    """The hints of each code exercise, in order, each with the parts that it names: `<details data-parts="padding">`.

    Raises Refusal, with file and line, for an exercise without a heading or a hint, and for a fold-out that is not
    whole.
    """
    hints: dict[str, tuple[Hint, ...]] = {}
    name, section = "", Section()
    for cell in cells:
        if cell.kind == "text":
            for number, line in enumerate(cell.source.splitlines(), cell.line + 1):
                if heading := _HEADING.match(line):
                    name, section = heading.group(1), Section()
                section.append((number, line))
        elif cell.kind == "solution":
            if cell.name != name:
                raise Refusal(
                    f"{file}:{cell.line}: above {cell.name} no heading says ### Exercise and its number: `{cell.name}`."
                )
            hints[name] = _hints_in(section, file)
            if not hints[name]:
                raise Refusal(
                    f"{file}:{cell.line}: {name} has no hint: "
                    "write <details><summary>...</summary> ... </details> below its heading."
                )
            name = ""
    return hints


def _hints_in(section: Section, file: str) -> tuple[Hint, ...]:
    text = "\n".join(line for _, line in section)
    found = list(_FOLD_OUT.finditer(text))
    whole = {match.start() for match in found}
    for begin in re.finditer("<details", text):
        if begin.start() not in whole:
            raise Refusal(
                f"{_place(file, section, text, begin.start())}: a fold-out begins here that is not "
                "<details><summary>...</summary> ... </details>."
            )
    for match in found:
        _, summary, body = match.groups()
        if not (summary.strip() and body.strip()):
            raise Refusal(
                f"{_place(file, section, text, match.start())}: this hint says nothing, or its line does not."
            )
    return tuple(
        Hint(summary.strip(), body.strip(), tuple((parts or "").split()))
        for parts, summary, body in (match.groups() for match in found)
    )


def _place(file: str, section: Section, text: str, position: int) -> str:
    return f"{file}:{section[text[:position].count(chr(10))][0]}"
