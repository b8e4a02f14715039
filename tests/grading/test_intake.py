"""Intake: every defect of a submission gets its sentence, and what learners may do gets none."""

from __future__ import annotations

import copy
import json
import os
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from helpers.grading import intake
from helpers.grading.added_cells import add_cells, save_with_other_editor
from helpers.grading.broken_files import DEFECTS, write_notebook
from helpers.grading.intake import problem_with


def marked(grade_id: str, source: str, **marks: object) -> nbformat.NotebookNode:
    """A code cell with nbgrader's marks."""
    nbgrader = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
    return new_code_cell(source, id=grade_id, metadata={"nbgrader": nbgrader | {"grade_id": grade_id} | marks})


@pytest.fixture
def released() -> nbformat.NotebookNode:
    """A released notebook of one exercise."""
    return new_notebook(
        cells=[
            new_markdown_cell("# A lesson", id="title"),
            marked("setup", "import numpy as np", locked=True),
            marked("double", "raise NotImplementedError", solution=True),
            marked("test_double", "check('double')", grade=True, locked=True, points=2),
        ]
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a submission."""
    folder = tmp_path / "ann" / "01_mini"
    folder.mkdir(parents=True)
    return folder


def handed_in(folder: Path, notebook: dict) -> Path:
    """The folder with this notebook in it."""
    write_notebook(folder / "01_mini.ipynb", notebook)
    return folder


SENTENCES = {
    "truncated": "breaks off at line",
    "empty": "is empty",
    "not UTF-8": "is not text in UTF-8",
    "a web page": "is a web page",
    "deleted test cell": "The test cell test_double was deleted",
    "duplicated test cell": "The cell test_double is there twice",
    "wrong file name": "is called 01_mini (1).ipynb and has to be called 01_mini.ipynb",
    "other data": "it holds other data",
    "other schema version": "has schema_version 2, not 3",
    "old notebook format": "is in notebook format 3, not 4",
}


@pytest.mark.parametrize("defect", DEFECTS)
def test_each_defect_of_a_made_class_has_its_sentence(
    defect: str, folder: Path, released: nbformat.NotebookNode
) -> None:
    """Is each defect that a made class can have told from the others?"""
    DEFECTS[defect](folder / "01_mini.ipynb", copy.deepcopy(released))
    assert SENTENCES[defect] in (problem_with(folder, released) or "")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("\ufeff{}", "its line 1 cannot be read"),
        ('{"cells": [,]}\n' + " " * 20 + "{}", "its line 1 cannot be read"),
        ("[" * 200_000, "nested too deeply"),
        ("[1, 2]", "it holds other data"),
        ('{"nbformat": 4}', "no list of cells"),
        ('{"nbformat": 4, "metadata": {}, "cells": [3]}', "its cell 1 has no readable"),
        ('{"nbformat": 4, "metadata": {}, "cells": [{"cell_type": "code"}]}', "its cell 1 has no readable"),
    ],
)
def test_what_is_no_notebook_is_named(
    content: str, sentence: str, folder: Path, released: nbformat.NotebookNode
) -> None:
    """Does a file that holds something else end in a sentence, and never in a traceback?"""
    (folder / "01_mini.ipynb").write_text(content, encoding="utf-8")
    assert sentence in (problem_with(folder, released) or "")


def test_a_notebook_cut_off_anywhere_is_named_as_such(folder: Path, released: nbformat.NotebookNode) -> None:
    """Is a file that ends too early told as that, wherever it ends: in a word, a string, after a bracket?"""
    text = json.dumps(released, indent=1)
    for length in range(1, len(text)):
        (folder / "01_mini.ipynb").write_text(text[:length], encoding="utf-8")
        assert "breaks off at line" in (problem_with(folder, released) or ""), text[:length][-20:]


def test_a_missing_notebook_is_named(folder: Path, released: nbformat.NotebookNode) -> None:
    """Is an empty folder told from a misnamed notebook?"""
    assert problem_with(folder, released) == "There is no 01_mini.ipynb in the folder."


def test_a_folder_in_the_notebooks_place_is_named(folder: Path, released: nbformat.NotebookNode) -> None:
    """Is something that is not a file refused?"""
    (folder / "01_mini.ipynb").mkdir()
    assert "not a regular file" in (problem_with(folder, released) or "")


@pytest.mark.skipif(os.name == "nt", reason="a symbolic link needs an administrator there")
def test_a_link_is_named(folder: Path, tmp_path: Path, released: nbformat.NotebookNode) -> None:
    """Is a notebook refused that only points to another, such as the solution?"""
    write_notebook(tmp_path / "solution.ipynb", released)
    (folder / "01_mini.ipynb").symlink_to(tmp_path / "solution.ipynb")
    assert "not a regular file" in (problem_with(folder, released) or "")


def test_a_huge_file_is_not_read(
    folder: Path, released: nbformat.NotebookNode, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Is a file refused by its size, before it fills the memory?"""
    monkeypatch.setattr(intake, "LARGEST_FILE", 100)
    assert "is not read" in (problem_with(handed_in(folder, released), released) or "")


def test_a_name_that_nbgrader_would_take_for_a_pattern_is_named(
    tmp_path: Path, released: nbformat.NotebookNode
) -> None:
    """Is a learner refused whose name would stand for several?"""
    folder = tmp_path / "ann[1]" / "01_mini"
    folder.mkdir(parents=True)
    assert "'ann[1]'" in (problem_with(handed_in(folder, released), released) or "")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda cells: cells[3]["metadata"].update(tags=["skip-execution"]), "carries the tag skip-execution"),
        (lambda cells: cells[1]["metadata"].update(tags=["skip-execution"]), "carries the tag skip-execution"),
        (lambda cells: cells[3]["metadata"]["nbgrader"].update(grade=False), "no longer marked as what it is"),
        (lambda cells: cells[2]["metadata"]["nbgrader"].update(solution=False), "no longer marked as what it is"),
        (lambda cells: cells[3]["metadata"]["nbgrader"].update(grade_id="other"), "does not belong to this lesson"),
        (lambda cells: cells[3]["metadata"].update(nbgrader={}), "has lost the name"),
        (lambda cells: cells[3]["metadata"].update(nbgrader=7), "has lost the name"),
        (lambda cells: cells.pop(1), "The read-only cell setup was deleted"),
    ],
)
def test_a_changed_cell_is_named(change, sentence: str, folder: Path, released: nbformat.NotebookNode) -> None:
    """Is every change seen by which stock nbgrader would stop, or would score what was not tested?"""
    notebook = json.loads(json.dumps(released))
    change(notebook["cells"])
    assert sentence in (problem_with(handed_in(folder, notebook), released) or "")


def as_released(notebook: dict) -> None:
    """Nothing changed."""


def with_the_answer_in_another_cell(notebook: dict) -> None:
    """The solution cell deleted, its function in a cell of the learner's own."""
    del notebook["cells"][2]
    notebook["cells"].insert(
        1, {"cell_type": "code", "metadata": {}, "source": "x", "outputs": [], "execution_count": None}
    )


def with_odd_tags(notebook: dict) -> None:
    """Metadata of an editor that nobody knows."""
    notebook["cells"][2]["metadata"]["tags"] = "skip-execution"


@pytest.mark.parametrize(
    "change", [as_released, add_cells, save_with_other_editor, with_the_answer_in_another_cell, with_odd_tags]
)
def test_what_learners_may_do_is_no_problem(change, folder: Path, released: nbformat.NotebookNode) -> None:
    """Is an honest notebook let through, whatever was added to it and whichever editor saved it?"""
    notebook = json.loads(json.dumps(released))
    change(notebook)
    assert problem_with(handed_in(folder, notebook), released) is None
