"""Mutations of calls: their arguments, the function, and the call itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from helpers.mutation.site import Site

OTHER_FUNCTIONS = {
    "all": ("any",),
    "any": ("all",),
    "argmax": ("argmin",),
    "argmin": ("argmax",),
    "ceil": ("floor",),
    "cos": ("sin",),
    "cumprod": ("cumsum",),
    "cumsum": ("cumprod",),
    "exp": ("expm1", "exp2"),
    "floor": ("ceil",),
    "hstack": ("vstack",),
    "log": ("log1p", "log2"),
    "lower": ("upper",),
    "max": ("min",),
    "maximum": ("minimum",),
    "mean": ("sum", "max"),
    "min": ("max",),
    "minimum": ("maximum",),
    "ones": ("zeros",),
    "ones_like": ("zeros_like",),
    "prod": ("sum",),
    "sigmoid": ("tanh",),
    "sin": ("cos",),
    "std": ("var",),
    "sum": ("mean", "max"),
    "tanh": ("arctan", "sinh"),
    "upper": ("lower",),
    "var": ("std",),
    "vstack": ("hstack",),
    "zeros": ("ones",),
    "zeros_like": ("ones_like",),
}


def swapped_arguments(site: Site) -> Iterator[ast.AST]:
    """`f(a, b, c)` becomes `f(b, a, c)` and `f(a, c, b)`."""
    node = site.node
    if isinstance(node, ast.Call):
        for place in range(len(node.args) - 1):
            first, second = node.args[place : place + 2]
            yield ast.Call(node.func, [*node.args[:place], second, first, *node.args[place + 2 :]], node.keywords)


def dropped_argument(site: Site) -> Iterator[ast.AST]:
    """`f(a, b, axis=0)` becomes `f(a, axis=0)` and `f(a, b)`."""
    node = site.node
    if not isinstance(node, ast.Call):
        return
    if len(node.args) > 1:
        yield ast.Call(node.func, node.args[:-1], node.keywords)
    for place in range(len(node.keywords)):
        yield ast.Call(node.func, node.args, [*node.keywords[:place], *node.keywords[place + 1 :]])


def dropped_call(site: Site) -> Iterator[ast.AST]:
    """`f(a, b)` becomes `a`; `x.f(a)` becomes `x`, where x is a value and no module."""
    node = site.node
    if not isinstance(node, ast.Call):
        return
    if isinstance(node.func, ast.Attribute) and _is_value(node.func.value, site):
        yield node.func.value
    elif node.args and not isinstance(node.args[0], ast.Starred):
        yield node.args[0]


def other_function(site: Site) -> Iterator[ast.AST]:
    """`x.max()` becomes `x.min()`, `np.zeros(...)` becomes `np.ones(...)`, and the like."""
    node = site.node
    if not isinstance(node, ast.Call):
        return
    if isinstance(node.func, ast.Attribute):
        for other in OTHER_FUNCTIONS.get(node.func.attr, ()):
            yield ast.Call(ast.Attribute(node.func.value, other, ast.Load()), node.args, node.keywords)
    elif isinstance(node.func, ast.Name):
        for other in OTHER_FUNCTIONS.get(node.func.id, ()):
            yield ast.Call(ast.Name(other, ast.Load()), node.args, node.keywords)


def other_range(site: Site) -> Iterator[ast.AST]:
    """`range(n)` becomes `range(1, n)`, `range(n - 1)` and `range(n + 1)`."""
    node = site.node
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "range"):
        return
    if len(node.args) == 1:
        yield ast.Call(node.func, [ast.Constant(1), node.args[0]], [])
    for place, argument in enumerate(node.args):
        for operator in () if isinstance(argument, ast.Constant | ast.UnaryOp) else (ast.Sub(), ast.Add()):
            moved = ast.BinOp(argument, operator, ast.Constant(1))
            yield ast.Call(node.func, [*node.args[:place], moved, *node.args[place + 1 :]], [])


def _is_value(node: ast.expr, site: Site) -> bool:
    """Whether what stands before the dot is a value: a variable of the function, or anything that is no plain name."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return not isinstance(node, ast.Name) or node.id in site.names()
