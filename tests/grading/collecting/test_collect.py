"""The command collect, from a download to submitted/."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from helpers import Refusal, paths
from helpers.commands import command_line, environment
from helpers.grading.collecting.collect import collect
from helpers.grading.grade import submitters
from tests.grading.collecting.test_downloads import unix_only, zipped

LESSON = "02_topic"
FILE = f"{LESSON}.ipynb"
ROSTER = "Identifier,Full name,Username,Last modified (submission)\n" + "\n".join(
    [
        'Participant 11,Jane Doe,jdoe,"Thursday, 15 January 2026, 12:05 PM"',
        "Participant 12,John Roe,jroe,-",
        "Participant 13,Ann Lee,alee,-",
    ]
)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course's folder with a roster."""
    monkeypatch.setattr(paths, "SUBMITTED", tmp_path / "submitted")
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    return tmp_path


Collected = Callable[..., tuple[int, str]]


@pytest.fixture
def collected(root: Path) -> Collected:
    """Collect a zip with these files, path=content; the exit code and all that was said."""

    def run(files: dict[str, str], roster: bool = True, hours: float = 0) -> tuple[int, str]:
        source = root / "download"
        time_of_download = (datetime.now() + timedelta(hours=hours)).timestamp()
        for path, content in files.items():
            made = source / path
            made.parent.mkdir(parents=True, exist_ok=True)
            made.write_text(content, encoding="utf-8")
            os.utime(made, (time_of_download, time_of_download))
        said: list[str] = []
        try:
            code = collect(LESSON, source, root / "roster.csv" if roster else None, said.append)
        finally:
            source.rename(root / f"download of {time.monotonic_ns()}")
        return code, "\n".join(said)

    return run


def lying(root: Path) -> dict[str, str]:
    """The files under submitted/."""
    below = root / "submitted"
    return {
        path.relative_to(below).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(below.rglob("*"))
        if path.is_file()
    }


def moodle(name: str, number: int, file: str = FILE) -> str:
    """Where Moodle puts a file."""
    return f"{name}_{number}_assignsubmission_file_/{file}"


def test_a_class_is_laid_out_for_grading(root: Path, collected: Collected) -> None:
    """Does every notebook lie where nbgrader looks, with its time where it is known, and does the table say so?"""
    code, said = collected(
        {
            moodle("Jane Doe", 11): "jane's",
            moodle("Roe John", 99): "john's",
            moodle("Ann Lee", 13, "my answers.ipynb"): "ann's",
        }
    )
    assert code == 0
    assert lying(root) == {
        f"jdoe/{LESSON}/{FILE}": "jane's",
        f"jdoe/{LESSON}/timestamp.txt": f"{datetime(2026, 1, 15, 12, 5).astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC",
        f"jroe/{LESSON}/{FILE}": "john's",
        f"alee/{LESSON}/{FILE}": "ann's",
    }
    assert "taken; it is called my answers.ipynb" in said
    assert f"3 of 3 people have a notebook under submitted/LEARNER/{LESSON}/." in said
    assert "Learners are called by the roster's column 'Username'." in said
    assert submitters(LESSON) == ["alee", "jdoe", "jroe"]


def test_nothing_is_skipped_in_silence(root: Path, collected: Collected) -> None:
    """Has every file a row, and every person of the roster a word?"""
    code, said = collected(
        {
            moodle("Jane Doe", 11, "report.pdf"): "x",
            moodle("John Roe", 12): "john's",
            "John Roe_12_assignsubmission_onlinetext_/onlinetext.html": "x",
            moodle("Nobody", 14): "x",
            "grades.csv": "x",
            "lost.ipynb": "x",
            "__MACOSX/._x": "x",
        }
    )
    assert code == 1
    rows = {line.split("  ")[0].strip(): line for line in said.splitlines()}
    assert "report.pdf" in rows["jdoe"]
    assert rows["jdoe"].endswith("no notebook")
    for path in ("onlinetext.html", "Nobody_14", "grades.csv", "lost.ipynb"):
        assert path in said
    assert "not matched: neither its name nor its number is in the roster" in said
    assert "1 of 2 people have a notebook" in said
    assert "2 files have no owner" in said
    assert "1 file was passed over that operating systems" in said
    assert "Of the roster, alee handed in nothing." in said
    assert list(lying(root)) == [f"jroe/{LESSON}/{FILE}"]


