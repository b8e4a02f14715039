"""Who is meant by the names and numbers of a download."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from helpers import Refusal
from helpers.grading.collecting.names import SubmittedAs, submitted_as
from helpers.grading.collecting.roster import (
    Roster,
    Unmatched,
    folder_problem,
    learner_without_roster,
    read_roster,
)

WORKSHEET = """\
Identifier,"Full name","ID number","Email address",Status,Grade,"Last modified (submission)","Feedback comments"
"Participant 1234567","Jane Doe",s001,jane@x.edu,Submitted,,"Thursday, 15 January 2026, 12:05 PM",
"Participant 1234568","Seán O'Brien",s002,sean@x.edu,,,-,
"Participant 1234569","Jane Doe",s003,jane2@x.edu,,,"Donnerstag, 15. Januar 2026, 12:05",
"Participant 1234570","Kim Min-su",s004,kim@x.edu,,,"Friday, 16 January 2026, 14:05",
"""
GRADEBOOK = """\
Student,ID,SIS User ID,SIS Login ID,Section,HW (1)
    Points Possible,,,,,10
"Doe, Jane",12345,900,jdoe,A,
"O'Brien, Seán",12346,901,sobrien,A,
"van der Berg, Al",12347,902,aberg,"A and B",
"Student, Test",999,,0a1b2c,A,
"""
PARTICIPANTS = (
    "First name,Last name,Username,Email address,Groups\nJane,Doe,jdoe,jane@x.edu,\nMin-su,Kim,mkim,k@x.edu,\n"
)
NBGRADER = (
    "id,first_name,last_name,email,lms_user_id\nbitdiddle,Ben,Bitdiddle,b@x.edu,77\nhacker,Alyssa,Hacker,a@x.edu,\n"
)


def roster(tmp_path: Path, text: str, encoding: str = "utf-8") -> Roster:
    """The roster with this text."""
    path = tmp_path / "roster.csv"
    path.write_bytes(text.encode(encoding))
    return read_roster(path)


def meant(people: Roster, name: str) -> str:
    """The learner who is meant by a name in a download, or the sentence that says why nobody is."""
    submitted = submitted_as(f"{name}/a.ipynb" if "assign" in name else name)
    assert submitted is not None
    try:
        return people.person_meant(submitted).learner
    except Unmatched as reason:
        return str(reason)


def test_moodles_worksheet(tmp_path: Path) -> None:
    """Is a person found by the number, by the name that Moodle shortened, and with the name hidden?"""
    people = roster(tmp_path, WORKSHEET)
    assert people.learner_column == "ID number"
    assert meant(people, "Jane Doe_1234567_assignsubmission_file_") == "s001"
    assert meant(people, "Seán OBrien_5_assignsubmission_file_") == "s002"
    assert meant(people, "Min-su Kim_5_assignsubmission_file_") == "s004"
    assert meant(people, "Participant_1234569_assignsubmission_file_") == "s003"
    assert "Moodle hides its name" in meant(people, "Participant_5_assignsubmission_file_")
    assert "may be that of s001 and s003" in meant(people, "Jane Doe_5_assignsubmission_file_")
    assert "neither its name nor its number" in meant(people, "John Roe_5_assignsubmission_file_")
    assert "its number is that of s001 in the roster, and its name that of s002" in meant(
        people, "Seán OBrien_1234567_assignsubmission_file_"
    )


def test_when_it_was_handed_in(tmp_path: Path) -> None:
    """Is the worksheet's time kept with the number of this assignment, and one in another language left alone?"""
    times = {person.learner: person.handed_in for person in roster(tmp_path, WORKSHEET).people}
    assert times["s001"] == {"1234567": datetime(2026, 1, 15, 12, 5).astimezone()}
    assert times["s004"] == {"1234570": datetime(2026, 1, 16, 14, 5).astimezone()}
    assert times["s002"] == times["s003"] == {}


def test_canvass_gradebook(tmp_path: Path) -> None:
    """Is a person found by the number and by the name as Canvas joins it, and are rows of no person passed over?"""
    people = roster(tmp_path, GRADEBOOK)
    assert people.learner_column == "SIS Login ID"
    assert [person.learner for person in people.people] == ["jdoe", "sobrien", "aberg"]
    assert people.problems == []
    assert meant(people, "someoneelse_12345_67890_a.ipynb") == "jdoe"
    assert meant(people, "obriensean_5_6_a.ipynb").startswith("neither")
    assert meant(people, "obrienseán_5_6_a.ipynb") == "sobrien"
    assert meant(people, "vanderbergal_5_6_a.ipynb") == "aberg"
    assert "Canvas hides its name" in meant(people, "anon_12345_6_a.ipynb")


