"""A learner's copies: nothing that a learner wrote is ever lost."""

from __future__ import annotations

import errno
import json
import shutil
from pathlib import Path

import pytest

from helpers.commands.working_copies import update
from tests.commands.notebooks import code, text, write

NAME = "02_vanilla_rnn"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A folder with notebooks/, which holds one lesson, and no work/ yet."""
    release(tmp_path, "first")
    return tmp_path


def release(course: Path, edition: str, points: float = 3) -> None:
    """Put an edition of the lesson into notebooks/."""
    cells = text(f"# {edition}"), code("answer = None", "answer"), code("check()", "test_answer", points=points)
    write(course / "notebooks" / NAME / f"{NAME}.ipynb", *cells)


def lab(course: Path) -> str:
    """What `lab` says of the one lesson."""
    (sentence,) = update(course / "notebooks", course / "work")
    return sentence


def copy_of(course: Path) -> Path:
    return course / "work" / NAME / f"{NAME}.ipynb"


def rewrite(path: Path, change) -> str:
    """Change the cells of a notebook as an editor would; returns the file's new text."""
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content["cells"])
    path.write_text(json.dumps(content), encoding="utf-8")
    return path.read_text(encoding="utf-8")


def answer(cells: list) -> None:
    cells[1]["source"] = ["answer = 42\n", "# mine"]


def run_all(cells: list) -> None:
    cells[1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "hello"}]
    cells[1]["execution_count"] = 7
    cells[1]["metadata"]["execution"] = {"iopub.status.busy": "now"}


def files(course: Path) -> set[str]:
    return {path.name for path in (course / "work").rglob("*") if path.is_file()}


def test_first_time(course: Path) -> None:
    """Is the lesson copied as it is, with nothing else but the record?"""
    assert lab(course) == f"{NAME}: copied, to work/{NAME}/{NAME}.ipynb."
    assert copy_of(course).read_bytes() == (course / "notebooks" / NAME / f"{NAME}.ipynb").read_bytes()
    assert files(course) == {f"{NAME}.ipynb", ".copied.json"}
    assert lab(course) == f"{NAME}: there, not yet changed by you."


def test_changes_are_kept(course: Path) -> None:
    """Does a second `lab` leave what the learner wrote, to the byte?"""
    lab(course)
    mine = rewrite(copy_of(course), answer)
    assert lab(course) == f"{NAME}: kept, as you left it."
    assert copy_of(course).read_text(encoding="utf-8") == mine


@pytest.mark.parametrize("change", [None, run_all], ids=["untouched", "run, not changed"])
def test_new_edition_of_an_unchanged_copy(course: Path, change) -> None:
    """Does a new edition take the place of a copy in which the learner wrote nothing?"""
    lab(course)
    if change:
        rewrite(copy_of(course), change)
    release(course, "second")
    assert "took the place of your copy" in lab(course)
    assert "# second" in copy_of(course).read_text(encoding="utf-8")
    assert files(course) == {f"{NAME}.ipynb", ".copied.json"}
    assert lab(course) == f"{NAME}: there, not yet changed by you."


def test_new_edition_of_a_changed_copy(course: Path) -> None:
    """Does a new edition come beside a learner's changes, once, and never over anything?"""
    lab(course)
    mine = rewrite(copy_of(course), answer)
    release(course, "second")
    assert lab(course).endswith(f"the new one is beside it as '{NAME} (new).ipynb'.")
    beside = copy_of(course).with_name(f"{NAME} (new).ipynb")
    assert "# second" in beside.read_text(encoding="utf-8")
    assert lab(course) == f"{NAME}: kept, as you left it."

    in_the_new_one = rewrite(beside, answer)
    release(course, "third")
    assert f"{NAME} (new 2).ipynb" in lab(course)
    assert beside.read_text(encoding="utf-8") == in_the_new_one
    assert copy_of(course).read_text(encoding="utf-8") == mine
    assert lab(course) == f"{NAME}: kept, as you left it."


def test_learner_goes_on_with_the_new_edition(course: Path) -> None:
    """Does a copy that was exchanged for the new edition by hand count as unchanged?"""
    lab(course)
    rewrite(copy_of(course), answer)
    release(course, "second")
    lab(course)
    shutil.move(copy_of(course).with_name(f"{NAME} (new).ipynb"), copy_of(course))
    assert lab(course) == f"{NAME}: there, not yet changed by you."
    release(course, "third")
    assert "took the place of your copy" in lab(course)


