"""Lesson 00_start: what its check expects, and what its text promises."""

from __future__ import annotations

import re
from fractions import Fraction

import numpy as np
import pytest

from helpers.checks.report import Report, report_on
from helpers.paths import ROOT, SOLUTIONS, lesson_names

LESSON, EXERCISE = "00_start", "exponential_average"


@pytest.fixture(scope="module")
def text() -> str:
    """The lesson's text."""
    return (SOLUTIONS / f"{LESSON}.py").read_text(encoding="utf-8")


def written_out(x: np.ndarray, keep: float) -> list[list[float]]:
    """The average without a recursion and without rounding: each earlier number with its weight, in fractions."""
    kept = Fraction(keep)
    return [
        [
            float(sum((1 - kept) * kept ** (t - s) * Fraction(float(row[s])) for s in range(t + 1)))
            for t in range(len(row))
        ]
        for row in x
    ]


def test_expected_values_are_those_of_the_sum_written_out(cases) -> None:
    """Does the reference give, in every case, the weighted sum that formula (0.1) comes to?"""
    for case in cases[EXERCISE]:
        assert case.expected["outcome"] == "returned"
        np.testing.assert_allclose(case.expected["value"], written_out(**case.arguments), rtol=1e-10, atol=1e-12)


def test_numbers_worked_by_hand(private_side) -> None:
    """Does the check begin with the numbers that the lesson works out?"""
    case = private_side.visible_cases(EXERCISE, "values")[0]
    assert case.expected["value"].tolist() == [[1, 0.75, 2.5625]] * 2


def test_parts_of_cases(cases) -> None:
    """Do cases hold different sizes, equal ones, batches and sequences of one, and whole numbers?"""
    shapes = [case.arguments["x"].shape for case in cases[EXERCISE]]
    assert any(1 < N != T > 1 for N, T in shapes)
    assert any(N == T > 1 for N, T in shapes)
    assert any(N == 1 < T for N, T in shapes)
    assert any(T == 1 < N for N, T in shapes)
    assert any(case.arguments["x"].dtype.kind == "i" for case in cases[EXERCISE])


def report_of(private_side, part: str, function) -> Report:
    """What a learner with this function reads."""
    exercise = private_side.exercises[EXERCISE]
    cases = private_side.visible_cases(EXERCISE, part)
    seen = private_side.observations(EXERCISE, function, cases)
    mistakes = (
        (wrong, private_side.observations(EXERCISE, wrong.function, cases))
        for wrong in exercise.mistakes
        if part in wrong.fails
    )
    return report_on(exercise.specification, part, cases, seen, mistakes)


@pytest.mark.parametrize("part", ["values", "edge_cases"])
def test_wrong_answer_on_purpose(part: str, private_side, text: str) -> None:
    """Does the line that learners are told to type pass as many cases as the text says, and is it recognised?"""
    (line,) = re.findall(r"```python\n#     (return .*)\n# ```", text)
    namespace: dict = {}
    exec(f"def {EXERCISE}(x, keep):\n    {line}", namespace)
    report = report_of(private_side, part, namespace[EXERCISE])
    passed, of_all = re.findall(rf"\*{part}\* (\d+)(?: of (\d+))?", text)[0]
    said = sum(case.passed is True for case in report.lines)
    assert (said, len(report.lines)) == (int(passed), int(of_all or len(report.lines)))
    assert "takes no part" in report.advice


def test_right_answers_read_passed(private_side) -> None:
    """Is every right way passed without advice?"""
    for right in private_side.exercises[EXERCISE].rights:
        for part in private_side.exercises[EXERCISE].parts:
            report = report_of(private_side, part, right.function)
            assert report.passed, right.style
            assert not report.advice


def test_points_in_the_text(private_side, text: str) -> None:
    """Are the points that the text names those that are given?"""
    assert "2 and 1" in text
    assert [private_side.points[(EXERCISE, part)] for part in ("values", "edge_cases")] == [2, 1]


def test_commands_in_the_text_exist(text: str) -> None:
    """Does the lesson send nobody to a command that is not there?"""
    named = set(re.findall(r"-m helpers (\w+)", text))
    assert named >= {"lab", "check", "doctor"}
    for name in named:
        assert (ROOT / "helpers" / "commands" / f"{name}.py").exists(), name


def test_map_names_every_lesson(text: str) -> None:
    """Is every lesson that the course has in the map of the way ahead?"""
    numbers = re.findall(r"^# \| (\d\d) \|", text, flags=re.MULTILINE)
    assert numbers == [f"{number:02}" for number in range(12)]
    assert {name[:2] for name in lesson_names()} <= set(numbers)


def test_tables_have_as_many_cells_in_every_row(text: str) -> None:
    """Does no row of the notation or the glossary lack a cell?"""
    for table in re.findall(r"(?:^# \|.*\n)+", text, flags=re.MULTILINE):
        widths = {row.count("|") for row in table.splitlines()}
        assert len(widths) == 1, table


def test_glossary_speaks_four_languages(text: str) -> None:
    """Does every term of the glossary have Polish, Russian and Korean words in their own letters?"""
    glossary = text.split("Glossary, to look up\n")[1].split("## 7")[0]
    rows = [row.split("|")[1:-1] for row in glossary.splitlines() if row.startswith("# | ")]
    rows = [row for row in rows if row[0].strip() != "term"]
    assert len(rows) > 35
    for term, _, polish, russian, korean in rows:
        assert polish.strip(), term
        assert re.search("[а-яё]", russian), term
        assert re.search("[가-힣]", korean), term


def test_rows_columns_and_joined_agree() -> None:
    """Is the claim true for other numbers than the lesson's: rows, columns and one joined matrix are one product?"""
    rng = np.random.default_rng(5)
    x, h = rng.normal(size=(4, 3)), rng.normal(size=(4, 2))
    W_xh, W_hh = rng.normal(size=(3, 2)), rng.normal(size=(2, 2))
    rows = x @ W_xh + h @ W_hh
    joined = np.hstack([W_hh.T, W_xh.T]) @ np.vstack([h.T, x.T])
    np.testing.assert_allclose(joined.T, rows)
