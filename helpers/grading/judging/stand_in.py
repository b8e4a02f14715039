"""The text of one right function, for the one process that may have it."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from helpers import paths

_DEFINITIONS = (ast.FunctionDef, ast.ClassDef)


@cache
def text_of_stand_in(module: str, name: str) -> str:
    """The text that defines a function of a module of the course: it, what it needs of the module, and nothing else.

    The whole module would hand the right answer of the exercise at hand to the process that tries it.
    """
    path = Path(paths.__file__).parent.parent.joinpath(*module.split(".")).with_suffix(".py")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    by_name = {bound: node for node in tree.body for bound in _bound_by(node)}
    needed: set[str] = set()
    waiting = [name]
    while waiting:
        current = waiting.pop()
        if current not in needed:
            needed.add(current)
            waiting += [n.id for n in ast.walk(by_name[current]) if isinstance(n, ast.Name) and n.id in by_name]
    kept = [node for node in tree.body if needed & _bound_by(node) or _is_future(node)]
    return ast.unparse(ast.Module(kept, []))


def _bound_by(node: ast.stmt) -> set[str]:
    """The names that a statement at the top of a module gives a meaning to."""
    if isinstance(node, _DEFINITIONS):
        return {node.name}
    if isinstance(node, ast.Import | ast.ImportFrom):
        return {alias.asname or alias.name.split(".")[0] for alias in node.names}
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)}


def _is_future(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"