def test_points_alone_are_a_new_edition(course: Path) -> None:
    """Is an edition in which only what the grading reads has changed a new one?"""
    lab(course)
    release(course, "first", points=5)
    assert "took the place of your copy" in lab(course)
    assert '"points": 5' in copy_of(course).read_text(encoding="utf-8")


def test_a_deleted_copy_comes_back(course: Path) -> None:
    """Does deleting the file, or the whole folder, bring a fresh copy?"""
    lab(course)
    rewrite(copy_of(course), answer)
    copy_of(course).unlink()
    assert lab(course) == f"{NAME}: copied again, since it was gone, to work/{NAME}/{NAME}.ipynb."
    shutil.rmtree(copy_of(course).parent)
    assert "copied again" in lab(course)
    assert copy_of(course).exists()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is empty"),
        (b'{"cells": [{"cell_type": "co', "its JSON breaks off or is wrong at line 1"),
        (b"\xff\xfe\x00", "not text in UTF-8"),
        (b"[1, 2]", "no list of cells"),
        (b'{"cells": [3]}', "no list of cells"),
        (b"[" * 100_000, "nested without end"),
    ],
)
def test_a_broken_copy_is_left_alone(course: Path, content: bytes, reason: str) -> None:
    """Is a file that cannot be read named with the reason, and not touched, a new edition or not?"""
    lab(course)
    copy_of(course).write_bytes(content)
    release(course, "second")
    sentence = lab(course)
    assert reason in sentence
    assert "left alone" in sentence
    assert copy_of(course).read_bytes() == content
    assert files(course) == {f"{NAME}.ipynb", ".copied.json"}


@pytest.mark.parametrize("record", [None, "", "[]", '{"02_vanilla_rnn": 3}', '{"02_vanilla_rnn": {"texts": 1}}'])
def test_a_lost_record_loses_nothing(course: Path, record: str | None) -> None:
    """Is a learner's change kept when the record of what was copied is gone or damaged?"""
    lab(course)
    mine = rewrite(copy_of(course), answer)
    path = course / "work" / ".copied.json"
    path.unlink() if record is None else path.write_text(record, encoding="utf-8")
    assert "beside it" in lab(course)  # whether it is a new edition cannot be known
    assert copy_of(course).read_text(encoding="utf-8") == mine
    assert lab(course) == f"{NAME}: kept, as you left it."


def test_a_lost_record_of_an_unchanged_copy(course: Path) -> None:
    """Is a copy that equals the present edition recognised without a record, outputs and all?"""
    lab(course)
    run = rewrite(copy_of(course), run_all)
    (course / "work" / ".copied.json").unlink()
    assert lab(course) == f"{NAME}: there, not yet changed by you."
    assert copy_of(course).read_text(encoding="utf-8") == run


def test_a_broken_lesson_touches_nothing(course: Path) -> None:
    """Is a lesson of the course that cannot be read named, and the learner's copy left?"""
    lab(course)
    mine = rewrite(copy_of(course), answer)
    (course / "notebooks" / NAME / f"{NAME}.ipynb").write_text("{", encoding="utf-8")
    assert "the course's own notebook cannot be read" in lab(course)
    assert copy_of(course).read_text(encoding="utf-8") == mine


def test_a_full_disk_leaves_no_half_file(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is a copy that fails half-way taken away again, and the old one still whole?"""
    lab(course)
    before = copy_of(course).read_bytes()
    release(course, "second")

    def full(target, content):
        with open(target, "wb") as file:
            file.write(content[: len(content) // 2])
        raise OSError(errno.ENOSPC, "No space left on device", str(target))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        lab(course)
    assert copy_of(course).read_bytes() == before
    assert files(course) == {f"{NAME}.ipynb", ".copied.json"}
    monkeypatch.undo()
    assert "took the place" in lab(course)


def test_each_lesson_gets_one_sentence(course: Path) -> None:
    """Are all lessons copied, in order, and files that are no lesson left out?"""
    write(course / "notebooks" / "01_bag_of_words" / "01_bag_of_words.ipynb", text("# one"))
    write(course / "notebooks" / "01_bag_of_words" / "scratch.ipynb", text("# none"))
    sentences = update(course / "notebooks", course / "work")
    assert [sentence.partition(":")[0] for sentence in sentences] == ["01_bag_of_words", NAME]
    assert not (course / "work" / "01_bag_of_words" / "scratch.ipynb").exists()
    assert update(course / "nowhere", course / "work") == []
