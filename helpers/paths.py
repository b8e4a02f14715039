"""Where things lie, from the project's root."""

from pathlib import Path

from helpers import Refusal

ROOT = Path(__file__).resolve().parent.parent
SOLUTIONS = ROOT / "solutions"
NOTEBOOKS = ROOT / "notebooks"
KEYS = ROOT / "helpers" / "checks" / "keys"
WORK = ROOT / "work"
SUBMIT = ROOT / "submit"
SUBMITTED = ROOT / "submitted"
BUNDLES = ROOT / "bundle"


def lesson_names():
    """The lessons that the course has, in order: every folder of notebooks/ that holds its notebook."""
    return sorted(path.parent.name for path in NOTEBOOKS.glob("*/*.ipynb") if path.stem == path.parent.name)


def lessons_with_text():
    """The lessons whose text lies in solutions/, in order; none in a learner's copy."""
    return sorted(path.stem for path in SOLUTIONS.glob("[0-9][0-9]_*.py") if not path.stem.endswith("_exercises"))


def find_lesson(text):
    """The lesson meant by a full name ("02_vanilla_rnn") or its number ("02" or "2").

    Raises Refusal when there is none.
    """
    names = sorted({*lesson_names(), *lessons_with_text()})
    wanted = text.rstrip("/\\")
    for name in names:
        if wanted == name or (wanted.isdigit() and int(wanted) == int(name.split("_")[0])):
            return name
    raise Refusal(f"There is no lesson called {text!r}. The lessons are: {', '.join(names) or 'none yet'}.")
