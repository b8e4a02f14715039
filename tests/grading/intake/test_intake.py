"""Intake: every oddity of a submission has its sentence, and as much as can be read is graded."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from helpers import paths
from helpers.grading.intake import handed_in_file
from helpers.grading.intake.intake import TakenIn, released_notebook, taken_in
from helpers.grading.made_class.added_cells import add_cells, save_with_other_editor
from helpers.grading.made_class.broken_files import MANGLED, REFUSED, write_notebook
from helpers.notebooks import bounds, parse
from tests.notebooks.notebooks import ANSWERS, answered, code, given_out, named, text

LESSON = "01_small"
NAME = f"{LESSON}.ipynb"
unix_only = pytest.mark.skipif(os.name == "nt", reason="Windows has no such thing, or only for administrators")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a submission."""
    folder = tmp_path / "ann" / LESSON
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def take(folder: Path) -> Callable[[Any], TakenIn]:
    """What a file with this content comes to: bytes, text or a notebook."""

    def taken(content: Any) -> TakenIn:
        if not isinstance(content, str | bytes):
            content = json.dumps(content)
        (folder / NAME).write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
        return taken_in(folder, LESSON, given_out())

    return taken


def answers_in(result: TakenIn) -> dict[str, str]:
    """What stands in the lesson's answer cells."""
    assert result.notebook is not None, result.sentence
    nbformat.validate(result.notebook)
    return {cell.id: cell.source for cell in result.notebook.cells if cell.id in ANSWERS}


def test_a_sound_notebook_is_taken_without_a_word(take: Callable[[Any], TakenIn]) -> None:
    """Is an honest notebook the lesson with its answers, nothing said, and known by its bytes?"""
    content = json.dumps(answered(), indent=1).encode()
    assert take(content) == TakenIn(nbformat.from_dict(answered()), "", (), hashlib.sha256(content).hexdigest())


@pytest.mark.parametrize("change", [add_cells, save_with_other_editor])
def test_what_learners_may_do_is_no_oddity(change: Callable[[Any], None], take: Callable[[Any], TakenIn]) -> None:
    """Is nothing said of added cells and of another editor's habits?"""
    notebook = answered()
    change(notebook)
    result = take(notebook)
    assert (answers_in(result), result.repairs) == (ANSWERS, ())


SENTENCES = {
    "truncated": "breaks off at line",
    "empty": "is empty",
    "not UTF-8": "is not text in UTF-8",
    "a web page": "is a web page",
    "other data": "it holds other data",
    "UTF-16": "is in UTF-16 and not in UTF-8",
    "deleted test cell": "The cell test_one_values had been deleted",
    "duplicated test cell": "The cell test_one_values stood there more than once",
    "wrong file name": "is called 01_small (1).ipynb and should be called 01_small.ipynb",
    "other schema version": "The cell test_one_values had other marks",
    "old notebook format": "is in notebook format 3: it was converted",
}


@pytest.mark.parametrize("defect", REFUSED)
def test_what_a_made_class_breaks_is_refused(defect: str, folder: Path) -> None:
    """Has each defect that leaves nothing to grade a sentence of its own?"""
    REFUSED[defect](folder / NAME, answered())
    result = taken_in(folder, LESSON, given_out())
    assert result.notebook is None
    assert SENTENCES[defect] in result.sentence


