"""nbgrader opened on the course in this process, with the configuration that its own commands read."""

from __future__ import annotations

import os
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config, PyFileConfigLoader

from helpers import paths


def course_configuration() -> Config:
    """What nbgrader_config.py says; loading it also sets up this process's PATH and PYTHONPATH."""
    return PyFileConfigLoader("nbgrader_config.py", path=str(paths.ROOT)).load_config()


@contextmanager
def opened_course() -> Iterator[NbGraderAPI]:
    """nbgrader's own interface to the course, quiet meanwhile.

    Its libraries warn about their own insides, and the kernels that it starts write on the terminal; neither is
    of use to the person who grades. Whatever nbgrader has to say is in the log that each of its calls returns.
    """
    configuration = course_configuration()
    with warnings.catch_warnings(), _nothing_on_stderr():
        warnings.simplefilter("ignore")
        yield NbGraderAPI(CourseDirectory(config=configuration), config=configuration)


@contextmanager
def _nothing_on_stderr() -> Iterator[None]:
    """Keep what this process and its children write to the file descriptor of stderr off the terminal."""
    sys.stderr.flush()
    terminal = os.dup(2)
    try:
        with tempfile.TemporaryFile() as unread:
            os.dup2(unread.fileno(), 2)
            yield
    finally:
        sys.stderr.flush()
        os.dup2(terminal, 2)
        os.close(terminal)
