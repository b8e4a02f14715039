"""Keeps nbgrader from grading where checks cannot tell right from wrong, or submissions cannot be run safely."""

from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbgrader.converters import NbGraderException

from helpers import Refusal
from helpers.build.readiness import refuse_unless_ready
from helpers.grading.sandbox.pieces import refuse_unless_sandboxed


class ReadyLessonExporter(NotebookExporter):
    """The notebook exporter of an autograding run, which refuses to be made unless the lessons are ready.

    nbgrader makes the exporter of a run once, after it has found what to grade and before it touches any of it.
    That holds for the command and for formgrader alike, so both refuse here and no file or point changes.

    Raises NbGraderException, which the command turns into exit code 1 and formgrader into a failed run,
    once the sentence is logged.
    """

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        for lesson in sorted({Path(folder).name for folder in self.parent.assignments}):
            try:
                refuse_unless_sandboxed()
                refuse_unless_ready(lesson)
            except Refusal as refusal:
                self.log.error("%s", refusal)
                raise NbGraderException(str(refusal)) from refusal
