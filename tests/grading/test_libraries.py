import os
import subprocess
import sys

import nbformat
import pytest

from helpers import paths
from helpers.exercises.reference import needed_cells
from helpers.grading.worker.libraries import FEW, libraries_for

RUN = """
import contextlib, io, sys
import nbformat
from helpers import paths
from helpers.exercises.reference import needed_cells
lesson = sys.argv[1]
namespace = {"__name__": "__main__"}
notebook = nbformat.read(paths.NOTEBOOKS / lesson / f"{lesson}.ipynb", as_version=4)
for cell in needed_cells(notebook):
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(NotImplementedError):
        exec(cell.source, namespace)
print(*sorted({"torch", "matplotlib"} & set(sys.modules)))
"""
LESSONS = sorted(folder.name for folder in paths.NOTEBOOKS.glob("*_*") if folder.is_dir())


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_worker_with_few_libraries_needs_no_more(lesson: str) -> None:
    """Where a notebook as released names neither PyTorch nor matplotlib, do its cells load neither in another way?"""
    notebook = nbformat.read(paths.NOTEBOOKS / lesson / f"{lesson}.ipynb", as_version=4)
    if libraries_for(cell.source for cell in needed_cells(notebook)) != FEW:
        pytest.skip("names them")
    environment = os.environ | {"PYTHONPATH": str(paths.ROOT)}
    ran = subprocess.run(
        [sys.executable, "-c", RUN, lesson], capture_output=True, text=True, env=environment, check=False
    )
    assert (ran.returncode, ran.stdout.strip()) == (0, ""), ran.stderr[-500:]