def test_of_several_files_the_last_upload_is_taken(root: Path, collected: Collected) -> None:
    """Is it the last upload of the lesson's notebook, and is every other one said not to be?"""
    code, said = collected(
        {
            "doejane_LATE_5_100_02_topic.ipynb": "first",
            "doejane_5_300_02_topic-2.ipynb": "third",
            "doejane_5_200_02_topic-1.ipynb": "second",
            "doejane_5_900_01_other.ipynb": "another lesson",
            "doejane_5_901_notes.txt": "notes",
        }
    )
    assert code == 0
    assert lying(root) == {f"jdoe/{LESSON}/{FILE}": "third"}
    assert said.count("not taken: 02_topic-2.ipynb was") == 3
    assert "passed over: no notebook" in said
    code, said = collected({moodle("John Roe", 12): "old", moodle("John Roe", 12, "02_topic (1).ipynb"): "new"})
    assert lying(root)[f"jroe/{LESSON}/{FILE}"] == "new"
    assert "late" not in said
    assert "late, as Canvas says" in collected({"leeann_LATE_5_1_02_topic.ipynb": "x"})[1]


@unix_only
def test_where_the_best_cannot_be_read_the_next_is_taken(root: Path, collected: Collected) -> None:
    """Is a link passed over for the notebook beside it, and said to be?"""
    folder = root / "download" / moodle("Jane Doe", 11, "x").rsplit("/", 1)[0]
    folder.mkdir(parents=True)
    (folder / "02_topic-2.ipynb").symlink_to("/etc/passwd")
    code, said = collected({moodle("Jane Doe", 11, "02_topic-1.ipynb"): "jane's"})
    assert code == 0
    assert "not taken: it is a link or no regular file" in said
    assert lying(root)[f"jdoe/{LESSON}/{FILE}"] == "jane's"


def test_a_newer_download_takes_the_place_and_the_older_is_kept(root: Path, collected: Collected) -> None:
    """Is nothing lost, nothing done twice, and the last state the one that is graded, in whatever order?"""
    files = {moodle("John Roe", 12): "first"}
    collected(files, hours=-3)
    code, said = collected({moodle("John Roe", 12): "second"}, hours=-2)
    assert code == 0
    older = f"jroe/{LESSON}.older/"
    assert f"taken; the one that lay there is kept in submitted/{older}" in said
    state = lying(root)
    assert state.pop(f"jroe/{LESSON}/{FILE}") == "second"
    assert [(path.startswith(older), content) for path, content in state.items()] == [(True, "first")]
    for _ in range(2):
        code, said = collected(files, hours=-3)
        assert (
            f"not taken: what lies in submitted/jroe/{LESSON} is newer; this one is kept in submitted/{older}" in said
        )
        assert lying(root) == state | {f"jroe/{LESSON}/{FILE}": "second"}
    assert "taken before, and the same" in collected({moodle("John Roe", 12): "second"}, hours=-1)[1]
    assert lying(root) == state | {f"jroe/{LESSON}/{FILE}": "second"}
    collected({moodle("John Roe", 12): "between"}, hours=-2.5)
    assert sorted(lying(root).values()) == ["between", "first", "second"]
    assert submitters(LESSON) == ["jroe"]


def test_when_it_was_handed_in_counts_for_more_than_the_file(root: Path, collected: Collected) -> None:
    """Is it the time of handing in that decides, where both are known?"""
    there = root / "submitted" / "jdoe" / LESSON
    there.mkdir(parents=True)
    (there / FILE).write_text("from the exchange", encoding="utf-8")
    (there / "timestamp.txt").write_text("2026-02-01 12:00:00 UTC", encoding="utf-8")
    _, said = collected({moodle("Jane Doe", 11): "from Moodle"}, hours=5)
    assert "is newer; this one is kept" in said
    assert lying(root)[f"jdoe/{LESSON}/{FILE}"] == "from the exchange"
    (there / "timestamp.txt").write_text("2025-02-01 12:00:00 UTC", encoding="utf-8")
    collected({moodle("Jane Doe", 11): "from Moodle again"}, hours=-5)
    assert lying(root)[f"jdoe/{LESSON}/{FILE}"] == "from Moodle again"
    assert "from the exchange" in lying(root).values()


