"""What every exercise of every lesson has to show, and every built file."""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache
from types import FunctionType
from typing import Any

import nbformat
import numpy as np
import pytest

from helpers import paths
from helpers.build.lesson_text import read_lesson
from helpers.build.staleness import notebook_paths, stale
from helpers.checks.check import stand_ins_for
from helpers.checks.codec import from_tree
from helpers.checks.diagnosis import by_fit
from helpers.checks.key import key_path, key_to_tree
from helpers.checks.observe import SECONDS_PER_CASE, observe_all
from helpers.checks.plain import Tensor
from helpers.checks.report import report_on
from helpers.checks.specification import MEASURED_DRIVER, Case, Observation
from helpers.checks.verdict import judge
from helpers.exercises.reference import reference_namespace, remember_source
from helpers.progress.record import fingerprint
from tests.lessons.cases import SUBMISSIONS, cases_of, made, side_of
from tests.lessons.untouched import run_untouched

LESSONS = sorted(path.stem.removesuffix("_exercises") for path in paths.SOLUTIONS.glob("*_exercises.py"))
EXERCISES = [
    (lesson, cell.name)
    for lesson in LESSONS
    for cell in read_lesson(paths.SOLUTIONS / f"{lesson}.py")
    if cell.kind == "solution"
]

each_exercise = pytest.mark.parametrize(("lesson", "name"), EXERCISES, ids=lambda value: value)
each_lesson = pytest.mark.parametrize("lesson", LESSONS)

# A case takes milliseconds: what is still running then runs for ever. Learners get more, for slower machines.
SECONDS_OF_AN_ENDLESS_CASE = 4.0


@cache
def solution(lesson: str) -> nbformat.NotebookNode:
    return nbformat.read(notebook_paths(lesson)[0], as_version=4)


@cache
def submission(lesson: str, name: str, source: str) -> dict[str, Any]:
    """The namespace of a notebook in which all is right but the exercise's cell, which holds the source."""
    namespace = reference_namespace(solution(lesson), lesson)
    cell = f"<{name} {fingerprint(source)}>"
    remember_source(cell, source)  # as a notebook does: it is read for the names that an exercise forbids
    exec(compile(source, cell, "exec"), namespace)
    return namespace


@cache
def tried(lesson: str, name: str, source: str, part: str, seed: str) -> list[Observation]:
    """What a submission with this text in the exercise's cell does in a part's cases, which are those of `cases_of`."""
    exercise = side_of(lesson).exercises[name].specification
    stand_ins, _ = stand_ins_for(exercise)
    seconds = SECONDS_PER_CASE if exercise.driver == MEASURED_DRIVER else SECONDS_OF_AN_ENDLESS_CASE
    return observe_all(
        exercise, cases_of(lesson, name, part, seed), submission(lesson, name, source), stand_ins, seconds
    )


def parts_lost(lesson: str, name: str, source: str, seeds: tuple[str, ...]) -> set[str]:
    """The parts that a submission with this text in the exercise's cell loses in its cases."""
    exercise = side_of(lesson).exercises[name]
    lost = set()
    for part in exercise.parts:
        for seed in seeds:
            cases = cases_of(lesson, name, part, seed)
            seen = tried(lesson, name, source, part, seed)
            passed = [judge(exercise.specification, *pair).passed for pair in zip(cases, seen, strict=False)]
            if len(seen) < len(cases) or not all(passed):
                lost.add(part)
    return lost


@each_exercise
def test_the_reference_passes(lesson: str, name: str) -> None:
    """Does the reference pass every part, in its visible cases and in those of three submissions?"""
    source = side_of(lesson).solution_sources[name]
    assert parts_lost(lesson, name, source, ("", *SUBMISSIONS)) == set()


@each_exercise
def test_three_other_right_ways_pass(lesson: str, name: str) -> None:
    """Are there three other right ways or more, and does each pass every part, as text in a learner's cell?"""
    rights = side_of(lesson).exercises[name].rights
    assert len(rights) >= 3
    lost = {way.style: parts_lost(lesson, name, way.source, ("", *SUBMISSIONS)) for way in rights}
    assert not {style: parts for style, parts in lost.items() if parts}


