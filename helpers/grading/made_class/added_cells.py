"""What learners do to a notebook beside answering, none of which may cost a point."""

from __future__ import annotations

from typing import Any

from helpers.notebooks.marks import is_answer

Notebook = dict[str, Any]

ADDED = (
    ("markdown", "My notes: the **same** weights at every step, $h_t$ from $h_{t-1}$. <img src=x>"),
    ("code", "print('so far so good', 2 + 2)"),
    ("code", "import random\nimport numpy as np\nrandom.seed(0)\nnp.random.seed(0)\nx, h, y = 1, 2, 3"),
    ("code", "import matplotlib.pyplot as plt\nplt.plot([1, 2, 4])\nplt.show()"),
    ("code", "import warnings\nwarnings.warn('I wonder what this does')"),
    ("code", "1 / 0"),
)


def add_cells(notebook: Notebook) -> None:
    """Put notes, prints, a plot, a warning and an error after the solution cells, which take turns."""
    after = [cell for cell in notebook["cells"] if is_answer(cell["metadata"].get("nbgrader", {}))]
    for number, (cell_type, source) in enumerate(ADDED):
        cell: dict[str, Any] = {
            "cell_type": cell_type,
            "id": f"added-{number}",
            "metadata": {},
            "source": source,
        }
        if cell_type == "code":
            cell |= {"execution_count": number + 1, "outputs": []}
        notebook["cells"].insert(notebook["cells"].index(after[number % len(after)]) + 1, cell)


def save_with_other_editor(notebook: Notebook) -> None:
    """Rewrite a notebook as another editor might: an older format without cell ids, Windows line ends, old output."""
    notebook["nbformat_minor"] = 4
    notebook["metadata"]["editor"] = {"name": "another", "folded": [1, 2]}
    for cell in notebook["cells"]:
        cell.pop("id", None)
        if cell["cell_type"] == "code":
            cell["metadata"]["collapsed"] = False
            cell["execution_count"] = 7
            cell["outputs"] = [{"name": "stderr", "output_type": "stream", "text": ["an old warning\n"]}]
        if is_answer(cell["metadata"].get("nbgrader", {})):
            source = "".join(cell["source"]) if isinstance(cell["source"], list) else cell["source"]
            cell["source"] = source.replace("\n", "\r\n")
