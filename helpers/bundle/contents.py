"""What of the course belongs to learners, and what of that they get with a lesson."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from helpers import Refusal, paths
from helpers.bundle.readme import learners_readme
from helpers.commands.command_line import COMMANDS

# What is not listed is left out, a new folder too.
FOR_LEARNERS = (
    "LICENSE",
    "LICENSE-text",
    "constraints.txt",
    "environment.yml",
    "nbgrader_config.py",  # Validate in JupyterLab reads it
    "pyproject.toml",
    "helpers/__init__.py",
    "helpers/__main__.py",
    "helpers/grade_ids.py",
    "helpers/paths.py",
    "helpers/whole_file.py",
    "helpers/checks/",  # of keys/ those of the lessons
    "helpers/commands/",  # without the commands for instructors and maintainers
    "helpers/data/",  # of recorded/ what the lessons show
    "helpers/draw/",
    "helpers/nn/",  # by the lesson that each module names
    "helpers/notebooks/",
    "helpers/progress/",
)
# Of a folder's files; an editor's or a system's own files stay behind.
SUFFIXES = {".py", ".json", ".css", ".html", ".txt"}


def files_for_learners(lesson: str) -> dict[str, bytes]:
    """The files that learners get with a lesson: path from the project's root -> content.

    Raises Refusal where one is missing, or a module of helpers/nn does not name its lesson.
    """
    lessons = lessons_up_to(lesson)
    files = {}
    for entry in FOR_LEARNERS:
        for path in _listed(entry):
            name = path.relative_to(paths.ROOT).as_posix()
            if _belongs(PurePosixPath(name), path, lesson):
                files[name] = path.read_bytes()
    for name in lessons:
        files[f"notebooks/{name}/{name}.ipynb"] = _notebook(paths.NOTEBOOKS / name / f"{name}.ipynb")
    files["README.md"] = learners_readme((paths.ROOT / "README.md").read_text(encoding="utf-8"), lessons).encode()
    return dict(sorted(files.items()))


def lessons_up_to(lesson: str) -> list[str]:
    """A lesson and those before it, in order."""
    return [name for name in sorted({*paths.lesson_names(), *paths.lessons_with_text()}) if name <= lesson]


def modules_of_nn(lesson: str) -> list[Path]:
    """The modules of helpers/nn that learners have with a lesson."""
    found = _listed("helpers/nn/")
    return [path for path in found if _belongs(PurePosixPath(path.relative_to(paths.ROOT).as_posix()), path, lesson)]


def helpers_left_out(files: dict[str, bytes]) -> list[str]:
    """What of helpers/ is not among the files: folders as a whole, else modules."""
    absent: list[str] = []
    for path in sorted((paths.ROOT / "helpers").rglob("*")):
        name = path.relative_to(paths.ROOT).as_posix()
        if path.is_dir() and any(path.rglob("*.py")):
            name += "/"
        elif path.suffix != ".py":
            continue
        if not any(file.startswith(name) for file in files) and not name.startswith(tuple(absent)):
            absent.append(name)
    return absent


def answers_of_earlier_lessons(files: Iterable[str]) -> list[str]:
    """Those of the files that hold what learners write in the lessons before the one at hand."""
    return [name for name in files if PurePosixPath(name).match("helpers/nn/*.py") and not name.endswith("__init__.py")]


def lesson_of(source: str, file: str) -> str:
    """The lesson that a module of helpers/nn names. Raises Refusal when it names none."""
    for node in ast.parse(source).body:
        match node:
            case ast.Assign(targets=[ast.Name(id="LESSON")], value=ast.Constant(value=str(lesson))):
                return lesson
    raise Refusal(f'{file} does not name its lesson: it needs a line such as LESSON = "02_vanilla_rnn".')


def _listed(entry: str) -> list[Path]:
    path = paths.ROOT / entry
    if entry.endswith("/") and path.is_dir():
        return sorted(file for file in path.rglob("*") if file.is_file() and file.suffix in SUFFIXES)
    if path.is_file():
        return [path]
    raise Refusal(f"{path} is missing: make a bundle from a complete copy of the course.")


def _belongs(name: PurePosixPath, path: Path, lesson: str) -> bool:
    """Whether a file of a listed folder goes to learners with this lesson."""
    if any(part.startswith(".") or part == "__pycache__" for part in name.parts):
        return False
    match name.parts:
        case ("helpers", "checks", "keys", _):
            return name.stem in lessons_up_to(lesson)
        case ("helpers", "commands", module):
            theirs = {f"{command.module_name}.py" for command in COMMANDS if command.audience != "learner"}
            return module not in theirs
        case ("helpers", "data", "recorded", _):
            return json.loads(path.read_text(encoding="utf-8"))["lesson"] <= lesson
        case ("helpers", "nn", *_) if name.name != "__init__.py":
            of = lesson_of(path.read_text(encoding="utf-8"), str(name))
            return of <= lesson if "experiments" in name.parts else of < lesson
    return True


def _notebook(path: Path) -> bytes:
    """A released notebook as the build writes it, whatever was run in it since."""
    import nbformat  # here, since a run of the grader asks for a lesson's modules before anything slow is loaded

    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return f"{nbformat.writes(notebook, version=4)}\n".encode()
