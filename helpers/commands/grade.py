"""Grade the submissions in submitted/STUDENT/LESSON/LESSON.ipynb: scores go to gradebook.db, what each learner
reads to feedback/, and a table to the terminal. Without a LESSON, all lessons that have submissions. What was graded
before and has not changed is left as it is, so that a run that was stopped goes on where it was. Points and comments
that a person entered stay.
"""

import argparse

from helpers.paths import find_lesson


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("lessons", nargs="*", metavar="LESSON", help="its name or number, such as 02_vanilla_rnn or 2")
    parser.add_argument("--jobs", type=_jobs, default=0, metavar="N", help="how many are graded at once (one a core)")
    parser.add_argument(
        "--scheduler",
        type=_address,  # which would be asked about a default as well, if that were text
        metavar="ADDRESS",
        help="grade on the cluster whose Dask scheduler has this address, such as tcp://10.0.0.1:8786, which has the "
        "same course and the sandbox on its machines; gradebook and feedback are written here",
    )
    parser.add_argument(
        "--only", action="append", default=[], metavar="STUDENT", help="this learner alone; can be repeated"
    )
    parser.add_argument("--regrade", action="store_true", help="grade again what was graded and has not changed")
    parser.add_argument(
        "--no-sandbox",
        action="store_true",
        help="run what was handed in with your own rights: it can read and change your files, and use the network",
    )


def _jobs(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of jobs: it is a number from 1")
    return int(text)


def _address(text: str) -> str:
    if not text.strip():  # as of a variable of the shell that is not set
        raise argparse.ArgumentTypeError("the address is empty")
    return text.strip()


def run(arguments: argparse.Namespace) -> int:
    from helpers.grading.grade import Wishes, grade

    wishes = Wishes(
        arguments.jobs, tuple(arguments.only), arguments.regrade, not arguments.no_sandbox, arguments.scheduler or ""
    )
    return grade([find_lesson(text) for text in arguments.lessons], wishes, report=print)
