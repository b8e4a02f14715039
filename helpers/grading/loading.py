"""Loading what stays as long as a process does."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """Collect no garbage inside, and leave out of later collections what is there at the end.

    Modules and lessons make objects by the ten thousand that all stay. Collections would look at them again and again,
    and in a process that was forked each look makes a copy of what it looks at.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