@pytest.mark.parametrize("defect", MANGLED)
def test_what_a_made_class_mangles_is_mended(defect: str, folder: Path) -> None:
    """Are the answers all there, whatever else was done to the notebook, and is it said?"""
    MANGLED[defect](folder / NAME, answered())
    result = taken_in(folder, LESSON, given_out())
    assert answers_in(result) == ANSWERS
    assert SENTENCES[defect] in " ".join(result.repairs)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ('{"cells": [,]}\n' + " " * 20 + "{}", "its line 1 cannot be read"),
        ("[" * 200_000, "nested too deeply"),
        ('{"cells": ' + "[" * 200_000, "nested too deeply"),
        ("[1, 2]", "it holds other data"),
        ('{"nbformat": 4}', "no list of cells"),
        ('{"nbformat": 4, "metadata": {}, "cells": []}', "has no cells that can be read"),
        ('{"nbformat": 4, "metadata": {}, "cells": [3, {"cell_type": "code"}]}', "has no cells that can be read"),
        ('{"nbformat": 3, "worksheets": [{"cells": []}]}', "has no cells that can be read"),
        ('{"nbformat": 3, "worksheets": 7}', "has no cells that can be read"),
        ('{"nbformat": 2, "worksheets": []}', "is in notebook format 2, which cannot be read"),
        (b"\0" * 5000, "holds nothing but zeros"),
        (b"\xfe\xff" + b"\xd8\x00" * 3, "is not text in UTF-16"),
        (b"PK\x03\x04 and more", "is a zip archive"),
        (" \n\t", "is empty"),
    ],
)
def test_what_is_no_notebook_is_named(content: str | bytes, sentence: str, take: Callable[[Any], TakenIn]) -> None:
    """Does a file that holds something else end in a sentence, and never in a traceback?"""
    result = take(content)
    assert (result.notebook, result.repairs) == (None, ())
    assert sentence in result.sentence


def test_a_notebook_cut_off_anywhere_is_named_as_such(take: Callable[[Any], TakenIn]) -> None:
    """Is a file that ends too early told as that, wherever it ends: in a word, a string, after a bracket?"""
    whole = json.dumps(answered(), indent=1)
    for length in range(1, len(whole), 3):
        assert "breaks off at line" in take(whole[:length]).sentence, whole[:length][-20:]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
def test_other_encodings_are_read_and_named(encoding: str, take: Callable[[Any], TakenIn]) -> None:
    """Is a notebook read that an editor saved in another encoding, with the letters that it holds?"""
    notebook = answered()
    named(notebook, "one")["source"] = "def one(x):\n    return x  # naïve, 학습"
    result = take(json.dumps(notebook, ensure_ascii=False).encode(encoding))
    assert answers_in(result)["one"].endswith("naïve, 학습")
    assert len(result.repairs) == 1
    assert result.repairs[0].endswith("it was read all the same.")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"nbformat": 5}, "says that it is in notebook format 5"),
        ({"nbformat": "4"}, "does not say its notebook format"),
        ({"nbformat": None}, "does not say its notebook format"),
        ({"nbformat_minor": 0}, ""),
        ({"nbformat_minor": 9}, ""),
        ({"nbformat_minor": "x"}, ""),
        ({"metadata": {"kernelspec": {"name": "ir", "language": "R"}}}, "set to another language (R)"),
        ({"metadata": {"language_info": {"name": "julia\x1b[31m"}}}, r"set to another language ('julia\x1b[31m')"),
        ({"metadata": {"kernelspec": {"name": "my_env", "language": "python"}}}, ""),
        ({"metadata": 7}, ""),
        ({"x": float("nan")}, ""),
        ({"x": [float("inf"), 1e300, -0.0]}, ""),
    ],
)
def test_odd_files_are_read(change: dict[str, Any], sentence: str, take: Callable[[Any], TakenIn]) -> None:
    """Are other formats, kernels and numbers no reason to lose the answers?"""
    result = take(answered() | change)
    assert answers_in(result) == ANSWERS
    assert result.notebook.metadata == nbformat.from_dict(given_out()["metadata"])  # type: ignore[union-attr]
    assert sentence in " ".join(result.repairs)
    assert len(result.repairs) == bool(sentence)


@pytest.mark.parametrize("number", ["9" * 3_000_000, "1e" + "9" * 1_000_000, "-" + "1" * 5000])
def test_a_huge_number_costs_no_time(number: str, take: Callable[[Any], TakenIn]) -> None:
    """Is a number of millions of digits passed over in a moment?"""
    started = time.monotonic()
    assert answers_in(take(json.dumps(answered())[:-1] + f', "x": {number}}}')) == ANSWERS
    assert time.monotonic() - started < 2


