"""What the processes of a run do not load: each of these costs a part of a second in every run, or at every fork."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = (
    "IPython",
    "jupyter_client",
    "matplotlib",
    "nbconvert",
    "nbformat",
    "nbgrader",
    "pandas",
    "sqlalchemy",
    "torch",
)
PROGRAMS = {
    # It launches the benches, which load while it goes on to load more.
    "the command, until benches are launched": ("import helpers.commands.grade, helpers.grading.grade", ()),
    # nbgrader is opened when the first submission is judged.
    "the engine, until there is a result": (
        "from helpers.notebooks import address_grammar; address_grammar.leave_out()\n"
        "import helpers.build.readiness, helpers.grading.lesson_run",
        ("nbformat",),
    ),
    "the judge": ("import helpers.grading.judging.__main__", ("nbformat",)),
    "a worker with few libraries": (
        "import helpers.grading.worker.__main__\n"
        "from helpers.grading.worker import libraries\n"
        "from helpers.grading.worker.cells import prepared_shell\n"
        "libraries.load(libraries.FEW)\n"
        "prepared_shell()",
        ("IPython",),
    ),
}


@pytest.mark.parametrize("process", PROGRAMS)
def test_a_process_loads_nothing_heavy_that_it_does_not_use(process: str) -> None:
    """Are libraries that are slow to load, and make forks slow, left to those who use them?"""
    program, needed = PROGRAMS[process]
    asked = f"{program}\nimport sys\nprint(*sorted(set(sys.modules) & set({HEAVY!r})))"
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert tuple(ran.stdout.split()) == needed
