"""A notebook is rebuilt from the lesson's: nothing of the learner's is lost, all of the lesson's is there."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from helpers import paths
from helpers.grading.made_class.added_cells import add_cells, save_with_other_editor
from helpers.grading.intake.intake import taken_in
from helpers.notebooks.rebuild import Rebuilt, rebuilt
from tests.notebooks.notebooks import ANSWERS, answered, code, given_out, marked, named, place, stub, text

Notebook = dict[str, Any]


def lay(notebook: Any) -> Rebuilt:
    """What a notebook that was handed in comes to."""
    return rebuilt(notebook, given_out())


def ids(result: Rebuilt) -> list[str]:
    """The cells of the rebuilt notebook."""
    return [cell["id"] for cell in result.notebook["cells"]]


def sources(result: Rebuilt) -> dict[str, str]:
    """What stands in which cell."""
    return {cell["id"]: cell["source"] for cell in result.notebook["cells"]}


def test_the_answers_stand_in_the_lessons_cells() -> None:
    """Is a notebook with nothing but answers the lesson with these answers, and nothing had to be put right?"""
    handed_in = answered()
    for cell in handed_in["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [{"output_type": "stream", "name": "stdout", "text": "seen"}], "execution_count": 3}
    handed_in["metadata"] = {"author": "somebody", "widgets": {"state": "much"}}
    before = copy.deepcopy(handed_in)
    assert lay(handed_in) == Rebuilt(answered(), ("one", "two", "why"), 0, ())
    assert handed_in == before


def test_an_untouched_notebook_has_no_answers() -> None:
    """Does the lesson as it was given out come back the same, with nothing answered?"""
    assert lay(given_out()) == Rebuilt(given_out(), (), 0, ())


def test_blanks_at_the_end_and_line_ends_change_nothing() -> None:
    """Is what an editor does to the ends of lines no answer and no change?"""
    handed_in = given_out()
    for cell in handed_in["cells"]:
        cell["source"] = [line + "\r\n" for line in cell["source"].split("\n")]
    result = lay(handed_in)
    assert (result.answered, result.repairs) == ((), ())
    handed_in = answered()
    named(handed_in, "two")["source"] = ANSWERS["two"].replace("\n", "\r\n")
    assert sources(lay(handed_in))["two"] == ANSWERS["two"]


def test_what_is_the_lessons_is_put_back() -> None:
    """Do changed tests, texts and pictures, marks, tags and kinds come out as they were given out, answers kept?"""
    handed_in = answered()
    named(handed_in, "setup")["source"] = "import os"
    named(handed_in, "test_one_values")["source"] = "pass"
    named(handed_in, "cell-2")["source"] = "notes"
    named(handed_in, "figure_one")["metadata"] = {}
    named(handed_in, "test_two_values")["metadata"]["nbgrader"] |= {"points": 100, "grade": "yes"}
    named(handed_in, "test_why")["metadata"]["tags"] = ["skip-execution"]
    named(handed_in, "two")["cell_type"] = "markdown"
    assert lay(handed_in).notebook == answered()


@pytest.mark.parametrize("cell_id", [cell["id"] for cell in given_out()["cells"]])
def test_each_deleted_cell_is_back_in_its_place(cell_id: str) -> None:
    """Is the lesson whole again whichever of its cells was deleted?"""
    handed_in = answered()
    handed_in["cells"].remove(named(handed_in, cell_id))
    result = lay(handed_in)
    assert ids(result) == [cell["id"] for cell in given_out()["cells"]]
    assert len(result.repairs) == 1
    assert "back in its place" in result.repairs[0]
    expected = answered()
    named(expected, cell_id)["source"] = named(given_out(), cell_id)["source"]
    assert result.notebook == expected


def test_moved_cells_are_back_and_added_ones_stay_where_they_are() -> None:
    """Does a cell of the lesson go back, and a learner's own not go with it?"""
    handed_in = answered()
    test = handed_in["cells"].pop(place(handed_in, "test_one_values"))
    handed_in["cells"] += [test, code("late = two(1)")]
    result = lay(handed_in)
    assert ids(result) == [*(cell["id"] for cell in given_out()["cells"]), "added-1"]
    assert result.repairs == ("The cell test_one_values had been moved: it is back in its place.",)


