"""What a page of feedback shows of a graded notebook: the learner's code, the check's sentences, the points.

The lesson's prose is not repeated, and the source of test cells, which holds hidden tests, is never shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from nbformat import NotebookNode

from helpers.grade_ids import exercise_and_part
from helpers.notebooks.marks import is_answer, is_marked_by_hand

# An error that a check raises carries its whole report as its message; of any other, the traceback could quote a test.
REPORTING_ERRORS = ("CheckFailed", "NotImplementedError")
HEADLINE = re.compile(r"[\w, ]+?(, hidden cases)?: (\d+) of (\d+) passed")
ROW = re.compile(r"  (passed|failed|skipped)\s+(.*)")
TOLD = "grading"  # of a graded notebook's own metadata: what there is to say of the notebook as a whole
BY_HAND = "A person marks this. It has no mark yet, or 0 points."
NOT_REACHED = "Not tried: the run had ended before."
LOST = re.compile(r"\w+, \w+: (?=\w)")  # the judge names the part, which the page has in its heading
ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


@dataclass(frozen=True)
class Sentence:
    """One line of a check's report; `mark` is "passed", "failed" or "skipped" for a case and "" for everything else."""

    text: str
    mark: str = ""


@dataclass(frozen=True)
class Part:
    """One graded cell: its part's name ("" for a quiz), its points, and what its check said.

    by_hand  whether a person marks it: nothing is lost there as long as nobody has
    """

    name: str
    points: float
    out_of: float
    sentences: tuple[Sentence, ...]
    by_hand: bool = False

    @property
    def full(self) -> bool:
        return self.points >= self.out_of

    @property
    def lost(self) -> float:
        return 0.0 if self.by_hand and not self.points else max(0.0, self.out_of - self.points)


@dataclass
class Exercise:
    """One exercise with its parts; `failure` says that the learner's own cell could not be run to its end."""

    name: str
    source: str = ""
    cell_type: str = "code"
    failure: str = ""
    comment: str = ""
    parts: list[Part] = field(default_factory=list)

    @property
    def points(self) -> float:
        return sum(part.points for part in self.parts)

    @property
    def out_of(self) -> float:
        return sum(part.out_of for part in self.parts)

    @property
    def lost(self) -> float:
        return sum(part.lost for part in self.parts)


@dataclass(frozen=True)
class Feedback:
    """A page: the lesson's title and its exercises in the notebook's order.

    ended    why the run was ended early, as a sentence; empty when it was not
    repairs  what was put right in the notebook before it was graded, a sentence each
    """

    title: str
    exercises: tuple[Exercise, ...]
    ended: str = ""
    repairs: tuple[str, ...] = ()

    @property
    def lost(self) -> float:
        return sum(exercise.lost for exercise in self.exercises)


def feedback_of(notebook: NotebookNode) -> Feedback:
    """The feedback in a graded notebook whose cells carry the gradebook's scores, as nbgrader's GetGrades adds them."""
    told = notebook.metadata.get(TOLD, {})
    ended = told.get("ended", "")
    graded = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id")]
    exercises = {}
    for cell in graded:
        marks = cell.metadata.nbgrader
        if is_answer(marks):
            exercises[marks.grade_id] = Exercise(
                marks.grade_id,
                cell.source,
                cell.cell_type,
                _failure(cell),
                _comment(marks),
            )
    for cell in graded:
        marks = cell.metadata.nbgrader
        if not marks.get("grade"):
            continue
        name, part = exercise_and_part(marks.grade_id, exercises)
        exercise = exercises.setdefault(name, Exercise(name, failure="The cell of this exercise was not handed in."))
        points = float(marks.get("score") or 0)
        sentences = sentences_of(cell)
        if ended and [sentence.text for sentence in sentences] == [ended]:
            sentences = (Sentence(NOT_REACHED),)  # why is said once, at the top
        by_hand = is_marked_by_hand(marks)
        if by_hand:
            sentences = () if points else (Sentence(BY_HAND),)
        exercise.parts.append(Part(part, points, float(marks.points), sentences, by_hand))
    return Feedback(
        title_of(notebook),
        tuple(exercise for exercise in exercises.values() if exercise.parts or exercise.comment),
        ended,
        tuple(told.get("repairs", ())),
    )


def sentences_of(cell: NotebookNode) -> tuple[Sentence, ...]:
    """What the check of a test cell said, line by line."""
    text = ""
    for output in cell.get("outputs", []):
        if output.output_type == "stream" and output.name == "stdout":
            text += output.text
        elif output.output_type == "error" and output.ename in REPORTING_ERRORS:
            text += "\n" + output.evalue
        elif output.output_type == "error":
            text += "\n" + _plain_error(output)
    lines = ANSI.sub("", text).splitlines()
    return tuple(_sentence(line) for line in lines if line.strip())


def _sentence(line: str) -> Sentence:
    if row := ROW.match(line):
        return Sentence(row[2], row[1])
    if headline := HEADLINE.fullmatch(line):  # the page has the exercise and the part in its own headings
        return Sentence(f"{headline[2]} of {headline[3]} {'hidden ' if headline[1] else ''}cases passed")
    return Sentence(line.strip())


def _comment(marks: NotebookNode) -> str:
    """A person's comment; nbgrader's own on an untouched cell is left out, since the check has said it."""
    comment = marks.get("comment") or ""
    return "" if comment == "No response." else comment


def _failure(cell: NotebookNode) -> str:
    """Why the learner's own cell did not run to its end, or nothing."""
    for output in cell.get("outputs", []):
        if output.output_type == "error" and output.ename != "NotImplementedError":
            return "This cell stopped before its end. " + _plain_error(output)
    return ""


def _plain_error(output: NotebookNode) -> str:
    first = ANSI.sub("", output.evalue).strip().splitlines()[:1]
    if output.ename in ("CellTimeoutError", "CellTimeUp"):
        return "The cell was still running when its time was over, and was stopped."
    if output.ename == "MemoryError":
        return "The cell asked for more memory than a submission may have."
    if output.ename == "DeadKernelError":  # nbgrader's own says "Kernel died", the judge's says more
        said = LOST.sub("", first[0], count=1) if first and first != ["Kernel died"] else ""
        return said[:1].upper() + said[1:] if said else "Python ended while the cell was running."
    return ": ".join([output.ename, *first])


def title_of(notebook: NotebookNode) -> str:
    """The first heading of a notebook, which is its lesson's title."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for line in cell.source.splitlines():
                if line.startswith("# "):
                    return line[2:].strip()
    return ""
