"""Find the names that an exercise forbids in the source of a learner's function.

An exercise may ask to be programmed rather than looked up: `torch.nn.RNN` is no answer to `rnn_forward`. The names
are read from the source, with the notebook's namespace saying what `nn` or `F` stands for, and the functions of the
notebook that it calls are read too.

A name that begins with a dot, such as ".log_softmax", is forbidden wherever it stands behind one, in
`torch.log_softmax(y)` and in `y.log_softmax(-1)`. What learners call functions and methods of their own is their
business.
"""

from __future__ import annotations

import ast
import inspect
import linecache
import sys
import textwrap
import types
from functools import lru_cache
from typing import Any

from helpers.checks.class_members import function_of


def forbidden_names(function: Any, namespace: dict[str, Any], forbidden: tuple[str, ...]) -> list[str]:
    """The forbidden names in the source of a function, or of functions of the notebook that it uses."""
    if not forbidden:
        return []
    banned_objects = {id(value): name for name in forbidden if (value := _loaded(name)) is not None}
    banned_attributes = {name for name in forbidden if name.startswith(".")} - _own_methods(namespace)
    banned_names = [name for name in forbidden if not name.startswith(".")]
    found: set[str] = set()
    read: set[int] = set()
    waiting = [function]
    while waiting:
        current = waiting.pop()
        if id(current) in read:
            continue
        read.add(id(current))
        if isinstance(current, type):  # the source of a class cannot be had in a notebook; that of its methods can
            waiting += [*_members(current), *(base for base in current.__bases__ if _is_own(base, namespace))]
        for name in _dotted_names(current, namespace, banned_objects):
            if f".{name.split('.')[-1]}" in banned_attributes and "." in name:
                found.add(name)
            for banned in banned_names:
                if name == banned or name.startswith(banned + "."):
                    found.add(name)
                elif _is_another_name_of(banned, name):
                    found.add(banned)
            used = namespace.get(name.split(".")[0])
            if _is_own(used, namespace):
                waiting.append(used)
    return sorted(name for name in found if not any(other.startswith(name + ".") for other in found))


def _is_own(value: Any, namespace: dict[str, Any]) -> bool:
    """Whether a value is a function or class that the notebook defines."""
    return isinstance(value, types.FunctionType | type) and value.__module__ == namespace.get("__name__")


def _members(kind: type) -> list[Any]:
    """The functions and classes in a class: methods of every kind, and what stands inside."""
    values = [function_of(value) or value for value in vars(kind).values()]
    return [value for value in values if isinstance(value, types.FunctionType | type)]


def _own_methods(namespace: dict[str, Any]) -> set[str]:
    """The methods of the notebook's own classes, each with a dot before its name."""
    classes = [
        value
        for value in namespace.values()
        if isinstance(value, type) and value.__module__ == namespace.get("__name__")
    ]
    return {f".{name}" for kind in classes for name, value in vars(kind).items() if callable(value)}


def _is_another_name_of(banned: str, name: str) -> bool:
    """Whether two dotted names mean one object: torch.nn.RNN is torch.nn.modules.rnn.RNN too."""
    if banned.split(".")[-1] != name.split(".")[-1]:
        return False
    value = _loaded(banned)
    return value is not None and value is _loaded(name)


def _loaded(name: str) -> Any:
    """What a dotted name means in the modules that are loaded; None when it is in none of them."""
    parts = name.split(".")
    for length in range(len(parts) - 1, 0, -1):
        if (value := sys.modules.get(".".join(parts[:length]))) is not None:
            for part in parts[length:]:
                value = getattr(value, part, None)
            return value
    return None


def _dotted_names(function: Any, namespace: dict[str, Any], banned_objects: dict[int, str]) -> set[str]:
    result: set[str] = set()
    if isinstance(function, type):
        result |= {f"{base.__module__}.{base.__qualname__}" for base in function.__bases__}
        # What stands in the class's body: `kind = nn.RNN`, and an object, `rnn = nn.RNN(3, 4)`.
        kept = [value if isinstance(value, type) else type(value) for value in vars(function).values()]
        result |= {f"{kind.__module__}.{kind.__qualname__}" for kind in kept if kind.__module__ != "builtins"}
    try:
        imported, names, chains = _mentions(_source(function))
    except (OSError, TypeError, SyntaxError, ValueError):
        return result
    return result | imported | {_meaning(root, names, namespace, banned_objects) + rest for root, rest in chains}


def _source(function: Any) -> str:
    function = inspect.unwrap(function)
    return (
        _source_of_code(function.__code__) if isinstance(function, types.FunctionType) else inspect.getsource(function)
    )


@lru_cache(maxsize=500)
def _source_of_code(code: types.CodeType) -> str:
    # inspect.getsource looks at the file of every module that is loaded, 20 ms of them, to find this one's.
    lines = linecache.getlines(code.co_filename)[code.co_firstlineno - 1 :]
    if not lines:
        raise OSError("there is no source")
    return "".join(inspect.getblock(lines))


@lru_cache(maxsize=500)
def _mentions(source: str) -> tuple[set[str], dict[str, str], set[tuple[str, str]]]:
    """What source imports, what its own names mean, and every name in it with the attributes that follow it."""
    imported: set[str] = set()
    names: dict[str, str] = {}  # of parameters, variables and local imports -> what each means
    chains: set[tuple[str, str]] = set()
    for node in ast.walk(ast.parse(textwrap.dedent(source))):
        if isinstance(node, ast.arg):
            names[node.arg] = node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names[node.id] = node.id
        elif isinstance(node, ast.Import):
            for alias in node.names:
                imported.add(alias.name)
                names[alias.asname or alias.name.split(".")[0]] = (
                    alias.name if alias.asname else alias.name.split(".")[0]
                )
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                imported.add(f"{node.module}.{alias.name}")
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
        rest = ""
        root: ast.AST = node
        while isinstance(root, ast.Attribute):
            rest = f".{root.attr}{rest}"
            root = root.value
        if isinstance(root, ast.Name):
            chains.add((root.id, rest))
        elif rest:  # behind a call, an index or a bracket, which has no name
            chains.add(("", rest))
    return imported, names, chains


def _meaning(name: str, names: dict[str, str], namespace: dict[str, Any], banned_objects: dict[int, str]) -> str:
    if name in names:
        return names[name]
    value = namespace.get(name)
    if id(value) in banned_objects:
        return banned_objects[id(value)]
    if isinstance(value, types.ModuleType):
        return value.__name__
    if isinstance(value, type | types.FunctionType | types.BuiltinFunctionType) and isinstance(value.__module__, str):
        return name if value.__module__ == namespace.get("__name__") else f"{value.__module__}.{value.__name__}"
    kind = type(value)
    if callable(value) and kind.__module__ != namespace.get("__name__"):
        # a layer made in the notebook, outside the function: `rnn = nn.RNN(3, 4)`; a learner's parameter is no layer
        return f"{kind.__module__}.{kind.__qualname__}"
    return name
