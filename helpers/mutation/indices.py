"""Mutations of what arrays are indexed, cut, transposed and summed by."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from helpers.mutation.expressions import is_einsum, number, signed_number
from helpers.mutation.site import Site

AXIS = ("axis", "dim")
KEEPDIMS = ("keepdims", "keepdim")
MAY_BE_A_MATRIX = (ast.Name, ast.Attribute, ast.Subscript, ast.Call)


def off_by_one(site: Site) -> Iterator[ast.AST]:
    """An index or a bound that is computed becomes one more, and one less: `x[:, t]` becomes `x[:, t + 1]`."""
    node = site.node
    if not isinstance(node, ast.Name | ast.Attribute | ast.Call | ast.BinOp | ast.Subscript):
        return
    is_index = isinstance(site.parent, ast.Subscript) and site.field == "slice"
    is_bound = isinstance(site.parent, ast.Slice)
    if is_index or is_bound or _is_one_of_several_indices(site):
        yield ast.BinOp(node, ast.Add(), ast.Constant(1))
        yield ast.BinOp(node, ast.Sub(), ast.Constant(1))


def dropped_bound(site: Site) -> Iterator[ast.AST]:
    """`a[i:j]` becomes `a[i:]` and `a[:j]`; `a[::-1]` becomes `a[:]`."""
    node = site.node
    if isinstance(node, ast.Slice):
        if node.lower is not None:
            yield ast.Slice(None, node.upper, node.step)
        if node.upper is not None:
            yield ast.Slice(node.lower, None, node.step)
        if node.step is not None:
            yield ast.Slice(node.lower, node.upper, None)


def dropped_index(site: Site) -> Iterator[ast.AST]:
    """`x[mask]` becomes `x`."""
    node = site.node
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
        yield node.value


def transpose(site: Site) -> Iterator[ast.AST]:
    """`W.T` becomes `W`, and a factor of a matrix product is transposed."""
    node = site.node
    if isinstance(node, ast.Attribute) and node.attr in ("T", "mT"):
        yield node.value
        return
    is_factor = isinstance(site.parent, ast.BinOp) and isinstance(site.parent.op, ast.MatMult)
    if is_factor and isinstance(node, MAY_BE_A_MATRIX):
        yield ast.Attribute(node, "T", ast.Load())


def other_axis(site: Site) -> Iterator[ast.AST]:
    """The axis of a sum, a stack or a softmax becomes its neighbours."""
    value = signed_number(site.node)
    if site.keyword in AXIS and isinstance(value, int):
        yield number(value + 1)
        yield number(value - 1)


def keepdims(site: Site) -> Iterator[ast.AST]:
    """`keepdims=True` becomes False; leaving it out is a dropped argument."""
    if site.keyword in KEEPDIMS and isinstance(site.node, ast.Constant):
        yield ast.Constant(not site.node.value)


def subscripts_of_einsum(site: Site) -> Iterator[ast.AST]:
    """The letters of each factor, and of the result, are written backwards: "nd,dh->nh" becomes "dn,dh->nh"."""
    node = site.node
    if not (is_einsum(site.parent) and isinstance(node, ast.Constant) and isinstance(node.value, str)):
        return
    factors, arrow, result = node.value.partition("->")
    terms = [*factors.split(","), result]
    for place in range(len(terms)):
        turned = [*terms[:place], terms[place][::-1], *terms[place + 1 :]]
        yield ast.Constant(",".join(turned[:-1]) + arrow + turned[-1])


def _is_one_of_several_indices(site: Site) -> bool:
    return isinstance(site.parent, ast.Tuple) and isinstance(site.grandparent, ast.Subscript)
