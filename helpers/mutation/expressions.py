"""Mutations of expressions: operators, comparisons, conditions, constants, names, elements."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from helpers.mutation.site import Site, is_of_self

OTHER_OPERATORS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub, ast.Mult),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Add, ast.Div),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Mult, ast.Mod),
    ast.Mod: (ast.FloorDiv,),
    ast.Pow: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
    ast.BitXor: (ast.BitOr,),
}
ORDER_MATTERS = (ast.Sub, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.MatMult)
OTHER_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}


def other_operator(site: Site) -> Iterator[ast.AST]:
    """`a + b` becomes `a - b` and `a * b`; `x @ W` becomes `x * W`."""
    node = site.node
    if isinstance(node, ast.BinOp):
        for other in OTHER_OPERATORS.get(type(node.op), ()):
            yield ast.BinOp(node.left, other(), node.right)


def dropped_operand(site: Site) -> Iterator[ast.AST]:
    """`a + b` becomes `a`, and `b`."""
    if isinstance(site.node, ast.BinOp):
        yield site.node.left
        yield site.node.right


def swapped_operands(site: Site) -> Iterator[ast.AST]:
    """`a - b` becomes `b - a`, where the order matters."""
    node = site.node
    if isinstance(node, ast.BinOp) and isinstance(node.op, ORDER_MATTERS):
        yield ast.BinOp(node.right, node.op, node.left)


def dropped_sign(site: Site) -> Iterator[ast.AST]:
    """`-x`, `~x` and `not x` become `x`."""
    if isinstance(site.node, ast.UnaryOp) and signed_number(site.node) is None:
        yield site.node.operand


def other_comparison(site: Site) -> Iterator[ast.AST]:
    """`a < b` becomes `a <= b` and `a > b`; `==`, `is` and `in` become their opposites."""
    node = site.node
    if isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            for other in OTHER_COMPARISONS[type(operator)]:
                yield ast.Compare(node.left, [*node.ops[:place], other(), *node.ops[place + 1 :]], node.comparators)


def other_logic(site: Site) -> Iterator[ast.AST]:
    """`a and b` becomes `a or b`, and loses one side; the same for `or`."""
    node = site.node
    if isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
        for place in range(len(node.values)):
            rest = [*node.values[:place], *node.values[place + 1 :]]
            yield ast.BoolOp(node.op, rest) if len(rest) > 1 else rest[0]


def other_condition(site: Site) -> Iterator[ast.AST]:
    """The condition of an `if`, a `while` or a comprehension is turned round, always true, and never."""
    node = site.node
    if not (site.field == "test" or (site.field == "ifs" and isinstance(site.parent, ast.comprehension))):
        return
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    else:
        yield ast.UnaryOp(ast.Not(), node)  # type: ignore[arg-type]
    yield ast.Constant(True)
    yield ast.Constant(False)


def other_constant(site: Site) -> Iterator[ast.AST]:
    """A whole number becomes its neighbours, and a negative one loses its sign; a fraction becomes one more, and
    nothing; True becomes False.
    """
    if site.keyword in ("axis", "dim", "keepdims", "keepdim"):
        return
    if isinstance(site.node, ast.Constant) and isinstance(site.node.value, bool):
        yield ast.Constant(not site.node.value)
        return
    if isinstance(site.parent, ast.UnaryOp) and signed_number(site.parent) is not None:
        return  # the number and its sign are one site
    value = signed_number(site.node)
    if isinstance(value, int):
        yield number(value + 1)
        yield number(value - 1)
        if value < 0:
            yield number(-value)
    elif isinstance(value, float):
        yield number(value + 1.0)
        yield number(0.0)


def other_text(site: Site) -> Iterator[ast.AST]:
    """A text becomes empty, and an empty one does not; the subscripts of einsum have an operator of their own."""
    node = site.node
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and not is_einsum(site.parent):
        yield ast.Constant("" if node.value else "x")


def other_name(site: Site) -> Iterator[ast.AST]:
    """A variable becomes each other one that has a value at that place; no list is appended to itself."""
    node = site.node
    if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load):
        return
    if isinstance(site.parent, ast.Call) and site.field == "func":
        return
    called_on = ""
    if isinstance(site.parent, ast.Call) and isinstance(site.parent.func, ast.Attribute):
        called_on = getattr(site.parent.func.value, "id", "")
    names = site.names()
    if node.id in names:
        for other in names:
            if other not in (node.id, called_on):
                yield ast.Name(other, ast.Load())


def other_attribute(site: Site) -> Iterator[ast.AST]:
    """`self.a` becomes each other `self.b` that the class gives a value."""
    node = site.node
    if isinstance(node, ast.Attribute) and is_of_self(node) and isinstance(node.ctx, ast.Load):
        names = site.attributes()
        if node.attr in names:
            for other in names:
                if other != node.attr:
                    yield ast.Attribute(node.value, other, ast.Load())


def swapped_elements(site: Site) -> Iterator[ast.AST]:
    """`a, b` becomes `b, a`: what is returned, the axes of a shape, the places of an index."""
    node = site.node
    if isinstance(node, ast.Tuple | ast.List) and isinstance(node.ctx, ast.Load):
        for place in range(len(node.elts) - 1):
            first, second = node.elts[place : place + 2]
            yield type(node)([*node.elts[:place], second, first, *node.elts[place + 2 :]], ast.Load())


def dropped_element(site: Site) -> Iterator[ast.AST]:
    """`a, b` becomes `a,` and `b,`; an entry of a dictionary is left out."""
    node = site.node
    if isinstance(node, ast.Tuple | ast.List) and isinstance(node.ctx, ast.Load):
        for place in range(len(node.elts)):
            rest = [*node.elts[:place], *node.elts[place + 1 :]]
            alone = len(rest) == 1 and isinstance(site.parent, ast.Subscript)  # x[:, t] becomes x[t], not x[t,]
            yield rest[0] if alone else type(node)(rest, ast.Load())
    elif isinstance(node, ast.Dict):
        for place in range(len(node.keys)):
            yield ast.Dict(
                [*node.keys[:place], *node.keys[place + 1 :]], [*node.values[:place], *node.values[place + 1 :]]
            )


def signed_number(node: ast.AST) -> int | float | None:
    """The number that a node is, its sign with it; None for anything else."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        value = signed_number(node.operand)
        return None if value is None or isinstance(node.operand, ast.UnaryOp) else -value
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return node.value  # type: ignore[return-value]
    return None


def number(value: int | float) -> ast.expr:
    """A number as Python's grammar has it: a negative one is a sign and a number."""
    return ast.Constant(value) if value >= 0 else ast.UnaryOp(ast.USub(), ast.Constant(-value))


def is_einsum(node: ast.AST) -> bool:
    """Whether a node is a call of NumPy's or torch's einsum."""
    if not isinstance(node, ast.Call):
        return False
    function = node.func
    return "einsum" in (getattr(function, "attr", ""), getattr(function, "id", ""))
