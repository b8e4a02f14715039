"""Find the names that an exercise forbids in the source of a learner's function.

An exercise may ask to be programmed rather than looked up: `torch.nn.RNN` is no answer to `rnn_forward`. The names
are read from the source, with the notebook's namespace saying what `nn` or `F` stands for, and the functions of the
notebook that it calls are read too.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
import types
from typing import Any


def forbidden_names(function: Any, namespace: dict[str, Any], forbidden: tuple[str, ...]) -> list[str]:
    """The forbidden names in the source of a function, or of functions of the notebook that it uses."""
    if not forbidden:
        return []
    found: set[str] = set()
    read: set[int] = set()
    waiting = [function]
    while waiting:
        current = waiting.pop()
        if id(current) in read:
            continue
        read.add(id(current))
        for name in _dotted_names(current, namespace):
            if any(name == banned or name.startswith(banned + ".") for banned in forbidden):
                found.add(name)
            used = namespace.get(name.split(".")[0])
            if isinstance(used, types.FunctionType | type) and used.__module__ == namespace.get("__name__"):
                waiting.append(used)
    return sorted(found)


def _dotted_names(function: Any, namespace: dict[str, Any]) -> set[str]:
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError, ValueError):
        return set()
    names: dict[str, str] = {}  # what a local import calls it -> what it is
    result: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                result.add(alias.name)
                names[alias.asname or alias.name.split(".")[0]] = (
                    alias.name if alias.asname else alias.name.split(".")[0]
                )
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                result.add(f"{node.module}.{alias.name}")
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    for node in ast.walk(tree):
        chain: list[str] = []
        root: ast.expr | ast.AST = node
        while isinstance(root, ast.Attribute):
            chain.append(root.attr)
            root = root.value
        if isinstance(root, ast.Name):
            result.add(".".join([_meaning(root.id, names, namespace), *reversed(chain)]))
    return result


def _meaning(name: str, names: dict[str, str], namespace: dict[str, Any]) -> str:
    if name in names:
        return names[name]
    value = namespace.get(name)
    if isinstance(value, types.ModuleType):
        return value.__name__
    module = getattr(value, "__module__", None)
    if isinstance(value, type | types.FunctionType | types.BuiltinFunctionType) and isinstance(module, str):
        return name if module == namespace.get("__name__") else f"{module}.{value.__name__}"
    return name