def test_other_tables(tmp_path: Path) -> None:
    """Do Moodle's participants, nbgrader's students and a table of one's own say who is who?"""
    assert meant(roster(tmp_path, PARTICIPANTS), "Kim Min-su_1_assignsubmission_file_") == "mkim"
    assert meant(roster(tmp_path, NBGRADER), "bitdiddleben_1_2_a.ipynb") == "bitdiddle"
    assert meant(roster(tmp_path, NBGRADER), "whoever_77_2_a.ipynb") == "bitdiddle"
    own = "Student_ID;Name\nann;Ann Lee\n"
    assert meant(roster(tmp_path, own), "Lee Ann_1_assignsubmission_file_") == "ann"
    assert meant(roster(tmp_path, "Student,E-Mail,Username\nDoe Jane,j@x,jd\n"), "doejane_1_2_a.ipynb") == "jd"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_spreadsheets_make_of_it(tmp_path: Path, encoding: str, delimiter: str) -> None:
    """Is a table read as spreadsheets save it?"""
    text = f"Username{delimiter}Full name\r\nsob{delimiter}Seán O'Brien\r\n\r\n"
    assert meant(roster(tmp_path, text, encoding), "Seán OBrien_1_assignsubmission_file_") == "sob"


def test_twice_in_the_roster(tmp_path: Path) -> None:
    """Is one person in two rows one, and are two people with one id left out and named?"""
    people = roster(tmp_path, 'Username,Full name\nann,Ann Lee\nann,"Lee, Ann"\nbob,Bob Ray\nBob,Bo Derek\n')
    assert [person.learner for person in people.people] == ["ann"]
    assert people.problems == ["The roster's Username 'bob' stands for Bo Derek and Bob Ray, who are left out."]


def test_ids_that_no_folder_can_have(tmp_path: Path) -> None:
    """Are people without a usable id left out and named?"""
    people = roster(tmp_path, "Username,Full name\n../x,Ann Lee\nNUL,Bob Ray\n,Cy Fox\nok,Di Gold\n")
    assert [person.learner for person in people.people] == ["ok"]
    assert people.problems == [
        "The roster's Username '../x' has a character that no folder's name can have: Ann Lee is left out.",
        "The roster's Username 'NUL' is a name that Windows keeps for itself: Bob Ray is left out.",
        "The roster has no Username for Cy Fox, who is left out.",
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is empty: it wants a column with the learner's id"),
        ("a,b\n1,2\n", "has not the columns that are needed: it wants a column"),
        ("Username\nann\n", "has not the columns that are needed"),
        ("Full name\nAnn Lee\n", "has not the columns that are needed"),
        ("Username,Full name\n", "has not the columns that are needed"),
        ('Username,Full name\nann,"' + "x" * 200_000, "is no table in CSV"),
    ],
)
def test_what_is_no_roster(tmp_path: Path, text: str, sentence: str) -> None:
    """Does a table that does not say who is who end in a sentence on what is wanted?"""
    with pytest.raises(Refusal, match=sentence):
        roster(tmp_path, text)


def test_a_missing_roster(tmp_path: Path) -> None:
    """Is a roster that is not there, or is a folder, refused?"""
    with pytest.raises(Refusal, match=r"No such file|cannot find"):
        read_roster(tmp_path / "none.csv")
    with pytest.raises(Refusal, match="not a regular file"):
        read_roster(tmp_path)


@pytest.mark.parametrize(
    ("submitted", "learner"),
    [
        (SubmittedAs("Moodle", "Jane Doe", "1234", 0, "a"), "jane_doe"),
        (SubmittedAs("Canvas", "doejane", "12345", 7, "a"), "doejane_12345"),
        (SubmittedAs("Moodle", "CON", "1", 0, "a"), "con_"),
        (SubmittedAs("Moodle", "../x", "1", 0, "a"), "x"),
    ],
)
def test_ids_made_of_names(submitted: SubmittedAs, learner: str) -> None:
    """Is an id that is made of a name one that every system can have as a folder?"""
    assert learner_without_roster(submitted) == learner
    assert folder_problem(learner) == ""


@pytest.mark.parametrize("person", ["", "...", "x" * 300])
def test_names_that_make_no_id(person: str) -> None:
    """Is a name that is hidden, empty or endless left to a person?"""
    with pytest.raises(Unmatched):
        learner_without_roster(SubmittedAs("Moodle", person, "1", 0, "a"))


@pytest.mark.parametrize(
    "name", ["a/b", "a\\b", "..", ".a", "a.", " a", "a ", "a*", "a[1]", "nul.txt", "COM1", "a\x1b", "a\u202eb"]
)
def test_folder_problems(name: str) -> None:
    """Is every name seen that is no folder's on some system, or a pattern for nbgrader?"""
    assert folder_problem(name)
