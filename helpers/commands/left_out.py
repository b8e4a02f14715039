"""Names that a run of a notebook did not find, since only cells that grading leaves out define them."""

import ast
import re
import symtable

from nbformat import NotebookNode

from helpers.commands.notebook_run import is_test_cell, named
from helpers.exercises.reference import SKIPPED_TAG

_NOT_FOUND = re.compile(r"NameError: name '(\w+)' is not defined")


def where_defined(said: str, notebook: NotebookNode) -> str:
    """A sentence on the cell that defines the name which an error has not found; empty where that is another cause.

    said  an error's words, or a check's
    """
    if (found := _NOT_FOUND.search(said)) is None:
        return ""
    name = found[1]
    left_out = [cell for cell in notebook.cells if name in _names_of(cell) and _is_left_out(cell)]
    kept = [cell for cell in notebook.cells if name in _names_of(cell) and not _is_left_out(cell)]
    if not left_out or kept:
        return ""
    where = named(left_out[0])
    return (
        f"In your notebook only t{where[1:]} defines {name}, and that cell is not run when you are graded: "
        f"import or define {name} in the cell that uses it."
    )


def _is_left_out(cell: NotebookNode) -> bool:
    return SKIPPED_TAG in cell.metadata.get("tags", []) and not is_test_cell(cell)


def _names_of(cell: NotebookNode) -> set[str]:
    """What a code cell defines at its top; nothing where it cannot be read."""
    if cell.cell_type != "code":
        return set()
    lines = [line if not line.lstrip().startswith(("%", "!")) else "" for line in cell.source.splitlines()]
    try:
        ast.parse(source := "\n".join(lines))
        symbols = symtable.symtable(source, "cell", "exec").get_symbols()
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    return {s.get_name() for s in symbols if s.is_assigned() or s.is_imported() or s.is_namespace()}
