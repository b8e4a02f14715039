"""The texts of a notebook that a person marks, such as a report: whether they are written yet."""

from dataclasses import dataclass

from nbformat import NotebookNode

from helpers.notebooks.marks import is_marked_by_hand


@dataclass(frozen=True)
class ByHand:
    """A text that a person marks: its name, the most points, and whether something was written in it."""

    name: str
    points: float
    is_written: bool

    @property
    def sentence(self) -> str:
        """How it stands, to follow its name."""
        return f"{'written' if self.is_written else 'not written yet'} ({self.points:g} points, given by a person)"


def texts_by_hand(notebook: NotebookNode, released: NotebookNode | None) -> list[ByHand]:
    """The texts of a learner's notebook that a person marks, beside the lesson as it was given out.

    Where that is not known, a text counts as written once there is one.
    """
    given = {_name(cell): cell.source.strip() for cell in (released.cells if released else [])}
    return [
        ByHand(_name(cell), float(cell.metadata.nbgrader.get("points", 0)), _is_written(cell, given))
        for cell in notebook.cells
        if is_marked_by_hand(cell.metadata.get("nbgrader", {}))
    ]


def _is_written(cell: NotebookNode, given: dict[str, str]) -> bool:
    return cell.source.strip() not in ("", given.get(_name(cell), ""))


def _name(cell: NotebookNode) -> str:
    return str(cell.metadata.get("nbgrader", {}).get("grade_id", ""))
