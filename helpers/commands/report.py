"""Report on a class: report/LESSON.html, a page with what to explain again, scores, pass rates, what was ended,
repaired or refused, and report/LESSON.csv, a row for each learner. It speaks of what was graded so far.
"""

import argparse

from helpers import paths


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("lesson", metavar="LESSON", help="its name or number, such as 02_vanilla_rnn or 2")


def run(arguments: argparse.Namespace) -> int:
    from helpers.grading.reporting.page import write_report

    print(write_report(paths.find_lesson(arguments.lesson)))
    return 0
