"""Whether a learner's answer will import torch, told without running it.

The first `import torch` takes seconds. In an answer they would count against its time.
"""

from __future__ import annotations

import sys
import types
from collections.abc import Iterator
from typing import Any

from helpers.checks.class_members import function_of

TORCH = "torch"


def needs_torch(answer: Any, namespace: dict[str, Any]) -> bool:
    """Whether a function or class names torch, itself or in functions of the notebook that it uses.

    False where torch is loaded already: then nothing is left to do.
    """
    if TORCH in sys.modules:
        return False
    waiting, seen = list(_codes(answer)), set()
    while waiting:
        code = waiting.pop()
        if code in seen:
            continue
        seen.add(code)
        if any(name.split(".")[0] == TORCH for name in code.co_names):
            return True
        waiting += [constant for constant in code.co_consts if isinstance(constant, types.CodeType)]
        for name in code.co_names:
            waiting += _codes(namespace.get(name))
    return False


def _codes(value: Any) -> Iterator[types.CodeType]:
    """The code of a function, or of the methods of a class, as far as it is Python's."""
    if isinstance(value, types.FunctionType):
        yield value.__code__
    elif isinstance(value, type):
        for member in list(vars(value).values()):
            if (function := function_of(member)) is not None:
                yield function.__code__
