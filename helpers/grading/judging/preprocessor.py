"""For nbgrader's own commands and the formgrader: a notebook is judged in the sandbox in place of being executed."""

from __future__ import annotations

import atexit
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from helpers.grading.feedback import TOLD
from helpers.grading.graded_notebook import graded_notebook
from helpers.grading.intake.intake import released_notebook
from helpers.grading.judging.bench import Bench, BenchLost
from helpers.grading.lesson_bench import bench_for
from helpers.notebooks.rebuild import rebuilt

_open: dict[str, Bench] = {}


class LaidIntoLesson(NbGraderPreprocessor):
    """Comes first: the notebook is the lesson's own from here on, with the learner's answers and added cells in it."""

    def preprocess(self, notebook: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """The rebuilt notebook; what had to be put right is logged."""
        result = rebuilt(notebook, released_notebook(resources["nbgrader"]["assignment"]))
        for sentence in result.repairs:
            self.log.warning("%s: %s", resources["nbgrader"]["student"], sentence)
        laid = nbformat.from_dict(result.notebook)
        laid.metadata[TOLD] = {"ended": "", "repairs": list(result.repairs)}
        return laid, resources


class JudgedOutside(NbGraderPreprocessor):
    """Stands in nbgrader's list of preprocessors where Execute stands; all others stay nbgrader's own.

    The bench of a lesson stays open for the submissions after it, as long as nbgrader runs.
    """

    def preprocess(self, notebook: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """The notebook with the outputs of its judgement. Raises BenchLost when it cannot be judged."""
        lesson = resources["nbgrader"]["assignment"]
        text = nbformat.writes(notebook, version=4)
        try:
            judgement = _bench(lesson).judge(text)
        except BenchLost:
            _close(lesson)
            judgement = _bench(lesson).judge(text)
        repairs = notebook.metadata.get(TOLD, {}).get("repairs", ())
        return graded_notebook(notebook, judgement, repairs), resources


def _bench(lesson: str) -> Bench:
    if lesson not in _open:
        _open[lesson] = bench_for(lesson).__enter__()
        atexit.register(_close, lesson)
    return _open[lesson]


def _close(lesson: str) -> None:
    if (bench := _open.pop(lesson, None)) is not None:
        bench.__exit__()
