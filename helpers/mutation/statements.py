"""Mutations of statements: what is left out, done in place, or done the other way round."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from helpers.mutation.expressions import OTHER_OPERATORS
from helpers.mutation.site import Definition, Site

KEPT = (Definition, ast.ClassDef, ast.Import, ast.ImportFrom, ast.Global, ast.Nonlocal, ast.Pass)


def dropped_statement(site: Site) -> Iterator[ast.AST]:
    """A statement becomes `pass`, with all that it holds."""
    if isinstance(site.node, ast.stmt) and not isinstance(site.node, KEPT):
        yield ast.Pass()


def other_assignment(site: Site) -> Iterator[ast.AST]:
    """`a += b` becomes `a -= b`, and `a = b`."""
    node = site.node
    if isinstance(node, ast.AugAssign):
        for other in OTHER_OPERATORS.get(type(node.op), ()):
            yield ast.AugAssign(node.target, other(), node.value)
        yield ast.Assign([node.target], node.value, lineno=node.lineno)


def changed_in_place(site: Site) -> Iterator[ast.AST]:
    """`a = a + b` becomes `a += b`, which changes an array that others hold."""
    node = site.node
    if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.value, ast.BinOp):
        target, value = node.targets[0], node.value
        if isinstance(target, ast.Name) and isinstance(value.left, ast.Name) and target.id == value.left.id:
            yield ast.AugAssign(target, value.op, value.right)


def loop_turned_round(site: Site) -> Iterator[ast.AST]:
    """A `for` begins at the other end; for one that does already, that is a dropped call."""
    node = site.node
    if not isinstance(node, ast.expr) or not isinstance(site.parent, ast.For) or site.field != "iter":
        return
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "reversed"):
        everything = ast.Call(ast.Name("list", ast.Load()), [node], [])
        yield ast.Call(ast.Name("reversed", ast.Load()), [everything], [])


def other_jump(site: Site) -> Iterator[ast.AST]:
    """`break` becomes `continue`, and the other way round."""
    if isinstance(site.node, ast.Break):
        yield ast.Continue()
    elif isinstance(site.node, ast.Continue):
        yield ast.Break()


def dropped_context(site: Site) -> Iterator[ast.AST]:
    """`with torch.no_grad(): ...` keeps its body alone."""
    node = site.node
    if isinstance(node, ast.With) and not any(item.optional_vars for item in node.items):
        yield ast.If(ast.Constant(True), node.body, [])


def other_exception(site: Site) -> Iterator[ast.AST]:
    """`raise ValueError(...)` becomes `raise Exception(...)`."""
    node = site.node
    if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
        yield ast.Raise(ast.Call(ast.Name("Exception", ast.Load()), node.exc.args, node.exc.keywords), node.cause)
