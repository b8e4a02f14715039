"""The driver for a plain function."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def call(function: Callable[..., Any], arguments: dict[str, Any]) -> Any:
    """What the function returns. Arguments go by position: a learner may rename parameters."""
    return function(*arguments.values())
