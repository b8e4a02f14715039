"""The functions that travel to a cluster, by name. Its scheduler loads this module too, so that it asks for little."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from distributed import Worker


def is_known() -> bool:
    """True: where this can be called, there is a course."""
    return True


async def why_unfit(lesson: str, edition: dict[str, str], sandboxed: bool, dask_worker: Worker) -> str:
    """Why this worker cannot grade the lesson, as a sentence; empty when it can."""
    return await asyncio.to_thread(_why_unfit, lesson, edition, sandboxed, dask_worker)


def _why_unfit(lesson: str, edition: dict[str, str], sandboxed: bool, worker: Worker) -> str:
    from helpers.grading.cluster import on_worker

    return on_worker.why_unfit(lesson, edition, sandboxed, worker)


def judge(lesson: str, edition: dict[str, str], notebook: str, sandboxed: bool) -> bytes:
    """See `on_worker.judge`."""
    from helpers.grading.cluster import on_worker

    return on_worker.judge(lesson, edition, notebook, sandboxed)
