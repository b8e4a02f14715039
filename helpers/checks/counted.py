"""What stands in for an earlier exercise while a later one is tried: the right function or class, its calls counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def counted(name: str, right: Callable[..., Any], calls: dict[str, int]) -> Callable[..., Any]:
    """A function or class that does what the right one does; each call, or each object made, adds one to calls[name].

    For a class it is a class: it can be subclassed, and `isinstance` and `issubclass` say of it what they say of the
    right one.
    """
    return _counted_class(name, right, calls) if isinstance(right, type) else _counted_function(name, right, calls)


def _counted_function(name: str, right: Callable[..., Any], calls: dict[str, int]) -> Callable[..., Any]:
    def stand_in(*arguments: Any, **options: Any) -> Any:
        calls[name] += 1
        return right(*arguments, **options)

    return stand_in


def _counted_class(name: str, right: type, calls: dict[str, int]) -> type:
    class Kind(type(right)):  # type: ignore[misc]
        def __instancecheck__(cls, value: Any) -> bool:
            return isinstance(value, right) if cls is stand_in else super().__instancecheck__(value)

        def __subclasscheck__(cls, kind: type) -> bool:
            return issubclass(kind, right) if cls is stand_in else super().__subclasscheck__(kind)

    def __init__(self: Any, *arguments: Any, **options: Any) -> None:
        calls[name] += 1
        right.__init__(self, *arguments, **options)  # type: ignore[misc]

    own = {"__init__": __init__, "__module__": right.__module__, "__qualname__": right.__qualname__}
    stand_in = Kind(right.__name__, (right,), own | {"__doc__": right.__doc__})
    return stand_in
