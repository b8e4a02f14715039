"""Grades the submissions of one or more lessons.

Nothing that is slow to import is imported here: benches are launched first, and load while this process does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from helpers import Refusal, paths
from helpers.grading.engine import Benches
from helpers.grading.loading import loading
from helpers.grading.machine import Machine, opened_machine
from helpers.grading.records import read_records
from helpers.grading.reporting.terminal import Reporter, Result

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
    results: list[Result] = []
    with opened_machine(wishes.scheduler, sandboxed=wishes.sandboxed, report=report) as machine:
        for lesson in wanted:
            machine.refuse_unless_fit(lesson)
        for lesson in wanted:
            students = list(wishes.only) or submitters(lesson)

            def jobs(most: int = len(students)) -> int:
                return max(1, min(wishes.jobs or machine.jobs(), most))

            with _benches(lesson, students, wishes, machine, jobs()) as benches:
                with loading():
                    from helpers.build.readiness import refuse_unless_ready
                    from helpers.grading.lesson_run import grade_lesson

                    if not results:
                        for each in wanted:
                            refuse_unless_ready(each)
                results += grade_lesson(lesson, students, jobs, benches, report, regrade=wishes.regrade)
    return 0 if all(result.points is not None or result.is_broken for result in results) else 1


def submitters(lesson: str) -> list[str]:
    """The learners with a folder for the lesson under submitted/, in order."""
    return sorted(
        folder.parent.name for folder in paths.SUBMITTED.glob(f"*/{lesson}") if not folder.parent.name.startswith(".")
    )


def _benches(lesson: str, students: Sequence[str], wishes: Wishes, machine: Machine, jobs: int) -> Benches:
    """The benches of a run, as many launched as there are jobs, and none where nothing is to be judged."""
    new = len(students) if wishes.regrade else len(set(students) - set(read_records(lesson).by_student))
    try:
        ahead = machine.launched(lesson, min(jobs, new))
    except Refusal:  # of a lesson that is not ready: what it lacks is told when that is looked at
        ahead = ()
    return Benches(lambda: machine.bench_for(lesson), ahead)
