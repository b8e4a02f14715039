"""What the names say that Moodle and Canvas give."""

from __future__ import annotations

import pytest

from helpers.grading.collecting.names import SubmittedAs, fits_lesson, is_of_a_system, submitted_as

LESSON = "02_vanilla_rnn"
FILE = f"{LESSON}.ipynb"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (f"Jane Doe_1234567_assignsubmission_file_/{FILE}", ("Jane Doe", "1234567", FILE)),
        (f"Jane Doe_1234567_assignsubmission_file/{FILE}", ("Jane Doe", "1234567", FILE)),
        (f"Jane Doe_1234567_assignsubmission_file_{FILE}", ("Jane Doe", "1234567", FILE)),
        (f"CS-Lesson 2-99/Jane Doe_12_assignsubmission_file_/deep/er/{FILE}", ("Jane Doe", "12", FILE)),
        (f"Participant_99_assignsubmission_file_/{FILE}", ("", "99", FILE)),
        (f"Group A_7_assignsubmission_file_/{FILE}", ("Group A", "7", FILE)),
        (f"Default group_assignsubmission_file_/{FILE}", ("Default group", "", FILE)),
        ("Jane Doe_1_assignsubmission_onlinetext_/onlinetext.html", ("Jane Doe", "1", "onlinetext.html")),
        ("Jane Doe_1_assignsubmission_onlinetext_onlinetext.html", ("Jane Doe", "1", "onlinetext.html")),
        ("김 민수_3_assignsubmission_file_/a.ipynb", ("김 민수", "3", "a.ipynb")),
        (
            "J_4_assignsubmission_file_/x_5_assignsubmission_file_y.ipynb",
            ("J", "4", "x_5_assignsubmission_file_y.ipynb"),
        ),
    ],
)
def test_moodle(path: str, expected: tuple[str, str, str]) -> None:
    """Are person, number and the file's own name found in all forms that Moodle has?"""
    person, number, file = expected
    assert submitted_as(path) == SubmittedAs("Moodle", person, number, 0, file)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (f"doejane_12345_67890_{FILE}", ("doejane", "12345", 67890, FILE, False)),
        (f"a/b/doejane_LATE_12345_678_{LESSON}-1.ipynb", ("doejane", "12345", 678, f"{LESSON}-1.ipynb", True)),
        (f"van_der_berg_1_2_{FILE}", ("van_der_berg", "1", 2, FILE, False)),
        (f"김민수_1_2_{FILE}", ("김민수", "1", 2, FILE, False)),
        (f"anon_AbCdE_33_{FILE}", ("", "", 33, FILE, False)),
        (f"LATE_anon_12345_33_{FILE}", ("", "", 33, FILE, True)),
        ("doejane_12345_text.html", ("doejane", "12345", 0, "text.html", False)),
        ("doejane_LATE_12345_link.html", ("doejane", "12345", 0, "link.html", True)),
    ],
)  # fmt: skip
def test_canvas(path: str, expected: tuple[str, str, int, str, bool]) -> None:
    """Are person, number, upload, lateness and the file's own name found in all forms that Canvas has?"""
    assert submitted_as(path) == SubmittedAs("Canvas", *expected)


@pytest.mark.parametrize(
    "path", ["grades.csv", FILE, "ann/02_vanilla_rnn.ipynb", "", "a_b_c.ipynb", "x_1_.ipynb", "_1_2_"]
)
def test_other_names_are_nobodys(path: str) -> None:
    """Is nothing read into names that neither system gives?"""
    assert submitted_as(path) is None


@pytest.mark.parametrize("path", ["__MACOSX/._a.ipynb", ".DS_Store", "a/Thumbs.db", "a/.ipynb_checkpoints/b.ipynb"])
def test_files_of_systems(path: str) -> None:
    """Is what no learner put there told from what one handed in, also where a path leads upwards?"""
    assert is_of_a_system(path)
    assert not is_of_a_system("../a.ipynb")


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        (FILE, 0), (FILE.upper(), 0), (f"{LESSON}-1.ipynb", 1), (f"{LESSON}-12.ipynb", 12), (f"{LESSON} (3).ipynb", 3),
        (f"{LESSON} copy.ipynb", 1), (f"{LESSON}-Copy1.ipynb", 1), ("rnn.ipynb", None), (f"{LESSON}.py", None),
        ("01_bag_of_words.ipynb", None),
    ],
)  # fmt: skip
def test_the_lessons_notebook_under_other_names(file: str, expected: int | None) -> None:
    """Is a notebook that was saved again known as the lesson's, and how often it was?"""
    assert fits_lesson(file, LESSON) == expected