def test_only_what_was_moved_counts_as_moved() -> None:
    """Is one cell named when one was carried to the other end, not all that it passed?"""
    handed_in = answered()
    handed_in["cells"].insert(0, handed_in["cells"].pop())
    assert lay(handed_in).repairs == ("The cell test_why had been moved: it is back in its place.",)
    handed_in["cells"].reverse()
    assert ids(lay(handed_in)) == [cell["id"] for cell in given_out()["cells"]]


def test_added_cells_keep_place_text_tags_and_pictures_and_nothing_else() -> None:
    """Is a learner's own cell kept with what was written in it, without outputs, timings and foreign ids?"""
    handed_in = answered()
    own = code("helper = 1", "figure_one_of_mine") | {
        "metadata": {"tags": ["mine", "mine", 3, "a,b"], "execution": {"started": "a folder of somebody"}},
        "outputs": [{"output_type": "stream", "name": "stdout", "text": "a folder of somebody"}],
        "execution_count": 7,
    }
    note = text("see ![drawing](attachment:a.png)") | {
        "attachments": {"a.png": {"image/png": "AAAA"}, "b": 3, "c": {"d": 4}}
    }
    handed_in["cells"].insert(0, note)
    handed_in["cells"].insert(place(handed_in, "one"), own)
    handed_in["cells"].insert(place(handed_in, "two") + 1, {"cell_type": "raw", "metadata": {}, "source": ""})
    result = lay(handed_in)
    assert ids(result)[:1] == ["added-1"]
    assert ids(result)[ids(result).index("added-2") + 1] == "one"
    assert ids(result)[ids(result).index("added-3") - 1] == "two"
    assert result.notebook["cells"][0]["attachments"] == {"a.png": {"image/png": "AAAA"}}
    assert named(result.notebook, "added-2") == code("helper = 1", "added-2") | {"metadata": {"tags": ["mine"]}}
    assert result.added == 2
    assert result.repairs == ()


def test_an_added_cell_comes_before_a_test_that_was_deleted_and_after_the_setup() -> None:
    """Where cells were deleted, can an added one use what the lesson sets up, and a test what the added one defines?"""
    handed_in = answered()
    for cell_id in ("setup", "cell-2", "test_one_values", "figure_one"):
        handed_in["cells"].remove(named(handed_in, cell_id))
    handed_in["cells"].insert(place(handed_in, "one"), code("math.pi"))
    handed_in["cells"].insert(place(handed_in, "one") + 1, code("helper = 1"))
    assert ids(lay(handed_in))[:7] == [
        "cell-1", "setup", "added-1", "cell-2", "one", "added-2", "test_one_values",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "written",
    ["def two(x):\n    return 1", "%timeit 1\ndef two(x):\n    return 1", "two = lambda x: x", "class two:\n    pass"],
)
def test_a_deleted_answer_cell_does_not_undo_an_answer_elsewhere(written: str) -> None:
    """Is the empty cell kept from coming back after an answer that stands in a cell of the learner's own?"""
    handed_in = answered()
    handed_in["cells"].remove(named(handed_in, "two"))
    handed_in["cells"].insert(2, code(written))
    result = lay(handed_in)
    assert sources(result)["two"] == "# two is written in another cell."
    assert sources(result)["added-1"] == written
    assert "two" not in result.answered
    assert "the answer stands in another cell" in result.repairs[0]


def test_an_answer_in_another_answer_cell_counts_as_written() -> None:
    """Are two functions in one answer cell kept, when the cell of the second was deleted?"""
    handed_in = answered()
    handed_in["cells"].remove(named(handed_in, "two"))
    named(handed_in, "one")["source"] += f"\n\n{ANSWERS['two']}"
    assert sources(lay(handed_in))["two"].startswith("#")


