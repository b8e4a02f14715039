"""Grade the submissions in submitted/STUDENT/LESSON/LESSON.ipynb: scores go to gradebook.db, what each learner
reads to feedback/, and a table to the terminal. Without a LESSON, all lessons that have submissions.
"""

import argparse

from helpers.paths import find_lesson


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("lessons", nargs="*", metavar="LESSON", help="its name or number, such as 02_vanilla_rnn or 2")


def run(arguments: argparse.Namespace) -> int:
    from helpers.grading.grade import grade

    return grade([find_lesson(text) for text in arguments.lessons], report=print)
