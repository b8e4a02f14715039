"""A run through the submissions of one lesson: intake, the engine, the writer of results, a table."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import cache
from typing import TYPE_CHECKING

from helpers import paths
from helpers.grading.at_hand import Task
from helpers.grading.edition import digest_of, edition_of
from helpers.grading.engine import Benches, judged
from helpers.grading.intake.intake import released_notebook, taken_in
from helpers.grading.judging.bench import BenchLost
from helpers.grading.judging.needed_libraries import libraries_of
from helpers.grading.loading import loading
from helpers.grading.records import read_records
from helpers.grading.reporting.terminal import Reporter, Result, progress_through, table_of

if TYPE_CHECKING:
    from helpers.grading.result_writer import ResultWriter


def grade_lesson(
    lesson: str, students: Sequence[str], jobs: Callable[[], int], benches: Benches, report: Reporter, *, regrade: bool
) -> list[Result]:
    """Grade the submissions of these learners, say how it goes, and return one result for each.

    jobs     how many submissions to have under way, which may grow
    regrade  whether to grade again what was graded and has not changed

    Raises Refusal when the gradebook cannot be written.
    """
    released = released_notebook(lesson)
    report(f"{lesson}: {len(students)} submissions")
    started = time.monotonic()
    results: dict[str, Result] = {}
    judged_now = graded_now = 0
    records, edition = read_records(lesson).by_student, edition_of(lesson)
    with progress_through(len(students), report) as progress, ExitStack() as at_the_end:

        @cache
        def writer() -> ResultWriter:
            """Opened when there is something to write: nbgrader is slow to load, and benches judge meanwhile."""
            with loading():
                from helpers.grading.result_writer import opened_writer

                return at_the_end.enter_context(opened_writer(lesson, released))

        def tasks() -> Iterator[Task]:
            for student in students:
                taken = taken_in(paths.SUBMITTED / student / lesson, lesson, released)
                digest = digest_of(edition, taken)
                record = None if regrade else records.get(student)
                if record and record.digest == digest and (kept := writer().kept_result(record)):
                    results[student] = kept
                elif taken.notebook is None:
                    results[student] = writer().write_ungraded(student, taken.sentence, digest)
                else:
                    text = json.dumps(taken.notebook, ensure_ascii=False)  # nbformat's own text takes ten times as long
                    yield Task(student, text, taken.repairs, digest, libraries_of(taken.notebook))
                    continue
                progress(student)

        for task, outcome in judged(tasks(), jobs, benches.next):
            if isinstance(outcome, BenchLost):
                sentence = f"The grading itself was lost twice while this was run ({outcome}): grade it again."
                results[task.student] = writer().write_ungraded(task.student, sentence, "", is_broken=False)
            else:
                results[task.student] = writer().write(task, outcome)
                graded_now += 1
            judged_now += 1
            progress(task.student)
    in_order = [results[student] for student in students]
    report(table_of(in_order))
    report(_summary(lesson, in_order, judged_now, graded_now, time.monotonic() - started))
    return in_order


def _summary(lesson: str, results: Sequence[Result], judged: int, graded_now: int, seconds: float) -> str:
    graded = sum(result.points is not None for result in results)
    took = f" in {seconds:.0f} s ({seconds / judged:.2f} s each)" if judged else ", nothing of it anew"
    lines = [f"{graded} of {len(results)} graded{took}."]
    if kept := graded - graded_now:
        lines.append(f"{kept} had not changed since they were graded.")
    if graded < len(results):
        lines.append(f"{len(results) - graded} could not be graded; the table says why.")
    lines.append(f"Scores are in gradebook.db, pages of feedback in feedback/LEARNER/{lesson}/{lesson}.html.")
    return " ".join(lines)
