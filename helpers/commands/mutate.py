"""Break every reference solution in hundreds of small ways, and see that a check notices each. What no check notices
is printed as a change of a line: a gap in the cases, or a mutant that does the same for all inputs, which the lesson's
exercises file then declares `equivalent`, with the reason. Ends with 1 when any is left. Without a LESSON, all.
"""

import argparse
from functools import partial
from typing import TYPE_CHECKING

from helpers import Refusal, paths
from helpers.commands.status_line import StatusLine

if TYPE_CHECKING:
    from helpers.mutation.bench import Bench
    from helpers.mutation.examination import Examination


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("lessons", nargs="*", metavar="LESSON", help="its name or number, such as 02_vanilla_rnn or 2")
    parser.add_argument("--exercise", metavar="NAME", help="this exercise alone")
    parser.add_argument(
        "--rights",
        action="store_true",
        help="mutate the other right ways instead; what survives is to be read, and the command ends with 0",
    )


def run(arguments: argparse.Namespace) -> int:
    from helpers.mutation.bench import Bench
    from helpers.mutation.table import survivor, table

    lessons = [paths.find_lesson(text) for text in arguments.lessons] or paths.lessons_with_text()
    examined: list[Examination] = []
    with Bench() as bench:
        for lesson in lessons:
            examinations = examine_lesson(bench, lesson, arguments.exercise, arguments.rights)
            examined += examinations
            if examinations:
                print(f"{lesson}\n\n{table(examinations)}\n", flush=True)
            for examination in examinations:
                for trial in examination.survivors:
                    print(f"{survivor(examination, trial)}\n", flush=True)
    if not examined:
        which = f"called {arguments.exercise!r}" if arguments.exercise else "to mutate"
        raise Refusal(f"There is no exercise {which} in {', '.join(lessons) or 'solutions/'}.")
    if not any(examination.survivors for examination in examined):
        return 0
    if arguments.rights:
        print("Read the survivors: each does the same for all inputs, or shows a case that is missing.")
        return 0
    print(
        "A survivor is a gap: add a case that tells it from the right way. Or it does the same for all inputs: then\n"
        'declare equivalent("EXERCISE", "LINE BEFORE", "LINE AFTER", because="...") in the exercises file.'
    )
    return 1


def examine_lesson(bench: "Bench", lesson: str, exercise: str | None, rights: bool) -> "list[Examination]":
    """Every mutant of a lesson's references, or of its other right ways, tried; progress is shown."""
    from helpers.mutation.examination import examine
    from helpers.mutation.originals import other_right_ways, references, side_from_texts

    side = side_from_texts(lesson)
    originals = other_right_ways(side) if rights else references(side)
    examinations = []
    with StatusLine() as status:
        for original in originals:
            if exercise in (None, original.exercise):
                what = f"{lesson}, {original.exercise} {original.style}".strip()
                examinations.append(examine(bench, side, original, tell=partial(_tell, status, what)))
    return examinations


def _tell(status: StatusLine, what: str, number: int, of: int) -> None:
    status.show(f"{what}: mutant {number} of {of}")
