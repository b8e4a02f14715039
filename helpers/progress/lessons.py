"""How far a learner is in each lesson, read from the files; no kernel is started and no key is loaded."""

from __future__ import annotations

from dataclasses import dataclass

from helpers import Refusal, paths
from helpers.commands.command_line import PROGRAM
from helpers.commands.working_copies import NotANotebook, read_cells
from helpers.progress.record import BrokenRecord, read_record
from helpers.progress.standing import Saved, Standing, answers_of, standing_of, tasks_of


@dataclass(frozen=True)
class LessonProgress:
    """How far a learner is in a lesson. `remark` says what is missing where nothing is on record."""

    lesson: str
    standings: tuple[Standing, ...]
    remark: str = ""

    @property
    def earned(self) -> float:
        return sum(standing.earned for standing in self.standings)

    @property
    def points(self) -> float:
        return sum(standing.points for standing in self.standings)

    def count(self, *, quizzes: bool) -> tuple[int, int]:
        """How many of the exercises, or of the questions, pass, and how many there are."""
        of_kind = [standing for standing in self.standings if standing.task.is_quiz is quizzes]
        return sum(standing.passes for standing in of_kind), len(of_kind)

    @property
    def to_do(self) -> Standing | None:
        """The first exercise or question that does not pass; None when all do."""
        return next((standing for standing in self.standings if not standing.passes), None)


def course_progress() -> list[LessonProgress]:
    """How far the learner is in every lesson, in order. Raises Refusal where there is no lesson."""
    if not (names := paths.lesson_names()):
        raise Refusal(f"There is no lesson in {paths.NOTEBOOKS}.")
    return [lesson_progress(name) for name in names]


def lesson_progress(lesson: str) -> LessonProgress:
    """How far the learner is in a lesson. Only work/LESSON/LESSON.ipynb counts, no other copy beside it."""
    try:
        tasks = tasks_of(read_cells(paths.NOTEBOOKS / lesson / f"{lesson}.ipynb"))
    except FileNotFoundError:
        raise Refusal(f"notebooks/{lesson}/{lesson}.ipynb is missing, and with it what there is to do.") from None
    except NotANotebook as problem:
        raise Refusal(f"notebooks/{lesson}/{lesson}.ipynb is no notebook, since {problem}.") from None
    copy, remark = paths.WORK / lesson / f"{lesson}.ipynb", ""
    saved, record = Saved({}, 0.0), {}
    try:
        saved = Saved(answers_of(read_cells(copy)), copy.stat().st_mtime)
        record = read_record(copy.parent)
        remark = "" if record else "nothing recorded yet"
    except FileNotFoundError:
        remark = f"no copy in work/ yet: {PROGRAM} lab"
    except OSError as problem:
        remark = f"work/{lesson}/{lesson}.ipynb cannot be read: {problem.strerror or problem}"
    except NotANotebook as problem:
        remark = f"work/{lesson}/{lesson}.ipynb cannot be read, since {problem}; rename it, and lab brings a fresh one"
    except BrokenRecord:
        remark = f"the record of its checks cannot be read: {PROGRAM} check {lesson.split('_')[0]} makes a new one"
    return LessonProgress(lesson, tuple(standing_of(task, record, saved) for task in tasks), remark)