@each_exercise
def test_each_mistake_loses_the_parts_declared_beside_it(lesson: str, name: str) -> None:
    """In each submission, does each mistake, as text in a learner's cell, lose exactly its parts?"""
    wrong = {}
    for mistake in side_of(lesson).exercises[name].mistakes:
        seen = parts_lost(lesson, name, mistake.source, ("",))
        for seed in SUBMISSIONS:
            if (lost := seen | parts_lost(lesson, name, mistake.source, (seed,))) != set(mistake.fails):
                wrong[mistake.name, seed] = lost
    assert not wrong


@each_exercise
def test_each_mistake_gets_its_own_sentence(lesson: str, name: str) -> None:
    """Is each mistake told its own sentence, or its twin's, in every part whose visible cases it fails?"""
    exercise = made(lesson).key.exercises[name]
    told = 0
    for mistake in side_of(lesson).exercises[name].mistakes:
        for part in mistake.fails:
            cases = exercise.parts[part].cases
            elsewhere = {
                other: tried(lesson, name, mistake.source, other, "") for other in exercise.parts if other != part
            }
            known = by_fit(exercise, part, lambda seen=elsewhere: seen)
            report = report_on(exercise, part, cases, tried(lesson, name, mistake.source, part, ""), known)
            if not report.passed:
                told += 1
                assert report.advice == mistake.says, f"{mistake.name}, {part}"
    assert told


def _sizes(value: Any) -> Any:
    """The shapes of the arrays in a case's arguments."""
    if isinstance(value, dict):
        return {key: _sizes(entry) for key, entry in value.items()}
    return value.shape if isinstance(value, np.ndarray) else None


def _neighbours(one: Case, other: Case) -> bool:
    """Whether two cases have the same sizes; where several arguments and no arrays are given, one of them alike."""
    sizes = _sizes(one.arguments)
    if len(sizes) > 1 and not any(sizes.values()):
        return any(one.arguments[key] == other.arguments.get(key) for key in sizes)
    return bool(sizes == _sizes(other.arguments))


@each_exercise
def test_every_part_has_neighbouring_cases(lesson: str, name: str) -> None:
    """Does each part try the same sizes with other values, so that what is kept from an earlier call shows?"""
    side = side_of(lesson)
    if side.exercises[name].specification.driver == MEASURED_DRIVER:
        return  # it is asked once in each part, for a whole set of sequences
    for part in side.exercises[name].parts:
        cases = side.visible_cases(name, part)
        seen = side.observations(name, None, cases)
        assert any(
            _neighbours(one, other) and not judge(side.exercises[name].specification, one, elsewhere).passed
            for one in cases
            for other, elsewhere in zip(cases, seen, strict=True)
        ), part


@each_exercise
def test_a_blank_is_blank(lesson: str, name: str) -> None:
    """Is the released cell, as learners get it, not written yet, and no mistake?"""
    release = nbformat.read(notebook_paths(lesson)[1], as_version=4)
    (stub,) = [cell.source for cell in release.cells if cell.id == name]
    exercise = made(lesson).key.exercises[name]
    for part, share in exercise.parts.items():
        seen = tried(lesson, name, stub, part, "")
        assert [observation["outcome"] for observation in seen] == ["blank"]
        report = report_on(exercise, part, share.cases, seen, [])
        assert (report.state, report.advice) == ("blank", f"{name} is not written yet.")


@each_exercise
def test_the_reference_is_a_function_with_a_docstring(lesson: str, name: str) -> None:
    """Does the reference say what it computes, as the stub does for learners?"""
    reference = side_of(lesson).namespace[name]
    assert isinstance(reference, FunctionType | type)
    assert (reference.__doc__ or "").strip()


