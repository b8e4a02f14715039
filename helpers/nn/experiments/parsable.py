"""Which lines of a text are Python, each taken by itself."""

import ast
import warnings
from collections.abc import Iterable

LESSON = "08_generation"

SHORTEST = 10  # characters; shorter lines are too easily right
FRAMES = ("{}", "{} pass", "if 0: pass\n{} pass", "try: pass\n{} pass", "{}\ndef f(): pass", "match 0:\n {} pass")


def lines_of_code(text: str) -> list[str]:
    """The lines between the first and the last line break, which are whole, without blanks around them.

    Comments and lines of fewer than ten characters are left out.
    """
    lines = (line.strip() for line in text.split("\n")[1:-1])
    return [line for line in lines if len(line) >= SHORTEST and not line.startswith("#")]


def parses(line: str) -> bool:
    """Whether a line is a statement of Python, or the head of one: `while x:` is, and so is `else:`."""
    return any(_is_python(frame.replace("{}", line)) for frame in FRAMES)


def share_parsable(lines: Iterable[str]) -> float:
    """The share of lines that parse; nan where there is none."""
    found = [parses(line) for line in lines]
    return sum(found) / len(found) if found else float("nan")


def share_distinct(lines: Iterable[str]) -> float:
    """How many different lines there are, as a share of all; nan where there is none."""
    found = list(lines)
    return len(set(found)) / len(found) if found else float("nan")


def _is_python(text: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of escapes and comparisons that Python finds odd
        try:
            ast.parse(text)
        except (SyntaxError, ValueError, MemoryError, RecursionError):
            return False
    return True
