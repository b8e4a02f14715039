"""A progress bar for work of more than two seconds, in a notebook."""

import html
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

LESSON = "01_bag_of_words"

Item = TypeVar("Item")
SECONDS_BETWEEN_UPDATES = 0.1


def progress(items: Iterable[Item], label: str) -> Iterator[Item]:
    """Yields the items, and shows in a notebook how many are done. The bar is gone when the work is.

    It ends as it began, empty, so that an executed notebook and one that is executed again agree.
    """
    items = list(items)
    handle = _bar()
    shown = time.monotonic()
    for done, item in enumerate(items):
        yield item
        if handle is not None and time.monotonic() - shown >= SECONDS_BETWEEN_UPDATES:
            shown = time.monotonic()
            handle.update({"text/html": _as_html(done + 1, len(items), label)}, raw=True)
    if handle is not None:
        handle.update({"text/html": ""}, raw=True)


def _bar():
    from IPython.core.getipython import get_ipython
    from IPython.display import display

    if not hasattr(get_ipython(), "kernel"):
        return None
    return display({"text/html": ""}, raw=True, display_id=True)


def _as_html(done: int, total: int, label: str) -> str:
    return f'<label>{html.escape(label)} <progress value="{done}" max="{total}"></progress> {done} of {total}</label>'