@pytest.fixture(scope="module", autouse=True)
def untouched(request: pytest.FixtureRequest) -> Iterator[dict[str, Future[nbformat.NotebookNode]]]:
    """The released notebooks of the lessons that are asked for, run one after the other while other tests go on.

    Their experiments take minutes, in which a second core would have nothing to do.
    """
    asked = [
        item
        for item in request.session.items
        if getattr(item, "function", None) is test_an_untouched_notebook_runs_to_its_end
    ]
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as another_core:
        lessons = [item.callspec.params["lesson"] for item in asked]
        yield {lesson: another_core.submit(run_untouched, lesson) for lesson in lessons}
        another_core.shutdown(cancel_futures=True)


@each_lesson
def test_an_untouched_notebook_runs_to_its_end(
    lesson: str, untouched: dict[str, Future[nbformat.NotebookNode]]
) -> None:
    """Run from top to bottom, experiments too, does the released notebook raise NotImplementedError only?"""
    notebook = untouched[lesson].result()
    raised = set()
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            assert output.get("name") != "stderr", f"{cell.id}: {output.text}"
            if output.output_type == "error":
                raised.add(cell.id)
                assert output.ename == "NotImplementedError", f"{cell.id}: {output.ename}: {output.evalue}"
                assert "raises-exception" in cell.metadata.get("tags", []), f"Run All would stop at {cell.id}"
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in code)
    tests = {f"test_{name}_{part}" for name, found in made(lesson).key.exercises.items() for part in found.parts}
    assert tests <= raised


@each_lesson
def test_what_is_committed_is_up_to_date(lesson: str) -> None:
    """Do the digests say that notebooks, key and outputs were made from the files that lie there?"""
    assert stale(lesson) is None


@each_lesson
def test_the_notebooks_are_what_their_text_comes_to(lesson: str) -> None:
    """Do a build's inputs, ids and metadata equal the notebooks that lie there, outputs apart?"""
    solution, release = notebook_paths(lesson)
    assert release.read_text(encoding="utf-8") == nbformat.writes(made(lesson).release, version=4) + "\n"
    committed, built = nbformat.read(solution, as_version=4), made(lesson).solution
    assert committed.metadata == built.metadata
    assert [_input(cell) for cell in committed.cells] == [_input(cell) for cell in built.cells]


def _input(cell: nbformat.NotebookNode) -> tuple[str, str, str, Any]:
    return cell.cell_type, cell.id, cell.source, cell.metadata


@each_lesson
def test_the_key_is_what_the_reference_comes_to(lesson: str) -> None:
    """Does a key made now equal the one that lies there, its numbers within a tolerance?"""
    stored = from_tree(json.loads(key_path(lesson).read_text(encoding="utf-8")))
    now = key_to_tree(made(lesson).key)
    for part in ("lesson", "exercises", "quizzes"):
        assert_alike(stored[part], now[part], part)


def assert_alike(stored: Any, now: Any, place: str) -> None:
    """Whether two plain values are the same but for the last digits of their numbers."""
    if isinstance(stored, Tensor) and isinstance(now, Tensor):
        assert stored.requires_grad == now.requires_grad, place
        stored, now = stored.array, now.array
    if isinstance(stored, np.ndarray) and isinstance(now, np.ndarray):
        assert (stored.dtype, stored.shape) == (now.dtype, now.shape), place
        if stored.dtype.kind in "fc":
            np.testing.assert_allclose(stored, now, rtol=1e-6, atol=1e-12, err_msg=place)
        else:
            assert np.array_equal(stored, now), place
    elif isinstance(stored, dict) and isinstance(now, dict):
        assert list(stored) == list(now), place
        for key in stored:
            assert_alike(stored[key], now[key], f"{place}/{key}")
    elif isinstance(stored, list | tuple) and isinstance(now, list | tuple):
        assert len(stored) == len(now), place
        for number, (one, other) in enumerate(zip(stored, now, strict=True)):
            assert_alike(one, other, f"{place}/{number}")
    elif isinstance(stored, float) and isinstance(now, float):
        assert stored == pytest.approx(now, rel=1e-6, abs=1e-12, nan_ok=True), place
    else:
        assert stored == now, place
