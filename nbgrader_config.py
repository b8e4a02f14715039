"""Makes this folder an nbgrader course: every stock command works from here, and formgrader too."""

import os
import sys
from pathlib import Path

import nbgrader
from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.preprocessors import ClearSolutions, Execute

c = get_config()  # noqa: F821  nbgrader defines it when it loads this file

root = Path(__file__).resolve().parent

# The kernels that execute a notebook, and nbgrader itself, find the course's own package whatever folder they work in.
sys.path.insert(0, str(root))
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(root), os.environ.get("PYTHONPATH")]))
# nbgrader calls `alembic` by name when it makes a gradebook; it lies beside the interpreter.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])

c.CourseDirectory.course_id = "unrolled"
c.CourseDirectory.root = str(root)
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "notebooks"
# Only the notebook goes along, with the two files that the exchange itself writes. A learner's numpy.py
# beside the notebook would otherwise be imported in place of the real one.
c.CourseDirectory.include = ["*.ipynb", "*.html", "timestamp.txt", "submission_secret.txt"]
c.CourseDirectory.ignore = [".*", "__pycache__", "feedback", "*.py*", "*.so"]
c.Exchange.root = str(root / "exchange")

# The release has a stub of its own for every exercise and every quiz.
c.GenerateAssignment.preprocessors = [
    "helpers.build.release.ReleaseSolutions" if preprocessor is ClearSolutions else preprocessor
    for preprocessor in GenerateAssignment.preprocessors.default()
]

# Autograding refuses to start where a lesson's checks cannot tell right from wrong.
c.Autograde.exporter_class = "helpers.grading.readiness_guard.ReadyLessonExporter"
# What was handed in is laid into the lesson's own notebook, and judged in the sandbox, as `helpers grade` does it.
c.Autograde.sanitize_preprocessors = [
    "helpers.grading.judging.preprocessor.LaidIntoLesson",
    *Autograde.sanitize_preprocessors.default(),
]
c.Autograde.autograde_preprocessors = [
    "helpers.grading.judging.preprocessor.JudgedOutside" if preprocessor is Execute else preprocessor
    for preprocessor in Autograde.autograde_preprocessors.default()
]
# Validate in JupyterLab runs a learner's notebook as it is. A cell has a minute there.
c.Execute.timeout = 60
# How long the last lines of output may take on a busy machine before nbgrader gives the notebook up.
c.Execute.iopub_timeout = 30
# Nothing of a learner's notebook is worth waiting for once its last cell has run.
c.Execute.shutdown_kernel = "immediate"
c.KernelManager.transport_encryption = "auto"

# The page of feedback is helpers/grading/templates/feedback. It has the name of nbgrader's own template, because
# formgrader asks for that one by name; nbgrader's folder follows, because formgrader's views lie there.
c.HTMLExporter.extra_template_basedirs = [
    str(root / "helpers" / "grading" / "templates"),
    str(Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates"),
]
c.HTMLExporter.filters = {
    "feedback_of": "helpers.grading.feedback.feedback_of",
    "prose": "helpers.checks.prose.prose",
}
