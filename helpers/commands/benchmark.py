"""Measure grading: the same made submissions by stock nbgrader and by ours, in a scratch copy of the course."""

import argparse

from helpers.paths import find_lesson


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("lesson", metavar="LESSON", help="its name or number, such as 02_vanilla_rnn or 2")
    parser.add_argument("--students", type=int, default=40, help="the size of the made class (40)")
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2], help="with how many jobs ours is measured (1 2)")


def run(arguments: argparse.Namespace) -> int:
    from helpers.grading.benchmark import benchmark

    return benchmark(find_lesson(arguments.lesson), arguments.students, tuple(arguments.jobs))