@pytest.mark.parametrize("mention", ["two == 1", "    two = 1", "# def two", "print(two)", "twofold = 1"])
def test_a_mention_is_no_answer(mention: str) -> None:
    """Is the empty cell put back when a name is only used elsewhere?"""
    handed_in = answered()
    handed_in["cells"].remove(named(handed_in, "two"))
    handed_in["cells"].insert(2, code(mention))
    assert sources(lay(handed_in))["two"] == stub("two")


def test_of_copies_the_first_with_an_answer_is_taken() -> None:
    """Does an empty copy in front of the answer, or behind it, cost nothing?"""
    for at in (0, 1):
        handed_in = answered()
        handed_in["cells"].insert(place(handed_in, "two") + at, marked("two", stub("two"), solution=True) | {"id": "n"})
        result = lay(handed_in)
        assert result.notebook == answered()
        assert "The cell two stood there more than once" in result.repairs[0]


def test_another_answer_in_a_copy_is_kept_as_an_added_cell() -> None:
    """Is a second, other text in a copy kept in its place, so that the last one counts as in the learner's notebook?"""
    handed_in = answered()
    other = marked("one", "def one(x):\n    return 7", solution=True) | {"id": "n"}
    handed_in["cells"].insert(place(handed_in, "one") + 1, other)
    result = lay(handed_in)
    assert sources(result)["one"] == ANSWERS["one"]
    assert named(result.notebook, "added-1") == code(other["source"], "added-1")
    assert ids(result).index("added-1") == ids(result).index("one") + 1


def test_a_copied_test_cell_is_there_once() -> None:
    """Is a test cell that was duplicated reduced to one?"""
    handed_in = answered()
    handed_in["cells"].append(copy.deepcopy(named(handed_in, "test_one_values")) | {"id": "n"})
    assert lay(handed_in).notebook == answered()


@pytest.mark.parametrize("marks", [None, 7, "x", [], {}, {"grade_id": 3}, {"grade_id": ["one"]}, {"grade_id": "other"}])
def test_a_cell_that_lost_its_name_is_known_by_its_id(marks: Any) -> None:
    """Is an answer found whose grade_id was taken away, renamed or made something odd?"""
    handed_in = answered()
    named(handed_in, "one")["metadata"] = {} if marks is None else {"nbgrader": marks}
    result = lay(handed_in)
    assert result.notebook == answered()
    assert result.repairs == ("The cell one had lost the name for the grading: it is named again.",)


def test_a_cell_with_anothers_name_is_known_by_its_id() -> None:
    """Is an answer found whose grade_id was changed into that of another exercise?"""
    for first, second in (("one", "two"), ("two", "one")):
        handed_in = answered()
        named(handed_in, first)["metadata"]["nbgrader"]["grade_id"] = second
        assert lay(handed_in).notebook == answered()


def test_a_name_counts_for_more_than_an_id() -> None:
    """Is the cell with the name the answer, when an editor gave its id to another cell, or ids were exchanged?"""
    handed_in = answered()
    named(handed_in, "one")["id"] = "n"
    handed_in["cells"].insert(0, code("x = 1", "one"))
    assert sources(lay(handed_in)) == {"added-1": "x = 1"} | sources(lay(answered()))
    handed_in = answered()
    named(handed_in, "one")["id"], named(handed_in, "two")["id"] = "two", "one"
    assert sources(lay(handed_in)) == sources(lay(answered()))


def test_without_ids_and_names_the_text_tells() -> None:
    """Is the lesson found again in what an editor saved that keeps neither ids nor marks?"""
    handed_in = answered()
    for cell in handed_in["cells"]:
        cell["metadata"] = {}
        del cell["id"]
    result = lay(handed_in)
    kept = [cell["source"] for cell in result.notebook["cells"] if cell["id"].startswith("added")]
    assert kept == list(ANSWERS.values())
    assert all(sources(result)[name].startswith("#") for name in ANSWERS)