def test_nesting_beside_the_cells_does_no_harm(take: Callable[[Any], TakenIn]) -> None:
    """Is deep nesting in outputs and metadata left behind, whatever its depth, or named?"""
    for depth in range(100, 1100, 50):
        bomb = "[" * depth + "]" * depth
        result = take(json.dumps(answered())[:-1] + f', "metadata": {{"tags": {bomb}}}}}')
        assert result.notebook is not None or "nested too deeply" in result.sentence
        old = {"nbformat": 3, "worksheets": [{"cells": [code("x = 1") | {"input": "x = 1", "outputs": "BOMB"}]}]}
        result = take(json.dumps(old).replace('"BOMB"', bomb))
        assert result.notebook is not None or "nested too deeply" in result.sentence


def test_a_million_cells_do_not_crowd_out_the_answers(take: Callable[[Any], TakenIn]) -> None:
    """Are the lesson's cells found behind any number of others, in seconds, and is it said what was left out?"""
    whole = json.dumps(answered())
    added = '{"cell_type":"raw","source":""},' * 200_000 + "{}," * 300_000
    started = time.monotonic()
    result = take(whole.replace('"cells": [', '"cells": [' + added, 1))
    assert time.monotonic() - started < 10
    assert answers_in(result) == ANSWERS
    assert len(result.notebook.cells) == len(given_out()["cells"]) + bounds.MOST_ADDED  # type: ignore[union-attr]
    assert result.repairs[0].startswith("499,000 cells were left out: of the cells that are not the lesson's the first")


def test_copies_without_number_cost_no_time(take: Callable[[Any], TakenIn]) -> None:
    """Do many copies of an answer, all different, end in the first of them, in seconds?"""
    notebook = answered()
    copies = [code(f"def one(x):\n    return {number}", "n") for number in range(30_000)]
    for cell in copies:
        cell["metadata"] = {"nbgrader": {"grade_id": "one"}}
    notebook["cells"][0:0] = copies
    started = time.monotonic()
    result = take(notebook)
    assert time.monotonic() - started < 10
    assert answers_in(result)["one"] == "def one(x):\n    return 0"
    assert "30,001 cells" not in result.repairs[0]
    assert result.repairs[0].startswith("29,981 cells were left out")


