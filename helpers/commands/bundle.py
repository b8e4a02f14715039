"""Make the file that learners get: bundle/unrolled-NN_topic.zip, with the lessons up to and including LESSON, what
of the helpers they need, and no answers. The same course gives the same file.
"""

import argparse
import textwrap

from helpers import Refusal, paths


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("lesson", metavar="LESSON", help="the last lesson in it, such as 02_vanilla_rnn or 2")


def run(arguments: argparse.Namespace) -> int:
    from helpers.bundle.archive import as_zip
    from helpers.bundle.contents import files_for_learners, lessons_up_to
    from helpers.whole_file import write_bytes

    lesson = paths.find_lesson(arguments.lesson)
    lessons = lessons_up_to(lesson)
    refuse_unless_current(lessons)
    files = files_for_learners(lesson)
    refuse_leaks(lesson, files)
    path = paths.BUNDLES / f"unrolled-{lesson}.zip"
    content = as_zip(files, folder="unrolled")
    write_bytes(path, content)
    print(summary(lessons, files, f"bundle/{path.name}", len(content)))
    return 0


def refuse_unless_current(lessons: list[str]) -> None:
    """Raise Refusal when a lesson's notebook or key is missing or is not what its text comes to."""
    from helpers.build.staleness import unfit_for_grading

    for lesson in lessons:
        if fault := unfit_for_grading(lesson):
            raise Refusal(f"{lesson} cannot be given out: {fault}. Run `python3 -m helpers build {lesson}`.")


def refuse_leaks(lesson: str, files: dict[str, bytes]) -> None:
    """Raise Refusal when a student's notebook, or any file, shows an answer of the lesson at hand or a later one."""
    import nbformat

    from helpers.build.lesson_text import read_lesson
    from helpers.build.rules import refuse_leaks as refuse_leaks_in_notebook
    from helpers.bundle import leaks
    from helpers.bundle.contents import answers_of_earlier_lessons, lessons_up_to

    texts = {name: content.decode("utf-8") for name, content in files.items()}
    cells = {name: read_lesson(paths.SOLUTIONS / f"{name}.py") for name in paths.lessons_with_text()}
    for name in lessons_up_to(lesson):
        notebook = nbformat.reads(texts[f"notebooks/{name}/{name}.ipynb"], as_version=4)
        refuse_leaks_in_notebook(cells[name], notebook, f"solutions/{name}.py")
    found = list(leaks.markers(texts))
    earlier = "\n".join(texts[name] for name in answers_of_earlier_lessons(texts))
    for name in paths.lessons_with_text():
        if name >= lesson:
            found += leaks.answers(cells[name], texts.get(f"notebooks/{name}/{name}.ipynb", "") + earlier, texts)
    if found:
        raise Refusal(
            f"Nothing was made, since learners could read answers: {'; '.join(found)}. Write that in another way, or "
            "leave the file out in helpers/bundle/contents.py."
        )


def summary(lessons: list[str], files: dict[str, bytes], shown: str, size: int) -> str:
    """What was made, what is in it, what was left out, and what an instructor has to know."""
    from helpers.bundle.contents import answers_of_earlier_lessons, helpers_left_out

    absent = [name for name in helpers_left_out(files) if not name.startswith("helpers/commands/")]
    others = "the commands of instructors and maintainers, and all that is not listed for learners"
    told = {"lessons": ", ".join(lessons), "left out": f"solutions/, {', '.join(absent)}, {others}"}
    if earlier := answers_of_earlier_lessons(files):
        told["mind"] = f"{', '.join(earlier)} can be read: the answers of lessons before {lessons[-1]}"
    lines = [f"{shown}: {len(files)} files, {size / 1e3:,.0f} kB"]
    for label, text in told.items():
        lines += textwrap.wrap(text, 110, initial_indent=f"  {label + ':':<11}", subsequent_indent=" " * 13)
    lines.append("Learners unpack it, over an older one too, and type `python3 -m helpers lab` in the folder unrolled.")
    return "\n".join(lines)
