"""Which libraries a notebook's process has loaded before it begins.

A process is forked for each submission and for each exercise of it, and what is loaded is paid for at each fork: with
PyTorch and matplotlib 4 ms, or 14 where the kernel has no large pages, without them 2. They also take more than a
second to load. So there are two kinds of workers. A notebook that comes to a library which its worker has not loaded
imports it as any Python does, and only waits longer.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable

FEW, ALL = "few", "all"
_NAMED = re.compile(r"\b(torch|matplotlib|pyplot|pylab)\b")


def libraries_for(sources: Iterable[str]) -> str:
    """ALL where one of the sources names PyTorch or matplotlib, else FEW."""
    return ALL if any(map(_NAMED.search, sources)) else FEW


def load(libraries: str) -> None:
    """Import what submissions import, so that none has to wait for it."""
    for name in ("numpy", "helpers.draw", "helpers.checks.check"):
        importlib.import_module(name)
    if libraries == ALL:
        import matplotlib
        import torch

        matplotlib.use("Agg")
        importlib.import_module("matplotlib.pyplot")
        torch.set_num_threads(1)  # a process that has run more threads must not be forked
