"""A learner's own copies of the lessons, kept up to date without ever losing what the learner wrote.

What was copied is remembered in .copied.json beside the copies, as fingerprints of the cells' sources. Running a
notebook changes its outputs alone, and so is no change.
"""

import hashlib
import json
from pathlib import Path

from helpers import Refusal
from helpers.whole_file import write_bytes, write_text

RECORD = ".copied.json"


class NotANotebook(Exception):
    """A file that cannot be read as a notebook; the message says why."""


def read_cells(path: Path) -> list[dict]:
    """The cells of a notebook file. Raises NotANotebook."""
    try:
        notebook = json.loads(path.read_bytes().decode("utf-8"))
    except UnicodeDecodeError:
        raise NotANotebook("it is not text in UTF-8") from None
    except json.JSONDecodeError as error:
        reason = "it is empty" if not path.stat().st_size else f"its JSON breaks off or is wrong at line {error.lineno}"
        raise NotANotebook(reason) from None
    except RecursionError:
        raise NotANotebook("its JSON is nested without end") from None
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        raise NotANotebook("it is JSON, but has no list of cells")
    return cells


def copy_of(lesson: str, work: Path) -> Path:
    """A learner's copy of a lesson; raises Refusal when it is not there."""
    path = work / lesson / f"{lesson}.ipynb"
    if path.exists():
        return path
    others = sorted(other.name for other in path.parent.glob("*.ipynb"))
    if others:
        raise Refusal(f"{path} is not there, but {others[0]} is beside it: give the one with your answers that name.")
    raise Refusal(f"{path} is not there: the command `lab` puts your copy of the lesson there.")


def source_of(cell: dict) -> str:
    """The text of a cell, however it is stored."""
    source = cell.get("source", "")
    return "".join(map(str, source)) if isinstance(source, list) else str(source)


def _hash(content: object) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def text_fingerprint(cells: list[dict]) -> str:
    """A fingerprint of what a learner can write: the kinds and sources of the cells."""
    return _hash([[cell.get("cell_type"), source_of(cell)] for cell in cells])


def edition_fingerprint(cells: list[dict]) -> str:
    """A fingerprint of an edition of a lesson: sources, and what the grading reads (points, tags)."""

    def read_in_grading(cell: dict) -> list:
        metadata = cell.get("metadata", {})
        return [cell.get("cell_type"), source_of(cell), metadata.get("nbgrader"), metadata.get("tags")]

    return _hash([read_in_grading(cell) for cell in cells])


def update(lessons: Path, work: Path) -> list[str]:
    """Bring the working copies in `work` up to date with the lessons in `lessons`.

    Both hold NN_topic/NN_topic.ipynb. A copy that the learner has not changed is replaced by a newer edition;
    beside one with changes the newer edition is put under another name, once. Returns one sentence a lesson.
    """
    work.mkdir(parents=True, exist_ok=True)
    record = _read_record(work)
    sentences = []
    for lesson in sorted(path for path in lessons.glob("*/*.ipynb") if path.stem == path.parent.name):
        sentences.append(_update_one(lesson, work / lesson.stem / lesson.name, record))
        _write_record(work, record)
    return sentences


def _update_one(lesson: Path, copy: Path, record: dict) -> str:
    name, shown = lesson.stem, f"work/{lesson.stem}/{lesson.name}"
    try:
        cells = read_cells(lesson)
    except NotANotebook as problem:
        return f"{name}: the course's own notebook cannot be read, since {problem}; your copy was not touched."
    text, edition = text_fingerprint(cells), edition_fingerprint(cells)
    known = record.setdefault(name, {"texts": [], "edition": None})

    if not copy.exists():
        came_back = bool(known["texts"])
        write_bytes(copy, lesson.read_bytes())
        _remember(known, text, edition)
        return f"{name}: {'copied again, since it was gone' if came_back else 'copied'}, to {shown}."
    try:
        mine = text_fingerprint(read_cells(copy))
    except NotANotebook as problem:
        return (
            f"{name}: {shown} cannot be read, since {problem}; it was left alone. Rename it and start lab again, "
            "and a fresh copy comes."
        )
    if known["edition"] == edition:
        return f"{name}: {'kept, as you left it' if mine not in known['texts'] else 'there, not yet changed by you'}."
    if known["edition"] is None and mine == text:  # the record was lost, and with it nothing
        _remember(known, text, edition)
        return f"{name}: there, not yet changed by you."
    if mine == text or mine in known["texts"]:
        write_bytes(copy, lesson.read_bytes())
        _remember(known, text, edition)
        return f"{name}: there is a new edition; it took the place of your copy, in which you had changed nothing."
    beside = _free_name(copy)
    write_bytes(beside, lesson.read_bytes())
    _remember(known, text, edition)
    return (
        f"{name}: there is a new edition; your copy has changes of yours and was kept, and the new one is beside it "
        f"as {beside.name!r}."
    )


def _free_name(path: Path) -> Path:
    number = 1
    while True:
        addition = "(new)" if number == 1 else f"(new {number})"
        beside = path.with_name(f"{path.stem} {addition}{path.suffix}")
        if not beside.exists():
            return beside
        number += 1


def _remember(known: dict, text: str, edition: str) -> None:
    known["edition"] = edition
    if text not in known["texts"]:
        known["texts"].append(text)


def _read_record(work: Path) -> dict:
    """What was copied; empty where that is lost, and then every copy counts as changed by the learner."""
    try:
        record = json.loads((work / RECORD).read_text(encoding="utf-8"))
        if all(isinstance(known["texts"], list) and "edition" in known for known in record.values()):
            return record
    except (OSError, ValueError, AttributeError, KeyError, TypeError):
        pass
    return {}


def _write_record(work: Path, record: dict) -> None:
    write_text(work / RECORD, json.dumps(record, indent=1, sort_keys=True) + "\n")
