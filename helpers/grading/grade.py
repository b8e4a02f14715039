"""Grades the submissions of one or more lessons: intake, the engine, the gradebook, pages of feedback, a table."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.exc import OperationalError

from helpers import Refusal, paths
from helpers.build.readiness import refuse_unless_ready
from helpers.grading.intake.intake import released_notebook, taken_in
from helpers.grading.machine import Machine, opened_machine
from helpers.grading.reporting.terminal import Reporter, Result, progress_through, table_of

WITHOUT_SANDBOX = (
    "Without the sandbox: submitted code can read this account's files, solutions and other submissions among them, "
    "change the gradebook, and use the network."
)


@dataclass(frozen=True)
class Wishes:
    """How to grade: how many at once, whom alone, again what is graded already, in a sandbox or not, and where."""

    jobs: int = 0  # 0: one for each core
    only: tuple[str, ...] = ()
    regrade: bool = False
    sandboxed: bool = True
    scheduler: str = ""  # the address of a Dask cluster's; empty: this machine's cores


def grade(lessons: Sequence[str] = (), wishes: Wishes = Wishes(), report: Reporter = print) -> int:
    """Grade the submissions of the lessons, or of all lessons that have some, into nbgrader's gradebook.

    What was graded before and has not changed since, neither the submission nor the lesson, is left as it is, unless
    it is wished to be graded again. A submission that cannot be graded is named with a sentence and stops no other.

    Returns 0 when every sound submission is graded, 1 when the run of one was ended by the grading's own fault.
    Raises Refusal, before anything is touched, when there is nothing to grade, a lesson is not ready, no sandbox can be
    made, or the cluster cannot be reached or has another course.
    """
    wanted = list(lessons) or [name for name in paths.lesson_names() if submitters(name)]
    if not wanted:
        raise Refusal("There are no submissions: they belong in submitted/LEARNER/LESSON/LESSON.ipynb.")
    if not wishes.sandboxed:
        report(WITHOUT_SANDBOX)
    for lesson in wanted:
        if not submitters(lesson):
            raise Refusal(
                f"There are no submissions of {lesson}: they belong in submitted/LEARNER/{lesson}/{lesson}.ipynb."
            )
        if absent := sorted(set(wishes.only) - set(submitters(lesson))):
            raise Refusal(
                f"There is no submission of {lesson} by {absent[0]}: submitted/{absent[0]}/{lesson} is missing."
            )
        refuse_unless_ready(lesson)
    try:
        with opened_machine(wishes.scheduler, sandboxed=wishes.sandboxed, report=report) as machine:
            for lesson in wanted:
                machine.refuse_unless_fit(lesson)
            results = [result for lesson in wanted for result in grade_lesson(lesson, wishes, machine, report)]
    except OperationalError as error:
        raise Refusal(
            f"The gradebook could not be written ({error.orig}): is another program at work on gradebook.db, or the "
            "disk full? What is graded so far is kept; type the same again to go on."
        ) from None
    return 0 if all(result.points is not None or result.is_broken for result in results) else 1


def submitters(lesson: str) -> list[str]:
    """The learners with a folder for the lesson under submitted/, in order."""
    return sorted(
        folder.parent.name for folder in paths.SUBMITTED.glob(f"*/{lesson}") if not folder.parent.name.startswith(".")
    )


def grade_lesson(lesson: str, wishes: Wishes, machine: Machine, report: Reporter) -> list[Result]:
    """Grade the submissions of one lesson, say how it goes, and return one result for each."""
    import nbformat

    from helpers.grading.engine import Benches, Task, judged
    from helpers.grading.judging.bench import BenchLost
    from helpers.grading.records import read_records
    from helpers.grading.result_writer import opened_writer

    students = list(wishes.only) or submitters(lesson)
    released = released_notebook(lesson)
    report(f"{lesson}: {len(students)} submissions")
    started = time.monotonic()
    results: dict[str, Result] = {}
    judged_now = graded_now = 0

    def jobs() -> int:
        return max(1, min(wishes.jobs or machine.jobs(), len(students)))

    records = read_records(lesson).by_student
    new = len(students) if wishes.regrade else len(set(students) - set(records))
    with (
        Benches(lambda: machine.bench_for(lesson), machine.launched(lesson, min(jobs(), new))) as benches,
        opened_writer(lesson, released, records) as writer,
        progress_through(len(students), report) as progress,
    ):

        def tasks() -> Iterator[Task]:
            for student in students:
                taken = taken_in(paths.SUBMITTED / student / lesson, lesson, released)
                digest = writer.digest_of(taken)
                if not wishes.regrade and (kept := writer.kept_result(student, digest)):
                    results[student] = kept
                elif taken.notebook is None:
                    results[student] = writer.write_ungraded(student, taken.sentence, digest)
                else:
                    yield Task(student, nbformat.v4.writes(taken.notebook), taken.repairs, digest)
                    continue
                progress(student)

        for task, outcome in judged(tasks(), jobs, benches.next):
            if isinstance(outcome, BenchLost):
                sentence = f"The grading itself was lost twice while this was run ({outcome}): grade it again."
                results[task.student] = writer.write_ungraded(task.student, sentence, "", is_broken=False)
            else:
                results[task.student] = writer.write(task, outcome)
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
