"""Which Python runs a command: this one where it has what the course needs, else the project's own .venv."""

import contextlib
import importlib.metadata
import importlib.util
import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import NoReturn

from helpers.commands import installation, requirements
from helpers.paths import ROOT


def ensure(words: list[str], root: Path = ROOT) -> None:
    """Return in a Python that has all dependencies, or run the command line `WORDS` in one and end with its exit code.

    Makes or repairs .venv where that is needed. In a Python that stays, PATH and PYTHONPATH are set so that
    programs and kernels that the command starts find the same packages, and this project's helpers.
    """
    if runs_in_project(root):
        if installation.what_is_wrong(root):
            # The Python that this environment was made from can repair it, or take it away; this one could not.
            installation.stamp_of(root).unlink(missing_ok=True)
            # It has no helpers of its own, so it is told where they are, whatever the working folder is.
            start = (
                f"import sys; sys.path.insert(0, {str(root)!r}); from helpers.__main__ import main; sys.exit(main())"
            )
            _run([sys._base_executable, "-c", start, *words])  # type: ignore[attr-defined]
        set_variables([installation.bin_folder(root)], None)
    elif is_equipped(root):
        set_variables(own_bin_folders(), None if helpers_are_installed(root) else root)
    else:
        if installation.what_is_wrong(root):
            installation.install(root)
        _run([str(installation.python_of(root)), "-m", "helpers", *words])


def runs_in_project(root: Path) -> bool:
    """Whether this Python is the one of the project's .venv."""
    return Path(sys.prefix).resolve() == installation.folder_of(root).resolve()


def is_equipped(root: Path) -> bool:
    """Whether this Python has all that pyproject.toml asks for, as with conda, Binder or uv."""
    if importlib.util.find_spec("packaging") is None:
        return False
    return not requirements.unmet(requirements.dependencies(root))


def helpers_are_installed(root: Path) -> bool:
    """Whether `import helpers` means this project's package wherever this Python is started.

    A pip installation in editable form says from which folder it was made; one of another copy does not count.
    """
    here = {os.path.realpath(folder) for folder in ("", ".", root)}
    elsewhere = [folder for folder in sys.path if os.path.realpath(folder) not in here]
    for distribution in importlib.metadata.distributions(name="unrolled", path=elsewhere):
        with contextlib.suppress(ValueError, KeyError, TypeError):
            origin = json.loads(distribution.read_text("direct_url.json") or "{}")
            return origin["url"].rstrip("/") == root.resolve().as_uri() and origin["dir_info"]["editable"]
    return False


def own_bin_folders() -> list[Path]:
    """Where this Python's programs are, those that pip installed for the user alone among them."""
    schemes = (None, sysconfig.get_preferred_scheme("user"))
    paths = (
        Path(sysconfig.get_path("scripts", scheme) if scheme else sysconfig.get_path("scripts")) for scheme in schemes
    )
    return [path for path in paths if path.is_dir()]


def set_variables(bin_folders: list[Path], python_path: Path | None) -> None:
    """Set what programs started from here need: PATH (nbgrader calls alembic by name), PYTHONPATH, the right kernel."""
    _put_first("PATH", [str(folder) for folder in bin_folders])
    if python_path is not None:
        _put_first("PYTHONPATH", [str(python_path)])
    # A kernel called python3 in the user's home would otherwise be taken for the one of this Python.
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"


def _put_first(variable: str, folders: list[str]) -> None:
    others = [entry for entry in os.environ.get(variable, "").split(os.pathsep) if entry and entry not in folders]
    os.environ[variable] = os.pathsep.join([*folders, *others])


def _run(command: list[str]) -> NoReturn:
    """Go on as another process, and end with its exit code."""
    sys.stdout.flush()
    if os.name != "nt":
        os.execv(command[0], command)
    # On Windows exec would give the console back before the command is done.
    process = subprocess.Popen(command)
    while True:
        try:
            sys.exit(process.wait())
        except KeyboardInterrupt:
            continue  # the other process got it too, and ends in its own way