def test_an_endless_cell_is_left_out(take: Callable[[Any], TakenIn]) -> None:
    """Is a cell of megabytes left out with a sentence, and all else kept?"""
    notebook = answered()
    notebook["cells"].append(code("x = 1\n" * (bounds.LONGEST_CELL // 6 + 1)))
    notebook["cells"].append(text("short"))
    result = take(notebook)
    assert answers_in(result) == ANSWERS
    assert [cell.source for cell in result.notebook.cells if cell.id.startswith("added")] == ["short"]  # type: ignore[union-attr]
    assert result.repairs == ("1 cell was left out, since a cell of more than 1,000,000 characters is not read.",)


def test_characters_that_no_file_can_hold(take: Callable[[Any], TakenIn]) -> None:
    """Do NULs, halves of characters and control characters leave a notebook that can be written and run?"""
    notebook = answered()
    named(notebook, "one")["source"] = ["def one(x):\0\n", "    return x  # \ud800 \x1b[31m \u202e"]
    result = take(notebook)
    assert answers_in(result)["one"] == "def one(x):\n    return x  # ? \x1b[31m \u202e"
    nbformat.writes(result.notebook).encode("utf-8")
    assert result.repairs == ("1 cell held NUL characters, which no Python reads: they were taken out.",)


def test_pasted_pictures_are_kept(take: Callable[[Any], TakenIn]) -> None:
    """Does a learner's drawing in a note stay, and a broken one do no harm?"""
    notebook = answered()
    notebook["cells"].append(text("![a](attachment:a.png)") | {"attachments": {"a.png": {"image/png": "AAAA"}, "b": 3}})
    result = take(notebook)
    assert result.notebook.cells[-1].attachments == {"a.png": {"image/png": "AAAA"}}  # type: ignore[union-attr]
    nbformat.validate(result.notebook)


def test_another_lessons_notebook_is_named() -> None:
    """Is it said first that the notebook seems to be another lesson's, and is the sentence one that can be read?"""
    names = paths.lesson_names()
    result = taken_in(paths.NOTEBOOKS / names[0] / f"{names[0]}.ipynb", names[-1], released_notebook(names[-1]))
    assert result.notebook is not None
    assert result.repairs[0].startswith(f"None of the cells that are graded in {names[-1]} is in the notebook")
    assert max(map(len, result.repairs)) < 400


# Files, folders and what else lies in their place


def test_a_missing_notebook_is_named(folder: Path) -> None:
    """Is it said what was found instead, and a folder that is not there told from an empty one?"""
    assert taken_in(folder, LESSON, given_out()).sentence == f"There is no {NAME} in the folder."
    (folder / "timestamp.txt").write_text("now", encoding="utf-8")
    (folder / "one.py").write_text("", encoding="utf-8")
    assert taken_in(folder, LESSON, given_out()).sentence == f"There is no {NAME} in the folder, which holds one.py."
    assert "No such file" in taken_in(folder / "nowhere", LESSON, given_out()).sentence
    assert "null" in taken_in(folder / "a\0b", LESSON, given_out()).sentence


def test_names_of_the_file(folder: Path) -> None:
    """Is the only other notebook taken, and are several named instead of guessed?"""
    write_notebook(folder / "My answers.IPYNB", answered())
    (folder / "._01_small.ipynb").write_bytes(b"Mac OS X")
    (folder / ".ipynb_checkpoints").mkdir()
    result = taken_in(folder, LESSON, given_out())
    assert answers_in(result) == ANSWERS
    assert result.repairs == (
        f"The file is called My answers.IPYNB and should be called {NAME}: it was taken all the same.",
    )
    for number in range(6):
        write_notebook(folder / f"copy {number}.ipynb", answered())
    result = taken_in(folder, LESSON, given_out())
    assert "My answers.IPYNB, copy 0.ipynb, copy 1.ipynb and 4 more, and which of them counts" in result.sentence
    write_notebook(folder / NAME, answered())
    result = taken_in(folder, LESSON, given_out())
    assert answers_in(result) == ANSWERS
    assert result.repairs[0].endswith(f"only {NAME} was read.")


def test_a_file_alone_is_taken(tmp_path: Path) -> None:
    """Can a notebook be taken in that lies anywhere?"""
    write_notebook(tmp_path / "x.ipynb", answered())
    assert answers_in(taken_in(tmp_path / "x.ipynb", LESSON, given_out())) == ANSWERS


@unix_only
def test_a_name_is_shown_without_what_a_terminal_would_obey(folder: Path) -> None:
    """Is a name with control characters, or bytes that are no text, shown as what it is?"""
    for name in (b"\x1b[31mred.ipynb", b"\xff\xfe.ipynb"):
        Path(os.fsdecode(os.path.join(os.fsencode(folder), name))).write_bytes(b"{}")
    sentence = taken_in(folder, LESSON, given_out()).sentence
    assert sentence.isprintable()
    assert r"\x1b[31mred.ipynb and \udcff\udcfe.ipynb" in sentence


def test_a_folder_in_the_notebooks_place_is_named(folder: Path) -> None:
    """Is something that is not a file refused?"""
    (folder / NAME).mkdir()
    assert "is not a regular file but a folder" in taken_in(folder, LESSON, given_out()).sentence


@unix_only
@pytest.mark.parametrize("kind", ["link to a notebook", "link to nothing", "link to itself", "pipe", "socket"])
def test_what_is_no_regular_file_is_named(kind: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is whatever only looks like a file refused, at once, and is it said what it is?"""
    path = folder / NAME
    write_notebook(folder / "solution.txt", answered())
    monkeypatch.chdir(folder)  # a socket's path may not be long
    if kind.startswith("link"):
        path.symlink_to({"a notebook": "solution.txt", "nothing": "x", "itself": NAME}[kind.removeprefix("link to ")])
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(NAME)
    result = taken_in(folder, LESSON, given_out())
    assert result == TakenIn(
        None, f"{NAME} is not a regular file but a {kind.split()[0]}: hand in the notebook itself.", (), ""
    )


@unix_only
def test_a_folder_that_is_a_link_is_named(folder: Path, tmp_path: Path) -> None:
    """Is a folder refused that only points to another, such as another learner's?"""
    write_notebook(folder / NAME, answered())
    other = tmp_path / "bob" / LESSON
    other.parent.mkdir()
    other.symlink_to(folder)
    assert "is not a regular file but a link" in taken_in(other, LESSON, given_out()).sentence


@unix_only
def test_a_link_put_in_the_files_place_after_the_look_is_not_followed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Is it the open file that counts, when the learner exchanges it between the look and the opening?"""
    path = folder / NAME
    write_notebook(path, answered())
    look = os.lstat

    def look_then_exchange(what: Any) -> os.stat_result:
        state = look(what)
        if what == path:
            path.unlink()
            path.symlink_to("/etc/passwd")
        return state

    monkeypatch.setattr(handed_in_file.os, "lstat", look_then_exchange)
    result = taken_in(folder, LESSON, given_out())
    assert result.notebook is None
    assert "cannot be read" in result.sentence


def test_half_a_gigabyte_is_refused_by_its_size(folder: Path) -> None:
    """Is a huge file named in no time, without being read?"""
    with (folder / NAME).open("wb") as file:
        file.truncate(500_000_000)
    started = time.monotonic()
    sentence = taken_in(folder, LESSON, given_out()).sentence
    assert time.monotonic() - started < 2
    assert sentence == f"{NAME} has 500 MB: more than 20 MB is not read. Clear the outputs, and hand it in again."


def test_a_file_that_changes_while_it_is_read_does_no_harm(folder: Path) -> None:
    """Does a file that is written to all the time end in a notebook or a sentence each time?"""
    path = folder / NAME
    content = json.dumps(answered()).encode()
    ended = threading.Event()

    def keep_changing() -> None:
        number = 0
        while not ended.is_set():
            number += 1
            path.write_bytes(content[: len(content) * (number % 3) // 2] + b" " * (number % 5) * 100_000)

    writer = threading.Thread(target=keep_changing)
    path.write_bytes(content)
    writer.start()
    try:
        for _ in range(200):
            result = taken_in(folder, LESSON, given_out())
            assert (result.notebook is None) == bool(result.sentence)
    finally:
        ended.set()
        writer.join()


def test_a_file_that_grows_is_read_so_far_and_no_further(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is no more read than the most, when the file grew after its size was looked at?"""
    monkeypatch.setattr(handed_in_file, "LARGEST_FILE", 100)
    monkeypatch.setattr(handed_in_file, "_refuse_unless_regular", lambda state, shown: None)
    write_notebook(folder / NAME, answered())
    assert "grew while it was read" in taken_in(folder, LESSON, given_out()).sentence


@unix_only
def test_a_file_that_may_not_be_read_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Does a file without permission end in a sentence? (Root may read all, so the refusal is made up.)"""
    write_notebook(folder / NAME, answered())

    def refuse(*_: Any) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(handed_in_file.os, "open", refuse)
    assert taken_in(folder, LESSON, given_out()).sentence == f"{NAME} cannot be read: Permission denied."


def test_a_folder_full_of_files_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is no endless folder searched through?"""
    monkeypatch.setattr(handed_in_file, "MOST_NAMES", 5)
    for number in range(7):
        (folder / f"{number}.txt").touch()
    assert "more than 5 files" in taken_in(folder, LESSON, given_out()).sentence


@unix_only
def test_a_name_that_nbgrader_would_take_for_a_pattern_is_named(tmp_path: Path) -> None:
    """Is a learner refused whose name would stand for several?"""
    folder = tmp_path / "ann[1]" / LESSON
    folder.mkdir(parents=True)
    write_notebook(folder / NAME, answered())
    assert "'ann[1]'" in taken_in(folder, LESSON, given_out()).sentence


def test_too_deep_for_python_is_a_sentence(take: Callable[[Any], TakenIn], monkeypatch: pytest.MonkeyPatch) -> None:
    """Does a notebook that Python gives up on later than in reading it end in a sentence too?"""

    def give_up(*_: Any) -> None:
        raise RecursionError

    monkeypatch.setattr("helpers.grading.intake.intake.rebuilt", give_up)
    assert "nested too deeply, or too large" in take(answered()).sentence


def test_parts_are_counted_before_they_are_made() -> None:
    """Is a file of nothing but brackets refused before Python makes an object of each?"""
    with pytest.raises(parse.NoNotebook, match="parts"):
        parse.parse(b'{"cells": [' + b"[]," * (parse.MOST_PARTS + 1) + b"0]}", NAME)
