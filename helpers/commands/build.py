"""Make the notebooks and keys of the lessons whose text has changed: solutions/NN_topic.py becomes a solution
notebook in solutions/ and a learner's notebook in notebooks/. Without a LESSON, all of them. Prints the time plan of
what was built, and of the lessons that were named: minutes a section, and where to stop and ask.
"""

import argparse

from helpers import Refusal, paths


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("lessons", nargs="*", metavar="LESSON", help="its name or number, such as 02_vanilla_rnn or 2")


def run(arguments: argparse.Namespace) -> int:
    from helpers.build import build
    from helpers.commands.status_line import StatusLine

    lessons = [paths.find_lesson(text) for text in arguments.lessons] or paths.lessons_with_text()
    if not lessons:
        raise Refusal(
            f"There is no lesson to build: a lesson's text is a file such as {paths.SOLUTIONS}/02_vanilla_rnn.py."
        )
    with StatusLine() as status:

        def report(sentence: str) -> None:
            status.clear()
            print(sentence, flush=True)

        build(lessons, report, passing=status.show, all_plans=bool(arguments.lessons))
    return 0
