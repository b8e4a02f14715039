"""The functions in a learner's class, found without running any code of it."""

from __future__ import annotations

import types
from typing import Any


def function_of(member: Any) -> types.FunctionType | None:
    """The function in an entry of a class's dictionary: a method of any kind, or a property; None for others."""
    kind = type(member)
    if kind in (staticmethod, classmethod):
        member = member.__func__
    elif kind is property:
        member = member.fget
    return member if type(member) is types.FunctionType else None