def test_a_folder_without_the_notebook_is_kept_too(root: Path, collected: Collected) -> None:
    """Is whatever lay in the submission's place kept?"""
    there = root / "submitted" / "jroe" / LESSON
    there.mkdir(parents=True)
    (there / "notes.txt").write_text("a grader's notes", encoding="utf-8")
    collected({moodle("John Roe", 12): "john's"})
    assert sorted(lying(root).values()) == ["a grader's notes", "john's"]


@unix_only
def test_a_link_under_submitted_is_left_alone(root: Path, collected: Collected) -> None:
    """Is nothing written through a link?"""
    (root / "elsewhere").mkdir()
    (root / "submitted").mkdir()
    (root / "submitted" / "jroe").symlink_to(root / "elsewhere")
    code, said = collected({moodle("John Roe", 12): "john's"})
    assert code == 1
    assert "submitted/jroe is a link or a file" in said
    assert list((root / "elsewhere").iterdir()) == []


def test_a_run_that_fails_leaves_all_as_it_was(
    root: Path, collected: Collected, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Does a full disk leave the submission that lay there, and no half of another?"""
    collected({moodle("John Roe", 12): "first"}, hours=-3)
    before = lying(root)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        collected({moodle("John Roe", 12): "second"})
    assert lying(root) == before
    assert [path.name for path in (root / "submitted" / "jroe").iterdir()] == [LESSON]


def test_without_a_roster(root: Path, collected: Collected) -> None:
    """Are learners called by their names, and two with one name left to a person?"""
    code, said = collected({moodle("Jane Doe", 1): "a", moodle("Łukasz Żółć", 2): "b", "roe_7_8_x.ipynb": "c"}, False)
    assert code == 0
    assert set(lying(root)) == {f"{name}/{LESSON}/{FILE}" for name in ("jane_doe", "łukasz_żółć", "roe_7")}
    assert "Without a --roster learners are called by their names in the download." in said
    code, said = collected({moodle("Ann Lee", 1): "a", moodle("Ann Lee", 2): "b"}, False)
    assert code == 1
    assert said.count("not matched: two people have this name: give a --roster") == 2
    assert not (root / "submitted" / "ann_lee").exists()


def test_a_zip_that_leads_elsewhere_writes_nowhere_else(root: Path) -> None:
    """Is nothing written but under submitted/, whatever the names in a zip are?"""
    names = ["../../x_1_assignsubmission_file_/02_topic.ipynb", "/etc/y_1_2_02_topic.ipynb", "..\\z_1_2_02_topic.ipynb"]
    source = zipped(root / "a.zip", *((name, b"{}") for name in [*names, "ok_1_2_..ipynb", "con_1_2_a/b_3_4_c.ipynb"]))
    said: list[str] = []
    assert collect(LESSON, source, None, said.append) == 1
    assert said[0].count("its path leads out of the zip") == 3
    assert set(lying(root)) == {f"ok_1/{LESSON}/{FILE}", f"b_3/{LESSON}/{FILE}"}
    assert {path.name for path in root.iterdir()} == {"a.zip", "roster.csv", "submitted"}


@pytest.mark.parametrize("files", [{}, {"a.txt": "x"}, {"ann/02_topic.ipynb": "x"}])
def test_what_is_no_download_is_refused(root: Path, files: dict[str, str], collected: Collected) -> None:
    """Is a folder without a name of Moodle or Canvas refused, with what such a name looks like?"""
    (root / "download").mkdir()
    with pytest.raises(Refusal, match=r"Moodle's are 'Jane Doe_1234567_assignsubmission_file_/02_topic.ipynb'"):
        collected(files)
    assert not (root / "submitted").exists()


def test_the_command(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Does the command collect, and end with a sentence where it cannot?"""
    monkeypatch.setattr(environment, "ensure", lambda words: None)
    lesson = paths.lesson_names()[0]
    source = zipped(root / "a.zip", (f"doejane_12_34_{lesson}.ipynb", b"{}"))
    assert command_line.run(["collect", lesson[:2], str(source)]) == 0
    assert "1 of 1 people" in capsys.readouterr().out
    assert command_line.run(["collect", lesson[:2], str(root / "none.zip")]) == 1
    assert capsys.readouterr().err.startswith("There is no ")
    assert command_line.run(["collect", lesson[:2], str(source), "--roster", str(root / "none.csv")]) == 1
    assert capsys.readouterr().err.startswith("The roster: ")