def test_a_stranger_is_kept_without_marks() -> None:
    """Is a cell of another lesson kept, so that nothing is lost, and not taken for one of this lesson?"""
    handed_in = answered()
    handed_in["cells"].append(marked("three\x1b[31m", "check('three')", grade=True, points=50) | {"id": "n"})
    result = lay(handed_in)
    assert named(result.notebook, "added-1") == code("check('three')", "added-1")
    assert result.repairs == (
        "1 cell (three\\x1b[31m) had marks of grading that this lesson does not have: it is kept as an added cell, "
        "without marks.",
    )


def test_a_foreign_id_does_not_take_a_named_cells_place() -> None:
    """Is a cell with the id of a text, but the name of an answer, that answer?"""
    handed_in = answered()
    handed_in["cells"].remove(named(handed_in, "cell-2"))
    named(handed_in, "one")["id"] = "cell-2"
    assert sources(lay(handed_in)) == sources(lay(answered()))


ODD = [None, True, 7, 1.5, float("nan"), "x", "\ud800", [], [1], {}, {"a": []}, ["a", None]]


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_odd_json_raises_nothing(odd: Any) -> None:
    """Does anything that JSON can hold, anywhere, end in a whole lesson?"""
    assert ids(lay({"cells": odd})) == [cell["id"] for cell in given_out()["cells"]]
    for key in ("cell_type", "id", "metadata", "source", "outputs", "attachments"):
        handed_in = answered()
        for cell in handed_in["cells"]:
            cell[key] = odd
        handed_in["cells"].append(odd)
        nbformat.validate(nbformat.from_dict(lay(handed_in).notebook))
    for key in ("nbgrader", "tags"):
        handed_in = answered()
        for cell in handed_in["cells"]:
            cell["metadata"][key] = odd
        assert sources(lay(handed_in)) == sources(lay(answered()))
    for key in (*named(given_out(), "test_why")["metadata"]["nbgrader"], "checksum"):
        handed_in = answered()
        for cell in handed_in["cells"]:
            cell["metadata"].setdefault("nbgrader", {})[key] = odd
        assert sources(lay(handed_in)) == sources(lay(answered()))


def _delete(notebook: Notebook, rng: random.Random) -> None:
    notebook["cells"].pop(rng.randrange(len(notebook["cells"])))


def _repeat(notebook: Notebook, rng: random.Random) -> None:
    cell = copy.deepcopy(rng.choice(notebook["cells"]))
    notebook["cells"].insert(rng.randrange(len(notebook["cells"])), cell)


def _move(notebook: Notebook, rng: random.Random) -> None:
    cell = notebook["cells"].pop(rng.randrange(len(notebook["cells"])))
    notebook["cells"].insert(rng.randrange(len(notebook["cells"])), cell)


def _add(notebook: Notebook, rng: random.Random) -> None:
    cell = code(f"x = {rng.random()}", rng.choice(["one", "mine", "", "cell-1"]))
    notebook["cells"].insert(rng.randrange(len(notebook["cells"])), cell)


def _rename(notebook: Notebook, rng: random.Random) -> None:
    cell = rng.choice(notebook["cells"])
    if isinstance(cell.get("metadata"), dict):
        cell["metadata"]["nbgrader"] = rng.choice([{}, 3, {"grade_id": "one"}, {"grade_id": "test_two_values"}])


def _retype(notebook: Notebook, rng: random.Random) -> None:
    rng.choice(notebook["cells"])["cell_type"] = rng.choice(["code", "markdown", "raw"])


def _tag(notebook: Notebook, rng: random.Random) -> None:
    rng.choice(notebook["cells"])["metadata"] = {"tags": ["skip-execution"]}


CHANGES: list[Callable[[Notebook, random.Random], None]] = [_delete, _repeat, _move, _add, _rename, _retype, _tag]


def accepted(result: Rebuilt, released: Notebook, folder: Path) -> None:
    """The rebuilt notebook is one that grading takes, with all of the lesson in order."""
    folder.mkdir(parents=True, exist_ok=True)
    notebook = nbformat.from_dict(result.notebook)
    nbformat.validate(notebook)
    (folder / f"{folder.name}.ipynb").write_text(nbformat.writes(notebook), encoding="utf-8")
    again = taken_in(folder, folder.name, released)
    assert (again.notebook, again.repairs) == (notebook, ())
    of_the_lesson = [cell for cell in result.notebook["cells"] if not cell["id"].startswith("added-")]
    assert [(cell["id"], cell["metadata"]) for cell in of_the_lesson] == [
        (cell["id"], cell["metadata"]) for cell in released["cells"]
    ]
    for made, cell in zip(of_the_lesson, released["cells"], strict=True):
        assert made["source"] == cell["source"] or cell["metadata"]["nbgrader"]["solution"]


