import nbformat
import pytest

from helpers.build.expand import NOTEBOOK_METADATA, id_of_test, solution_notebook
from helpers.build.lesson_text import LessonCell


def text(source: str) -> LessonCell:
    return LessonCell("text", "", source, 1)


def code(source: str) -> LessonCell:
    return LessonCell("code", "", source, 1)


CELLS = [
    text("# Title"),
    code("import numpy as np"),
    text("Again"),
    text("Again"),
    code("x = 1"),
    code("x = 1"),
    LessonCell("figure", "loop", "draw.x(alt='a')", 1),
    LessonCell("experiment", "race", "print(1)", 1, {"seconds": 2}, ["nbval-ignore-output"]),
    LessonCell("solution", "f", "def f(): pass", 1),
    LessonCell("test", "f", "", 1, {"part": "values", "points": 2}),
    LessonCell("test", "f", "", 1, {"part": "edges", "points": 0.5}, ["nbval-ignore-output"]),
    LessonCell("quiz", "why", "why = None", 1, {"answer": "b", "points": 1}),
]


def by_id(cells: list[LessonCell] = CELLS, hidden=()) -> dict[str, nbformat.NotebookNode]:
    return {cell.id: cell for cell in solution_notebook(cells, hidden).cells}


def test_every_kind_becomes_its_cells() -> None:
    """Has each cell its own id, and nbgrader's metadata for what learners write, what is locked and what is graded?"""
    cells = by_id()
    assert len(cells) == 13
    kinds = {
        name: (cell.metadata.nbgrader.solution, cell.metadata.nbgrader.grade, cell.metadata.nbgrader.locked)
        for name, cell in cells.items()
        if "nbgrader" in cell.metadata
    }
    assert kinds["f"] == kinds["why"] == (True, False, False)
    assert kinds["test_f_values"] == kinds["test_f_edges"] == kinds["test_why"] == (False, True, True)
    assert kinds["setup"] == (False, False, True)
    assert "figure_loop" not in kinds
    assert "experiment_race" not in kinds
    for name, cell in cells.items():
        if "nbgrader" in cell.metadata:
            assert cell.metadata.nbgrader.grade_id == name
            assert (cell.metadata.nbgrader.schema_version, cell.metadata.nbgrader.task) == (3, False)
    assert cells["test_f_edges"].metadata.nbgrader.points == 0.5
    assert "points" not in cells["f"].metadata.nbgrader


def test_the_sources_are_written() -> None:
    """Are the check calls, the hidden part where there is one, and the quiz's answer written by the build?"""
    cells = by_id(hidden={("f", "values")})
    assert cells["test_f_values"].source.splitlines() == [
        'check("f", part="values")',
        "### BEGIN HIDDEN TESTS",
        'check("f", part="values", hidden=True)',
        "### END HIDDEN TESTS",
    ]
    assert cells["test_f_edges"].source == 'check("f", part="edges")'
    assert cells["why"].source == 'why = "b"'
    assert cells["test_why"].source == 'check("why")'


def test_tags_say_what_grading_skips_and_where_run_all_goes_on() -> None:
    """Do figures and experiments carry skip-execution, they and tests raises-exception, and else what the text says?"""
    tags = {name: cell.metadata.get("tags", []) for name, cell in by_id().items()}
    assert tags["figure_loop"] == ["skip-execution", "raises-exception"]
    assert tags["experiment_race"] == ["skip-execution", "raises-exception", "nbval-ignore-output"]
    assert tags["test_f_values"] == tags["test_why"] == ["raises-exception"]
    assert tags["test_f_edges"] == ["raises-exception", "nbval-ignore-output"]
    assert tags["f"] == tags["setup"] == tags["why"] == []


def test_ids_stay_when_a_cell_is_inserted() -> None:
    """Do the other cells keep their ids when text or code is added before them, or a text is changed?"""
    before = set(by_id())
    inserted = [CELLS[0], text("New"), *CELLS[1:3], code("y = 3"), *CELLS[3:]]
    assert before < set(by_id(inserted))
    changed = [text("# Another title"), *CELLS[1:]]
    assert len(before - set(by_id(changed))) == 1


def test_equal_cells_have_ids_of_their_own() -> None:
    """Are ids unique although two texts and two code cells are the same?"""
    notebook = solution_notebook(CELLS, ())
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)


def test_the_notebook_names_no_machine() -> None:
    """Is the notebook's metadata free of the version of Python that built it, and is it a valid notebook?"""
    notebook = solution_notebook(CELLS, ())
    assert notebook.metadata == NOTEBOOK_METADATA
    assert "version" not in str(notebook.metadata)
    nbformat.validate(notebook)
    assert all(not cell.get("outputs") and cell.get("execution_count") is None for cell in notebook.cells)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [(("f", "values"), "test_f_values"), (("why",), "test_why"), (("a_b", "c_d"), "test_a_b_c_d")],
)
def test_the_id_of_a_test_names_exercise_and_part(arguments: tuple[str, ...], expected: str) -> None:
    """Does a test cell's id say what it tests?"""
    assert id_of_test(*arguments) == expected
