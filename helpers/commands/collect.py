"""Collect what a class handed in to Moodle or Canvas: from the folder or zip that you downloaded there ("Download all
submissions", "Download Submissions") into submitted/STUDENT/LESSON/, where `grade` finds it. A submission that lay
there is kept in LESSON.older when a newer one takes its place. A table says what became of every file. Ends with 1 when
somebody's work was not taken.
"""

import argparse
from pathlib import Path

from helpers.paths import find_lesson


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("lesson", metavar="LESSON", help="its name or number, such as 02_vanilla_rnn or 2")
    parser.add_argument(
        "download", metavar="FOLDER_OR_ZIP", type=Path, help="what you downloaded from Moodle or Canvas"
    )
    parser.add_argument(
        "--roster",
        metavar="ROSTER.csv",
        type=Path,
        help="who is who: a column with the learner's id (student_id; Moodle's Username or ID number; Canvas's SIS "
        "Login ID) and one with a full name, an e-mail address or the system's number (Identifier, ID). Moodle's "
        "grading worksheet and list of participants and Canvas's gradebook will do as they are exported in English",
    )


def run(arguments: argparse.Namespace) -> int:
    from helpers.grading.collecting.collect import collect

    return collect(find_lesson(arguments.lesson), arguments.download, arguments.roster, report=print)
