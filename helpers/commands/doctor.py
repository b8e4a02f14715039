"""Say what is installed, what is missing and what to do about it. Needs nothing but Python, and changes nothing.
Ends with 0 when the course can be used as it is, else with 1.
"""

import argparse
import importlib.util
import json
import os
import platform
import shutil
import site
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from helpers import Refusal, paths
from helpers.commands import environment, installation, requirements
from helpers.commands.command_line import PROGRAM
from helpers.data import wheels

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")


@dataclass(frozen=True)
class Finding:
    """One line of the report. state: "ok", "note" (it works, but differs) or "missing" (something has to be done)."""

    state: str
    what: str
    to_do: str = ""

    def __str__(self) -> str:
        return f"{'[' + self.state + ']':<9} {self.what}" + (f": {self.to_do}" if self.to_do else "")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass  # it looks at everything


def run(arguments: argparse.Namespace) -> int:
    findings = []
    for finding in examine(paths.ROOT):
        print(finding, flush=True)
        findings.append(finding)
    missing = sum(finding.state == "missing" for finding in findings)
    print(f"\n{missing} to be put right, as said above." if missing else "\nAll that the course needs is there.")
    return 1 if missing else 0


def examine(root: Path) -> Iterator[Finding]:
    """Look at everything that the course needs, one finding at a time."""
    yield Finding("ok", f"Python {platform.python_version()} at {sys.executable}")
    yield Finding("ok", f"{platform.system()} {platform.release()} on {platform.machine()}, {os.cpu_count()} cores")
    yield disk(root)
    try:
        wanted = requirements.dependencies(root)
        exact = requirements.constraints(root)
    except Refusal as refusal:
        yield Finding("missing", str(refusal))
        return
    own = not environment.runs_in_project(root) and environment.is_equipped(root)
    if own:
        yield Finding("ok", "environment: this Python has all that is needed, so that no .venv is made")
        python, folders, prefixes = Path(sys.executable), None, [Path(sys.prefix), Path(site.getuserbase())]
        programs = environment.own_bin_folders()
    else:
        wrong = installation.what_is_wrong(root)
        to_do = f"{wrong}; `{PROGRAM} lab` sets it up"
        yield (
            Finding("missing", "environment: .venv", to_do) if wrong else Finding("ok", "environment: .venv is current")
        )
        python, packages = installation.python_of(root), installation.packages_folder(root)
        folders, prefixes = [str(packages)] if packages else [], [installation.folder_of(root)]
        programs = [installation.bin_folder(root)]
        if wrong and not has_venv_module():
            version = f"{sys.version_info[0]}.{sys.version_info[1]}"
            yield Finding("missing", "module venv", f"install it (Debian and Ubuntu: python{version}-venv)")
    yield from packages_found(wanted, exact, folders)
    yield program("alembic", programs, "nbgrader needs it to keep scores")
    yield kernel(prefixes)
    yield from data(prefixes[0])
    yield from lessons(root, python)
    if (root / "tests").is_dir():  # learners get none
        yield browser()


def disk(root: Path) -> Finding:
    """Whether there is room to set up."""
    free = shutil.disk_usage(root).free
    what = f"disk: {free / 1e9:.1f} GB free"
    if free < installation.SPACE_NEEDED and installation.what_is_wrong(root):
        return Finding("missing", what, f"setting up needs {installation.SPACE_NEEDED / 1e9:.0f} GB; free some")
    return Finding("ok", what)


def has_venv_module() -> bool:
    """Whether this Python can make an environment; Debian splits that off."""
    return all(importlib.util.find_spec(module) for module in ("venv", "ensurepip"))


def packages_found(wanted: list[str], exact: dict[str, str], folders: list[str] | None) -> Iterator[Finding]:
    """Each direct dependency: installed as tested, in another version, or missing."""
    for requirement in wanted:
        name = requirements.name_of(requirement)
        version = requirements.installed_version(name, folders)
        tested = exact.get(name)
        if version is None:
            yield Finding("missing", name, f"the set-up installs {requirement}")
        elif tested and version.split("+")[0] != tested:
            yield Finding("note", f"{name} {version}", f"the course was tested with {tested}")
        else:
            yield Finding("ok", f"{name} {version}")


def program(name: str, folders: list[Path], why: str) -> Finding:
    """Whether a program lies where the commands put it on PATH."""
    found = shutil.which(name, path=os.pathsep.join(map(str, folders)))
    if found:
        return Finding("ok", f"program {name}")
    return Finding("missing", f"program {name}", f"{why}; the set-up brings it")


def kernel(prefixes: list[Path]) -> Finding:
    """Whether Jupyter finds a Python to run notebooks with, under one of the folders."""
    specs = [prefix / "share" / "jupyter" / "kernels" / "python3" / "kernel.json" for prefix in prefixes]
    spec = next((path for path in specs if path.exists()), specs[0])
    try:
        first = json.loads(spec.read_text(encoding="utf-8"))["argv"][0]
    except (OSError, ValueError, KeyError, IndexError, TypeError):
        return Finding("missing", "Jupyter kernel python3", "the set-up brings it")
    if os.path.isabs(first) and not Path(first).exists():
        return Finding("missing", "Jupyter kernel python3", f"it names {first}, which is gone; delete {spec.parent}")
    return Finding("ok", "Jupyter kernel python3")


def data(prefix: Path) -> Iterator[Finding]:
    """Whether the data that lessons 07 to 11 read lie in the environment, or in the course's folder."""
    pinned = wheels.pins(wheels.NEEDED)
    missing = [pin.name for pin in pinned if not pin.is_in(wheels.folders(prefix))]
    if missing:
        to_do = f"{', '.join(missing)} missing or damaged; `{PROGRAM} data` fetches them"
        yield Finding("missing", "data of lessons 07 to 11", to_do)
    else:
        yield Finding("ok", f"data of lessons 07 to 11: {len(pinned)} files")


def lessons(root: Path, python: Path) -> Iterator[Finding]:
    """Whether the notebooks are there and, where their texts are, whether they are current."""
    texts, names = paths.lessons_with_text(), paths.lesson_names()
    if not texts:  # a learner's copy has no solutions
        if not names:
            yield Finding(
                "missing", "lessons", f"there are none in {paths.NOTEBOOKS}; get a complete copy of the course"
            )
        yield from (Finding("ok", f"lesson {name}") for name in names)
        return
    question = (
        "import sys; from helpers.build.staleness import stale\nfor name in sys.argv[1:]: print(stale(name) or '')"
    )
    environ = {**os.environ, "PYTHONPATH": str(root)}
    try:
        asked = subprocess.run([python, "-c", question, *texts], capture_output=True, text=True, cwd=root, env=environ)
    except OSError:
        yield Finding("note", "lessons", "whether they are current can be told once the environment is there")
        return
    answers = asked.stdout.split("\n")[: len(texts)]
    if asked.returncode or len(answers) < len(texts):
        last = (asked.stderr.strip().splitlines() or ["it said nothing"])[-1]
        yield Finding("note", "lessons", f"whether they are current could not be told ({last})")
        return
    for name, fault in zip(texts, answers, strict=True):
        to_do = f"{fault}; `{PROGRAM} build {name}` makes it again"
        yield Finding("missing", f"lesson {name}", to_do) if fault else Finding("ok", f"lesson {name}")


def browser() -> Finding:
    """A browser that tests of JupyterLab can drive."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found:
        return Finding("ok", f"browser for tests: {found}")
    return Finding("note", "browser for tests", "none; install chromium to have the pages tested as well")
