"""Make a class of submissions under submitted/, to try the grading with: right answers in several styles, each
listed mistake, blanks, half-finished and broken files. class/LESSON.csv says how many points each must get.
"""

import argparse

from helpers.paths import find_lesson


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("lesson", metavar="LESSON", help="its name or number, such as 02_vanilla_rnn or 2")
    parser.add_argument("--students", type=int, default=30, metavar="N", help="how many submissions (30)")
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="the same seed gives the same class (0)")


def run(arguments: argparse.Namespace) -> int:
    from helpers.grading.made_class.classroom import make_class

    make_class(find_lesson(arguments.lesson), students=arguments.students, seed=arguments.seed, report=print)
    return 0
