"""The operators of mutation: each takes a site and gives what may stand there instead.

An operator may give what means the same or fails at once: the former is found out by whoever runs it, the latter is
killed at no cost. It must give valid Python.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from helpers.mutation import calls, expressions, indices, statements
from helpers.mutation.site import Site

Operator = Callable[[Site], Iterator[ast.AST]]

OPERATORS: dict[str, Operator] = {
    "other operator": expressions.other_operator,
    "dropped operand": expressions.dropped_operand,
    "swapped operands": expressions.swapped_operands,
    "dropped sign": expressions.dropped_sign,
    "other comparison": expressions.other_comparison,
    "other logic": expressions.other_logic,
    "other condition": expressions.other_condition,
    "other constant": expressions.other_constant,
    "other text": expressions.other_text,
    "other name": expressions.other_name,
    "other attribute": expressions.other_attribute,
    "swapped elements": expressions.swapped_elements,
    "dropped element": expressions.dropped_element,
    "off by one": indices.off_by_one,
    "dropped bound": indices.dropped_bound,
    "dropped index": indices.dropped_index,
    "transpose": indices.transpose,
    "other axis": indices.other_axis,
    "keepdims": indices.keepdims,
    "subscripts of einsum": indices.subscripts_of_einsum,
    "swapped arguments": calls.swapped_arguments,
    "dropped argument": calls.dropped_argument,
    "dropped call": calls.dropped_call,
    "other function": calls.other_function,
    "other range": calls.other_range,
    "dropped statement": statements.dropped_statement,
    "other assignment": statements.other_assignment,
    "changed in place": statements.changed_in_place,
    "loop turned round": statements.loop_turned_round,
    "other jump": statements.other_jump,
    "dropped context": statements.dropped_context,
    "other exception": statements.other_exception,
}
