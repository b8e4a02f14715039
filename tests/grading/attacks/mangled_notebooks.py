"""Notebooks in which more was changed than the answers: laid into the released one, they are graded for what is there."""

from __future__ import annotations

import copy
from typing import Any

from tests.grading.attacks.lesson import name_of, own_cell
from tests.grading.attacks.submission import ALL, EMBED, FORWARD, NONE, QUIZ, RIGHT, Notebook, Submission


def mangled(name: str, why: str, change: Any, **more: Any) -> Submission:
    """A right submission, changed."""
    return Submission(name, why, answers=RIGHT, mangle=change, earns=more.pop("earns", ALL), **more)


def every(notebook: Notebook, change: Any) -> None:
    for cell in notebook["cells"]:
        change(cell)


def without(*names: str) -> Any:
    """Leave out the cells of these names."""

    def change(notebook: Notebook) -> None:
        notebook["cells"] = [cell for cell in notebook["cells"] if name_of(cell) not in names]

    return change


def put(key: str, value: Any) -> Any:
    """Put a value into every cell."""
    return lambda notebook: every(notebook, lambda cell: cell.update({key: copy.deepcopy(value)}))


def put_marks(value: Any) -> Any:
    """Put a value into every cell in place of nbgrader's marks."""
    return lambda notebook: every(notebook, lambda cell: cell["metadata"].update(nbgrader=copy.deepcopy(value)))


def swapped(notebook: Notebook) -> None:
    cells = {name_of(cell): cell for cell in notebook["cells"]}
    for one, other in (("embed", "rnn_step"), ("rnn_step", "rnn_forward")):
        a, b = cells[one]["metadata"]["nbgrader"], cells[other]["metadata"]["nbgrader"]
        a["grade_id"], b["grade_id"] = b["grade_id"], a["grade_id"]


def as_markdown(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        if name_of(cell).startswith("test_"):
            cell["cell_type"] = "markdown"
            del cell["outputs"], cell["execution_count"]


def twice(notebook: Notebook) -> None:
    notebook["cells"] += copy.deepcopy(notebook["cells"])


def moved_to_one_cell(notebook: Notebook) -> None:
    without("embed", "rnn_step", "rnn_forward", "same_weights")(notebook)
    first = next(place for place, cell in enumerate(notebook["cells"]) if name_of(cell) == "setup")
    notebook["cells"].insert(first + 1, own_cell("all-at-once", "\n\n".join(RIGHT.values())))


def deep(notebook: Notebook) -> None:
    value: Any = []
    for _ in range(500):
        value = [value]
    notebook["metadata"]["deep"] = value
    notebook["cells"][1]["metadata"]["deep"] = value


def with_junk(notebook: Notebook) -> None:
    notebook["cells"][:0] = [None, 5, "cell", [], {}, {"cell_type": "code"}, {"cell_type": 3, "source": "x"}]


def half_characters(notebook: Notebook) -> None:
    notebook["cells"].insert(3, own_cell("half", "x = '\ud800'"))


def control_characters(notebook: Notebook) -> None:
    notebook["cells"].insert(3, own_cell("nul", "x = '\0\x1b[31m'"))


SUBMISSIONS = [
    mangled("tests deleted", "Deleted tests are put back.", without(*(name for name in ALL))),
    mangled(
        "an answer deleted",
        "A deleted answer is an empty one; the others count.",
        without("rnn_step"),
        earns=EMBED | FORWARD | QUIZ,
    ),
    mangled("everything deleted", "Without a cell there is no point.", lambda n: n.update(cells=[]), earns=NONE),
    mangled("no cells at all", "Nor without the list of cells.", lambda n: n.pop("cells"), earns=NONE),
    mangled("everything twice", "The first copy of a cell counts.", twice),
    mangled("backwards", "Cells out of order are put in order.", lambda n: n["cells"].reverse()),
    mangled(
        "all marks taken away",
        "Cells are known by their ids, too.",
        lambda n: every(n, lambda c: c["metadata"].clear()),
    ),
    mangled("marks of another form", "Marks that are none do not matter.", put_marks("yes")),
    mangled(
        "marks of a future nbgrader",
        "Nor do marks of another version.",
        lambda n: every(n, lambda c: c["metadata"].get("nbgrader", {}).update(schema_version=99)),
    ),
    mangled(
        "names swapped",
        "Where names and ids contradict each other, each cell is found by what fits.",
        swapped,
        earns=None,
    ),  # type: ignore[arg-type]
    mangled("tests turned into text", "A test is a test again.", as_markdown),
    mangled(
        "tags everywhere",
        "Tags of the lesson's cells are the lesson's.",
        lambda n: every(n, lambda c: c["metadata"].update(tags=["skip-execution", "raises-exception"])),
    ),
    mangled(
        "tags that are no tags", "Odd tags do not matter.", lambda n: every(n, lambda c: c["metadata"].update(tags=5))
    ),
    mangled("ids that are all the same", "Nor do ids that are all the same.", put("id", "same")),
    mangled("outputs of another form", "Outputs are made afresh.", put("outputs", [{"output_type": "???", "data": 5}])),
    mangled(
        "outputs that claim a pass",
        "An old output is no result.",
        lambda n: (
            every(n, lambda c: c.update(source="") if name_of(c) in RIGHT else None),
            put("outputs", [{"output_type": "stream", "name": "stdout", "text": "passed"}])(n),
        )[0],
        earns=NONE,
    ),
    mangled(
        "another kernel",
        "The kernel is the course's.",
        lambda n: n["metadata"].update(
            kernelspec={"name": "rm", "display_name": "x", "language": "sh"}, language_info={"name": "sh"}
        ),
    ),
    mangled("another format", "The version of the format is the course's.", lambda n: n.update(nbformat_minor=99)),
    mangled("metadata without depth", "Deep metadata is left behind.", deep),
    mangled("cells that are no cells", "What is no cell is left out.", with_junk),
    mangled("half a character", "Halves of characters are replaced.", half_characters),
    mangled("control characters", "Odd characters end nothing.", control_characters),
    mangled(
        "sources as lists",
        "Both ways to write a text are read.",
        lambda n: every(
            n, lambda c: c.update(source=c["source"].splitlines(True) if isinstance(c["source"], str) else c["source"])
        ),
    ),
    mangled(
        "all answers in one cell",
        "Answers may stand in another cell of the learner's, before the tests.",
        moved_to_one_cell,
    ),
    mangled(
        "ten thousand empty cells",
        "Empty cells cost nothing.",
        lambda n: n["cells"].extend(own_cell(f"e{k}", "") for k in range(10_000)),
        slow=True,
    ),
    mangled("no metadata", "Nor does a notebook without metadata.", lambda n: n.update(metadata=None)),
]
