"""Put on record what a check came to, when it runs in a learner's working copy and nowhere else."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path, PureWindowsPath
from typing import Any

from helpers import paths
from helpers.checks.history import last_to_bind
from helpers.progress.record import SESSION_NAME, Mark, fingerprint, note


def record_check(lesson: str, exercise: str, part: str, state: str, namespace: dict[str, Any], shell: Any) -> None:
    """Put the state of a check on record, with the fingerprint of the cell that it tried.

    namespace  the notebook's globals
    shell      the IPython shell that runs the notebook

    Nothing is written unless the notebook is the working copy of the lesson. What cannot be written is left out:
    a check never fails for its record.
    """
    with contextlib.suppress(Exception):  # a disk, a shell or a module that is not as usual is no mistake in an answer
        folder = Path.cwd()
        if not is_working_copy(lesson, folder, _notebook_name(namespace)):
            return
        history = shell.history_manager
        source = last_to_bind(exercise, history.input_hist_parsed, history.input_hist_raw)
        note(folder, exercise, part, Mark(state, fingerprint(source) if source else "", time.time()))


def is_working_copy(lesson: str, folder: Path, notebook: str) -> bool:
    """Whether a notebook that works in a folder is the learner's copy of a lesson.

    notebook  the notebook's file name; where it is not known, empty, the folder decides
    """
    if notebook and notebook != f"{lesson}.ipynb":  # such as an earlier copy, or `02_vanilla_rnn (new).ipynb`
        return False
    return folder.resolve() == (paths.WORK / lesson).resolve()


def _notebook_name(namespace: dict[str, Any]) -> str:
    """The file name of the notebook that runs here, as JupyterLab, the command `check` or VS Code told it."""
    path = os.environ.get(SESSION_NAME) or namespace.get("__vsc_ipynb_file__") or ""
    return PureWindowsPath(str(path)).name  # which knows both kinds of slashes
