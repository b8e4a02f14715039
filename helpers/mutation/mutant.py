"""A mutant: the source of a cell with one small change, and that change in a line."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from helpers.mutation.operators import OPERATORS
from helpers.mutation.site import Site, sites


@dataclass(frozen=True)
class Mutant:
    """A changed source.

    operator  what kind of change it is, such as "swapped operands"
    line      where in the source the change begins, counted from 1
    change    the changed line, before and after; where several lines change, they are put into one
    source    the whole source with the change
    """

    operator: str
    line: int
    change: tuple[str, str]
    source: str


def mutants(source: str) -> list[Mutant]:
    """Every mutant of a cell's source, each once, in the order of the lines."""
    tree = ast.parse(source)
    seen = {ast.dump(tree)}
    found = []
    for site in list(sites(tree)):
        for name, operator in OPERATORS.items():
            for replacement in list(operator(site)):
                site.put(replacement)
                if (wanted := ast.dump(tree)) not in seen:
                    seen.add(wanted)
                    found.append(_mutant(name, site, replacement, source, tree, wanted))
                site.put(site.node)
    return sorted(found, key=lambda mutant: mutant.line)


def _mutant(operator: str, site: Site, replacement: ast.AST, source: str, tree: ast.Module, wanted: str) -> Mutant:
    """The mutant whose tree is at hand: its text is the source's own, but for the node that was replaced."""
    for text in _spliced(source, site.node, replacement):
        if _dump(text) == wanted:
            line, change = _change(source, text)
            return Mutant(operator, line, change, text)
    # The node has no text of its own, as an `elif`: both sources are written anew, so that they can be compared.
    text = ast.unparse(tree)
    _, change = _change(ast.unparse(ast.parse(source)), text)
    return Mutant(operator, getattr(site.node, "lineno", 1), change, text)


def _spliced(source: str, node: ast.AST, replacement: ast.AST) -> Iterator[str]:
    """The source with another text in the place of the node's: with and without parentheses."""
    if not hasattr(node, "end_lineno"):
        return
    lines = source.encode().splitlines(keepends=True)  # columns count bytes
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    whole = b"".join(lines)
    begin = starts[node.lineno - 1] + node.col_offset  # type: ignore[attr-defined]
    end = starts[node.end_lineno - 1] + node.end_col_offset  # type: ignore[attr-defined]
    indent = " " * node.col_offset  # type: ignore[attr-defined]
    text = textwrap.indent(ast.unparse(replacement), indent).removeprefix(indent)
    forms = [text, f"({text})"]
    if isinstance(replacement, ast.Tuple):  # an index, or what is returned, has none
        forms.insert(0 if whole[begin : begin + 1] != b"(" else 1, text[1:-1])
    for form in forms:
        yield (whole[:begin] + form.encode() + whole[end:]).decode()


def _dump(text: str) -> str:
    try:
        return ast.dump(ast.parse(text))
    except SyntaxError:
        return ""


def _change(before: str, after: str) -> tuple[int, tuple[str, str]]:
    """Where two texts begin to differ, and the lines that do, put into one for each text."""
    old, new = before.splitlines(), after.splitlines()
    first = next(i for i, pair in enumerate(zip([*old, None], [*new, None])) if pair[0] != pair[1])
    same_end = 0
    while same_end < min(len(old), len(new)) - first and old[-1 - same_end] == new[-1 - same_end]:
        same_end += 1

    def in_one(lines: list[str]) -> str:
        return " ".join(" ".join(lines[first : len(lines) - same_end]).split())

    return first + 1, (in_one(old), in_one(new))
