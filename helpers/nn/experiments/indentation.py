"""Whether the lines of a program are indented further where they have to be."""

from collections.abc import Iterable
from itertools import pairwise

LESSON = "08_generation"


def shares_deeper(texts: Iterable[str]) -> tuple[float, float]:
    """How often the next line begins further right: after a line that ends in a colon, and after any other line.

    Empty lines are skipped, and so are the first and the last line of each text, which may be cut. nan where there is
    no such line.
    """
    after_colon: list[bool] = []
    after_others: list[bool] = []
    for text in texts:
        lines = [line for line in text.split("\n")[1:-1] if line.strip()]
        for line, following in pairwise(lines):
            deeper = _indent(following) > _indent(line)
            (after_colon if line.rstrip().endswith(":") else after_others).append(deeper)
    return _share(after_colon), _share(after_others)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _share(found: list[bool]) -> float:
    return sum(found) / len(found) if found else float("nan")