@pytest.mark.parametrize("seed", range(150))
def test_whatever_is_done_to_a_notebook_grading_takes_it(seed: int, tmp_path: Path) -> None:
    """After a few odd changes, is the lesson whole, in order and accepted, and each answer still there?"""
    rng = random.Random(seed)
    handed_in = answered()
    for _ in range(rng.randrange(1, 9)):
        rng.choice(CHANGES)(handed_in, rng)
    result = lay(handed_in)
    accepted(result, given_out(), tmp_path / "ann" / "01_small")
    kept = {cell["source"] for cell in result.notebook["cells"]}
    handed_in_answers = {cell["source"] for cell in handed_in["cells"]} & set(ANSWERS.values())
    assert handed_in_answers <= kept
    assert rebuilt(result.notebook, given_out()).notebook == result.notebook


@pytest.mark.parametrize("lesson", paths.lesson_names())
@pytest.mark.parametrize("change", [None, add_cells, save_with_other_editor])
def test_the_courses_own_lessons(lesson: str, change: Callable[[Notebook], None] | None, tmp_path: Path) -> None:
    """Does every lesson come through untouched, with added cells, and saved by another editor, without a repair?"""
    path = paths.NOTEBOOKS / lesson / f"{lesson}.ipynb"
    released = nbformat.read(path, as_version=4)
    handed_in = json.loads(path.read_text(encoding="utf-8"))
    if change is not None:
        change(handed_in)
    result = rebuilt(handed_in, released)
    accepted(result, released, tmp_path / "ann" / lesson)
    assert (result.answered, result.repairs) == ((), ())
    assert result.added == (6 if change is add_cells else 0)


def with_report(cell: dict[str, Any] | None) -> tuple[Notebook, Notebook]:
    """The lesson with a report at its end, and a notebook handed in with this cell in the report's place."""
    released = given_out()
    marks = {"grade": True, "solution": True, "locked": False, "task": False, "schema_version": 3, "points": 10}
    metadata = {"nbgrader": marks | {"grade_id": "report"}}
    released["cells"].append(text("**Question.** ...", "report") | {"metadata": metadata})
    handed_in = copy.deepcopy(released)
    handed_in["cells"][-1] |= cell or {}
    return released, handed_in


def test_a_report_keeps_its_text_and_its_pictures() -> None:
    """Do the words and the pasted pictures of a text that a person marks come along, and nothing else of the cell?"""
    pictures = {"a.png": {"image/png": "AAAA"}}
    released, handed_in = with_report({"source": "**Question.** Why?", "attachments": pictures, "execution_count": 3})
    result = rebuilt(handed_in, released)
    assert result.notebook["cells"][-1] == released["cells"][-1] | {
        "source": "**Question.** Why?",
        "attachments": pictures,
    }
    assert result.answered == ("report",)
    assert result.repairs == ()


def test_pictures_in_the_lessons_own_texts_are_not_taken() -> None:
    """Does a locked text stay as it was given out, whatever was pasted into it?"""
    released, handed_in = with_report(None)
    handed_in["cells"][0]["attachments"] = {"a.png": {"image/png": "AAAA"}}
    assert rebuilt(handed_in, released).notebook == released


def test_a_report_that_became_code_is_text_again() -> None:
    """Is what was written kept, and said what was put right?"""
    released, handed_in = with_report({"source": "Why?", "cell_type": "code", "outputs": [], "execution_count": None})
    result = rebuilt(handed_in, released)
    assert result.notebook["cells"][-1] == released["cells"][-1] | {"source": "Why?"}
    assert len(result.repairs) == 1
    assert result.repairs[0].endswith("it is text again.")
