"""Show the reference solution of an exercise with its explanation, or the answer of a quiz, after you confirm. Your
notebook is not changed. Whatever is answered, it ends with 0.
"""

import argparse
import difflib
import shutil
import sys
import textwrap
from typing import TYPE_CHECKING

from helpers import Refusal, paths

if TYPE_CHECKING:
    from helpers.exercises.load import PrivateSide

WIDEST = 100  # columns of prose, however wide the terminal is


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("lesson", metavar="LESSON", help="its name or number, such as 02_vanilla_rnn or 2")
    parser.add_argument("exercise", metavar="EXERCISE", help="an exercise or a quiz of it, such as rnn_step")


def run(arguments: argparse.Namespace) -> int:
    from helpers.checks.key import read_key

    lesson = paths.find_lesson(arguments.lesson)
    key = read_key(lesson)
    name = find_exercise(arguments.exercise, lesson, [*key.exercises], [*key.quizzes])
    refuse_without_solution(lesson)
    hints = len(key.exercises[name].hints) if name in key.exercises else 0
    print(announcement(lesson, name, hints, is_quiz=name in key.quizzes))
    if not confirmed():
        print("Nothing was shown.")
        return 0
    from helpers.exercises import load

    print(f"\n{solution_text(load(lesson), name)}")
    return 0


def find_exercise(text: str, lesson: str, exercises: list[str], quizzes: list[str]) -> str:
    """The exercise or quiz of that name; raises Refusal, with the nearest name, when the lesson has none."""
    names = [*exercises, *quizzes]
    if text in names:
        return text
    near = difflib.get_close_matches(text.lower().replace("-", "_"), names, n=1)
    hint = f"did you mean {near[0]}?" if near else f"it has {', '.join(names) or 'none yet'}."
    raise Refusal(f"Lesson {lesson} has no exercise {text!r}: {hint}")


def refuse_without_solution(lesson: str) -> None:
    """Raise Refusal where the lesson's solution is not at hand, or is not that of the lesson as it is now."""
    path = paths.SOLUTIONS / lesson / f"{lesson}.ipynb"
    if not path.is_file():
        raise Refusal(
            f"The solutions of {lesson} are not in this copy of the course: ask the person who gave it to you."
        )
    from helpers.build.staleness import unfit_for_grading

    if (fault := unfit_for_grading(lesson)) is not None:
        raise Refusal(
            f"The solutions of {lesson} cannot be trusted, since {fault}: ask the person who gave you the course, "
            f"or run `python3 -m helpers build {lesson}` if that is you."
        )


def announcement(lesson: str, name: str, hints: int, *, is_quiz: bool) -> str:
    """What will be shown, and what else would help first."""
    if is_quiz:
        return f"{name}, {lesson}: this shows the right answer, with what there is to say of each option."
    what = f"{name}, {lesson}: this shows the reference solution with its explanation."
    if not hints:
        return what
    there, offers = ("is 1 hint", "it") if hints == 1 else (f"are {hints} hints", "them one by one")
    return f"{what}\nThere {there} in the notebook above the cell, and a check that keeps failing offers {offers}."


def confirmed() -> bool:
    """Whether the person at the terminal types yes; without a terminal nobody does."""
    if sys.stdin is None or not sys.stdin.isatty():
        return False
    try:
        return input("Type yes to see the solution: ").strip().lower() in ("y", "yes")
    except EOFError:
        print()
        return False


def solution_text(side: "PrivateSide", name: str) -> str:
    """The reference as it is put into the cell, or the quiz's answer, with its explanation and how to go on."""
    if name in side.quizzes:
        quiz = side.quizzes[name]
        others = [_filled(f"{option}: {words}") for option, words in quiz.options.items() if option != quiz.answer]
        return "\n\n".join(
            [
                _filled(f'The answer is "{quiz.answer}". {quiz.options[quiz.answer]}'),
                "\n".join(["The others:", *others]),
                _filled("Put the letter into the cell, run it and the check, and answer again tomorrow from memory."),
            ]
        )
    from helpers.exercises.reference import without_markers

    return "\n\n".join(
        [
            without_markers(side.solution_sources[name]),
            _filled(side.exercises[name].explained),
            _filled("Put it into the cell, run it and the check, and write it again tomorrow without looking."),
        ]
    )


def _filled(text: str) -> str:
    """Text in lines that fit the terminal."""
    width = min(shutil.get_terminal_size().columns - 1, WIDEST)
    return textwrap.fill(" ".join(text.split()), width, break_long_words=False, break_on_hyphens=False)
