"""Running a solution notebook, in kernels of its own."""

from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from helpers import Refusal
from helpers.build.execute import executed


def run(tmp_path: Path, *sources: str, passing=lambda line: None):
    cells = [new_code_cell(source, id=f"cell{number}") for number, source in enumerate(sources)]
    notebook = new_notebook(cells=[new_markdown_cell("# Text", id="text"), *cells])
    for cell in notebook.cells[1:]:
        cell.metadata["tags"] = ["skip-execution", "raises-exception"]
    return notebook, executed(notebook, "01_own", tmp_path, passing)


def test_every_cell_runs_and_nothing_of_the_machine_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Do skipped cells run too, with our helpers, outside nbgrader, and are versions and times kept out?"""
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    lines: list[str] = []
    source = "import os, helpers\nprint(os.environ.get('NBGRADER_EXECUTION'), os.getcwd() == @)".replace(
        "@", repr(str(tmp_path))
    )
    before, after = run(tmp_path, "x = 3", source, "x", passing=lines.append)
    assert after.cells[2].outputs[0].text == "None True\n"
    assert after.cells[3].outputs[0].data["text/plain"] == "3"
    assert before.cells[2].outputs == []
    assert all("execution" not in cell.metadata for cell in after.cells)
    assert "version" not in after.metadata.language_info
    assert lines == [f"01_own: running cell {number + 1} of 3 (cell{number})" for number in range(3)]


def test_a_cell_that_raises_is_named(tmp_path: Path) -> None:
    """Is an exception in a solution notebook a sentence, although its cell may raise in a learner's?"""
    with pytest.raises(Refusal, match=r"^01_own: the cell cell0 raises ZeroDivisionError: division by zero$"):
        run(tmp_path, "1 / 0")


def test_a_cell_that_writes_to_stderr_is_named(tmp_path: Path) -> None:
    """Is a warning in a solution notebook refused, which in a learner's would cost points?"""
    with pytest.raises(Refusal, match=r"^01_own: the cell cell0 writes to stderr: .*UserWarning: careful"):
        run(tmp_path, "import warnings\nwarnings.warn('careful')")


def test_a_kernel_that_dies_is_a_sentence(tmp_path: Path) -> None:
    """Is a lesson whose kernel dies refused without a traceback?"""
    with pytest.raises(Refusal, match=r"^01_own: running the solution notebook failed: "):
        run(tmp_path, "import os\nos._exit(1)")
