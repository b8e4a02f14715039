"""Where a mutation can take place: every node of a cell's code, with what stands around it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

Definition = ast.FunctionDef | ast.AsyncFunctionDef
NOT_CODE = ("annotation", "returns", "decorator_list", "type_params")  # what says something about code, not code


@dataclass(frozen=True)
class Site:
    """A node, and the place where it stands.

    parent, field, index  the node is `parent.field`, or `parent.field[index]`
    grandparent           what the parent stands in
    function              the innermost function that the node belongs to
    kind                  the innermost class
    """

    node: ast.AST
    parent: ast.AST
    field: str
    index: int | None
    grandparent: ast.AST | None
    function: Definition | None
    kind: ast.ClassDef | None = None

    def put(self, node: ast.AST) -> None:
        """Let another node stand here, in the tree itself."""
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node

    @property
    def keyword(self) -> str:
        """The name of the argument whose value the node is, such as axis; else empty."""
        return (self.parent.arg or "") if isinstance(self.parent, ast.keyword) else ""

    def names(self) -> list[str]:
        """The names that have a value here: the function's parameters, and what has been assigned on earlier lines."""
        if self.function is None:
            return []
        own = [node for statement in self.function.body for node in _without_functions(statement)]
        stored = [node for node in own if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
        line = getattr(self.node, "lineno", 0)
        before = [node.id for node in sorted(stored, key=lambda node: node.lineno) if node.lineno < line]
        return list(dict.fromkeys([*parameters(self.function), *before]))

    def attributes(self) -> list[str]:
        """The names x that the class gives a value by `self.x = ...`, in any of its methods."""
        if self.kind is None:
            return []
        own = [node for node in ast.walk(self.kind) if isinstance(node, ast.Attribute) and is_of_self(node)]
        return list(dict.fromkeys(node.attr for node in own if isinstance(node.ctx, ast.Store)))


def is_of_self(node: ast.Attribute) -> bool:
    """Whether an attribute is one of `self`."""
    return isinstance(node.value, ast.Name) and node.value.id == "self"


def sites(tree: ast.Module) -> Iterator[Site]:
    """Every place in the code, outermost first; docstrings, annotations, decorators and messages are left out."""
    yield from _below(tree, None, None, None)


def parameters(function: Definition) -> list[str]:
    """The names of a function's parameters, in order."""
    every = function.args
    stars = [argument for argument in (every.vararg, every.kwarg) if argument]
    return [argument.arg for argument in [*every.posonlyargs, *every.args, *every.kwonlyargs, *stars]]


def _below(
    parent: ast.AST, grandparent: ast.AST | None, function: Definition | None, kind: ast.ClassDef | None
) -> Iterator[Site]:
    inside = parent if isinstance(parent, Definition) else function
    kind = parent if isinstance(parent, ast.ClassDef) else kind
    for field, value in ast.iter_fields(parent):
        if field in NOT_CODE:
            continue
        for index, node in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if not isinstance(node, ast.AST) or _is_text_alone(node):
                continue
            yield Site(node, parent, field, index, grandparent, inside, kind)
            if not isinstance(node, ast.Raise | ast.JoinedStr):  # their text is free
                yield from _below(node, parent, inside, kind)


def _is_text_alone(node: ast.AST) -> bool:
    """Whether a statement is a text, as a docstring is."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _without_functions(node: ast.AST) -> Iterator[ast.AST]:
    """A node and those below it, as far as they belong to the same function; comprehensions keep their names too."""
    yield node
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, Definition | ast.Lambda | ast.ClassDef | ast.comprehension):
            yield from _without_functions(child)
