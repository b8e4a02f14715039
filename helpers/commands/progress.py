"""Show which exercises and questions pass: in all lessons, with what to do next, or in one LESSON with all its parts.
The checks that you run in JupyterLab, and those of the command `check`, leave on record what they came to.
"""

import argparse

from helpers import paths


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("lesson", nargs="?", metavar="LESSON", help="its name or number, such as 02_vanilla_rnn or 2")


def run(arguments: argparse.Namespace) -> int:
    from helpers.progress import table
    from helpers.progress.lessons import course_progress, lesson_progress

    if arguments.lesson is None:
        print(table.overview(course_progress()))
    else:
        print(table.detail(lesson_progress(paths.find_lesson(arguments.lesson))))
    return 0
