"""All mutants of an original, and those that are declared equivalent."""

from __future__ import annotations

import pytest

from helpers import Refusal
from helpers.mutation.bench import Bench
from helpers.mutation.examination import Examination, examine
from helpers.mutation.originals import other_right_ways, references, side_from_texts
from helpers.mutation.running import Fate
from helpers.mutation.table import survivor, table
from tests.mutation.conftest import WEAK, Write

BEFORE = "result = (x * w).sum(axis=1)"


def equivalent(before: str, after: str) -> str:
    return f'equivalent("total", "{before}", "{after}", because="a test says so")'


def examined(name: str) -> Examination:
    side = side_from_texts(name)
    (original,) = references(side)
    with Bench() as bench:
        return examine(bench, side, original)


def test_counts_and_survivors_are_told(lesson: Write) -> None:
    """Do the counts add up, and is a survivor shown with its place and the line before and after?"""
    done = examined(lesson(visible=WEAK, hidden=WEAK))
    assert sum(done.count(fate) for fate in Fate) == len(done.trials) > 10
    assert len(done.survivors) == done.count(Fate.SURVIVED) > 3
    lines = table([done]).splitlines()
    assert lines[2].split() == [
        "total",
        str(len(done.trials)),
        str(done.count(Fate.VISIBLE)),
        str(sum(trial.by_error for trial in done.trials)),
        "0",
        "0",
        str(len(done.survivors)),
    ]
    assert lines[-1].split()[1:] == lines[2].split()[1:]
    (trial,) = [trial for trial in done.survivors if trial.mutant.change[1] == "result = (x / w).sum(axis=1)"]
    assert survivor(done, trial) == (
        "solutions/01_mini.py:12: total, other operator: survived\n"
        "  - result = (x * w).sum(axis=1)\n"
        "  + result = (x / w).sum(axis=1)"
    )


def test_the_shown_place_is_the_line(lesson: Write, mini_course) -> None:
    """Is the line number that of the lesson's text?"""
    side = side_from_texts(lesson())
    (original,) = references(side)
    text = (mini_course / "solutions" / "01_mini.py").read_text(encoding="utf-8").splitlines()
    assert text[original.line - 1] == original.source.splitlines()[0] == "def total(x, w):"
    (right,) = other_right_ways(side)
    private = (mini_course / "solutions" / "01_mini_exercises.py").read_text(encoding="utf-8").splitlines()
    assert private[right.line - 1] == "def by_product(x, w):"


def test_a_declared_equivalent_is_accepted(lesson: Write) -> None:
    """Does a survivor that is declared equivalent count as that, whatever the blanks in the declaration are?"""
    after = "result = (x * w).mean(axis=1)"
    done = examined(lesson(visible=WEAK, hidden=WEAK, more=equivalent(BEFORE.replace(" = ", "  =  "), after)))
    assert [trial.mutant.change[1] for trial in done.trials if trial.fate is Fate.EQUIVALENT] == [after]
    assert after not in {trial.mutant.change[1] for trial in done.survivors}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (equivalent("result = x.sum(axis=1)", "result = x"), "no mutant of total makes `result = x` of"),
        (equivalent(BEFORE, "result = (x * w).sum(axis=7)"), "no mutant of total makes"),
        (equivalent(BEFORE, "result = (x - w).sum(axis=1)"), "no mutant of total makes"),
        (equivalent(BEFORE, "result = (x + w).sum(axis=1)"), "is killed by a visible case: the reason is wrong"),
        (f"{equivalent(BEFORE, 'result = x')}\n{equivalent(BEFORE, 'result = x')}", "the same equivalent mutant twice"),
        (equivalent(BEFORE, "result = x").replace("a test says so", " "), "has no reason"),
    ],
)
def test_a_stale_or_wrong_equivalent_is_refused(lesson: Write, more: str, said: str) -> None:
    """Is a declaration refused that fits no mutant any more, that a case refutes, or that has no reason?"""
    with pytest.raises(Refusal, match=said):
        examined(lesson(more=more))


def test_a_declaration_that_fits_two_places_is_refused(lesson: Write, mini_course) -> None:
    """Is a declaration refused that could mean either of two equal lines?"""
    name = lesson(more=equivalent("x = x + 0", "x = x + -1"))
    path = mini_course / "solutions" / "01_mini.py"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("    result =", "    x = x + 0\n    x = x + 0\n    result ="), encoding="utf-8")
    with pytest.raises(Refusal, match="2 mutants of total make"):
        examined(name)
