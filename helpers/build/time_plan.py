"""How long a lesson takes and where to stop and ask, from the lesson's own text and marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from helpers.build.lesson_text import LessonCell

# Half of the 238 words a minute at which people read prose in their own language (Brysbaert 2019, a review of 190
# studies): English is foreign to most readers of this course, and they read to learn it, with a formula in between.
WORDS_A_MINUTE = 120
# Tables of notation, terms and cases are looked into, and come back to, not read from end to end.
TABLE_WORDS_A_MINUTE = 3 * WORDS_A_MINUTE
FORMULA = 0.5  # minutes to go through a formula on a line of its own, term by term
FIGURE = 0.5  # minutes to look at a figure, axes and all
CODE = 0.5  # minutes to run a cell and compare its few lines with what the text says
EXPERIMENT = 1.0  # minutes to look at what came out, beside the seconds that it runs
PREDICTION = 1.5  # minutes to read the question, decide and write a number down
QUIZ_QUESTION = 1.0  # minutes to read a question with its options, answer it and read what is said to it
SECTIONS_NOT_READ = {"Sources"}  # they are there to look things up

_SECTION = re.compile(r"## (?P<title>.+)")
_EXERCISE = re.compile(r"### Exercise (?P<number>[\d.]+): `(?P<name>\w+)`.*?(?P<minutes>\d+) minutes?\b")
_QUIZ_QUESTION = re.compile(r"\*\*\d+\.\*\* (?P<question>.+)", re.DOTALL)
_PREDICTION = re.compile(
    r"(?:Before you run (?:it|the (?:next )?cell):|A question to stop at\.)(?P<question>.*)", re.DOTALL
)
_PROMISE = re.compile(r"\bAbout (?P<minutes>\d+) minutes\b")
_FOLDED = re.compile(r"<details[^>]*>.*?</details>", re.DOTALL)
_FORMULA = re.compile(r"\$\$.*?\$\$", re.DOTALL)


@dataclass(frozen=True)
class Step:
    """A stretch of a lesson: something to read, to do or to answer, and how many minutes that takes.

    kind  "reading", "formula", "figure", "code", "experiment", "prediction", "exercise" or "quiz"
    what  the exercise's number and name, the question (of a group of quiz questions the first), or the cell's name
    """

    kind: str
    what: str
    minutes: float


@dataclass(frozen=True)
class Section:
    """A section of a lesson with its steps in order; the first one, before any heading, is the opening."""

    title: str
    steps: tuple[Step, ...]

    @property
    def minutes(self) -> float:
        """How long its steps take together."""
        return sum(step.minutes for step in self.steps)


@dataclass(frozen=True)
class TimePlan:
    """A lesson's sections with their steps, and how many minutes its opening promises (None: it does not say)."""

    sections: tuple[Section, ...]
    promised: int | None

    @property
    def minutes(self) -> float:
        """How long the whole lesson takes, for a learner who does all exercises."""
        return sum(section.minutes for section in self.sections)


def time_plan(cells: list[LessonCell]) -> TimePlan:
    """The time plan of a lesson. An exercise takes the minutes of its heading, with its task, hints and checks."""
    steps = [(title, step) for title, step in _steps(cells) if title not in SECTIONS_NOT_READ]
    sections = [
        Section(title, tuple(step for _, step in group)) for title, group in groupby(steps, key=lambda pair: pair[0])
    ]
    return TimePlan(tuple(sections), _promise(cells))


def exercises_in(plan: TimePlan) -> list[str]:
    """The names of the exercises that the plan has minutes for."""
    return [step.what.split()[-1] for section in plan.sections for step in section.steps if step.kind == "exercise"]


def _promise(cells: list[LessonCell]) -> int | None:
    """The minutes that the text before the first section names."""
    for cell in cells:
        if cell.kind == "text":
            opening, *rest = re.split(r"^## ", cell.source, maxsplit=1, flags=re.MULTILINE)
            if match := _PROMISE.search(opening):
                return int(match["minutes"])
            if rest:
                break
    return None


def _steps(cells: list[LessonCell]) -> Iterator[tuple[str, Step]]:
    """Every step with the title of its section."""
    title, question, questions = "Opening", "", 0
    for number, cell in enumerate(cells):
        if cell.kind == "quiz":
            questions += 1
            others = (other.kind for other in cells[number + 1 :] if other.kind in ("quiz", *_MINUTES_OF_A_CELL))
            if next(others, "") != "quiz":
                yield title, Step("quiz", question or cell.name, questions * QUIZ_QUESTION)
                question, questions = "", 0
        elif cell.kind in _MINUTES_OF_A_CELL:
            seconds = cell.marks.get("seconds", 0)
            yield title, Step(cell.kind, cell.name, _MINUTES_OF_A_CELL[cell.kind] + seconds / 60)
        elif cell.kind == "text":
            counted = True  # the words of a task belong to its exercise, those of a question to the quiz
            for paragraph in _paragraphs(cell.source):
                if match := _SECTION.match(paragraph):
                    title, counted = _plain(match["title"]), True
                elif match := _EXERCISE.match(paragraph):
                    yield title, Step("exercise", f"{match['number']} {match['name']}", float(match["minutes"]))
                    counted = False
                elif match := _PREDICTION.search(paragraph):
                    yield title, Step("prediction", _question(match["question"]), PREDICTION)
                    counted = True
                elif match := _QUIZ_QUESTION.match(paragraph):
                    question, counted = question or _plain(match["question"]), False
                else:
                    counted = counted or paragraph.startswith("### ")
                    if counted:
                        yield from ((title, step) for step in _reading(paragraph))


_MINUTES_OF_A_CELL = {"figure": FIGURE, "code": CODE, "experiment": EXPERIMENT}


def _paragraphs(source: str) -> list[str]:
    """The paragraphs of a text without what is folded in and without rules; a heading is one by itself."""
    unfolded = re.sub(r"^---$", "", _FOLDED.sub("", source), flags=re.MULTILINE)
    spaced = re.sub(r"^(#+ .*)$", r"\n\1\n", unfolded, flags=re.MULTILINE)
    return [text for paragraph in re.split(r"\n\s*\n", spaced) if (text := paragraph.strip())]


def _reading(paragraph: str) -> Iterator[Step]:
    formulas = len(_FORMULA.findall(paragraph))
    if formulas:
        yield Step("formula", "", formulas * FORMULA)
    lines = _FORMULA.sub("", paragraph).splitlines()
    in_tables = sum(_words(line) for line in lines if line.startswith("|"))
    in_text = sum(_words(line) for line in lines if not line.startswith("|"))
    if in_tables or in_text:
        yield Step("reading", "", in_text / WORDS_A_MINUTE + in_tables / TABLE_WORDS_A_MINUTE)


def _words(line: str) -> int:
    return sum(any(character.isalnum() for character in word) for word in line.replace("|", " ").split())


def _plain(markdown: str) -> str:
    """A heading or a question without its markup."""
    return " ".join(re.sub(r"&nbsp;|[*`]", " ", markdown).split()).replace(" ,", ",").replace(" ?", "?")


def _question(text: str) -> str:
    """The first question of a text; where nothing in it ends with a question mark, its first sentence."""
    sentences = re.split(r"(?<=[.?!])\s+", _plain(text))
    return next((sentence for sentence in sentences if sentence.endswith("?")), sentences[0])
