import numpy as np
import pytest

from helpers import Refusal, paths
from helpers.checks.observe import same
from helpers.exercises import load
from helpers.exercises.load import rounded
from tests.exercises.conftest import PRIVATE


def test_the_private_side_is_what_both_files_say(lesson) -> None:
    """Are points, parts, ways, mistakes with their texts, and answers at hand after loading?"""
    side = lesson()
    double = side.exercises["double"]
    assert double.parts == {"values": 2.0}
    assert side.points == {("double", "values"): 2.0, ("why", ""): 1.0}
    assert [(way.style, way.source) for way in double.rights] == [("plus", "def double(x):\n    return x + x")]
    (wrong,) = double.mistakes
    assert (wrong.name, wrong.fails, wrong.says, wrong.twin_of) == ("squared", ("values",), "You square.", "")
    assert wrong.source == "def double(x):\n    return x**2"
    assert PRIVATE.strip().splitlines()[wrong.line - 1] == "def squared(x):"
    assert (side.quizzes["why"].answer, side.quizzes["why"].options) == ("b", {"a": "no", "b": "yes"})
    assert side.solution_sources["why"] == 'why = "b"'


def test_the_text_of_a_mistake_is_a_solution_cell(lesson) -> None:
    """Does each right way and mistake, put in the solution cell as text, do what its function does?"""
    side = lesson()
    for way in [*side.exercises["double"].rights, *side.exercises["double"].mistakes]:
        namespace = {"np": np}
        exec(way.source, namespace)
        assert namespace["double"](3) == way.function(3)


def test_decorators_comments_and_same_names_are_no_trouble(lesson) -> None:
    """Is the right text taken where two functions share a name, and a class stands for a function?"""
    more = """
@right("double", style="again")
def squared(x):
    # not the mistake above
    return 2.0 * x

@right(
    "double",
    style="a class",
)
class Doubling:
    def __new__(cls, x):
        return 2 * x
"""
    side = lesson(
        private=PRIVATE
        + more
        + more.replace("2 *", "1.0 * 2 *").replace('"a class"', '"another class"').split("\n\n")[1]
    )
    sources = {way.style: way.source for way in side.exercises["double"].rights}
    assert sources["another class"] == "class double:\n    def __new__(cls, x):\n        return 1.0 * 2 * x"
    assert sources["again"] == "def double(x):\n    # not the mistake above\n    return 2.0 * x"
    assert sources["a class"] == "class double:\n    def __new__(cls, x):\n        return 2 * x"
    assert side.exercises["double"].mistakes[0].source == "def double(x):\n    return x**2"


def test_visible_cases_are_the_same_each_time_and_rounded(lesson) -> None:
    """Do two loadings make the same visible cases, with inputs of few digits and what the reference does in them?"""
    first, second = (lesson().visible_cases("double", "values") for _ in range(2))
    assert same(first[0].arguments, second[0].arguments)
    (case,) = first
    assert (case.title, case.note) == ("a few", "twice")
    assert all(len(f"{abs(number):.17g}".replace(".", "").lstrip("0")) <= 17 for number in case.arguments["x"])
    assert same(case.arguments["x"], rounded(case.arguments["x"], 5))
    assert same(case.expected["value"], 2 * case.arguments["x"])
    assert case.expected["outcome"] == "returned"


def test_hidden_cases_are_fresh_for_each_submission(lesson) -> None:
    """Are hidden cases the same for one submission and others for the next, and none where none are declared?"""
    side = lesson()
    first, again, other = (side.hidden_cases("double", "values", [source]) for source in ("a", "a", "b"))
    assert same(first[0].arguments, again[0].arguments)
    assert not same(first[0].arguments, other[0].arguments)
    assert same(first[0].expected["value"], 2 * first[0].arguments["x"])
    assert lesson(('@hidden("double", part="values")', "")).hidden_cases("double", "values", []) == []


def test_hidden_mistakes_are_tried_in_the_same_cases(lesson) -> None:
    """In grading, does each mistake come with what it does in the submission's own hidden cases?"""
    cases, mistakes = lesson().hidden_part("double", "values", ["a"])
    ((mistake, observations),) = mistakes
    assert mistake.says == "You square."
    assert same(observations[0]["value"], cases[0].arguments["x"] ** 2)


def test_a_function_is_tried_in_the_reference_s_place_and_taken_out_again(lesson) -> None:
    """Is the reference back after a trial, also of a function that raises?"""
    side = lesson()
    reference = side.namespace["double"]
    assert side.parts_lost("double", lambda x: x / 0.5, "") == set()
    assert side.parts_lost("double", lambda x: -x, "") == {"values"}
    assert side.parts_lost("double", lambda x: 1 / 0, "") == {"values"}
    assert side.parts_lost("double", None, "") == set()
    assert side.namespace["double"] is reference


def test_a_part_is_lost_by_one_hidden_case(lesson) -> None:
    """Does a function that is right in the visible cases only lose the part?"""
    side = lesson()
    assert side.parts_lost("double", lambda x: 2 * x if len(x) == 3 else x, "another length") == {"values"}


def test_a_private_file_uses_the_reference_s_names(lesson) -> None:
    """Do cases, mistakes and right ways see what the lesson imports and defines?"""
    more = '\n@right("double", style="by another name")\ndef other(x):\n    return np.add(x, x)\n'
    side = lesson(private=PRIVATE.replace("import numpy as np\n", "") + more)
    assert side.parts_lost("double", side.exercises["double"].rights[1].function, "") == set()


REFUSED = {
    "an error in the private file": (("as np\n\nfrom", "as np\n1 / 0\nfrom"), ":2: ZeroDivisionError"),
    "a syntax error": (('quiz("why",', 'quiz("why"'), r":\d+: SyntaxError"),
    "an odd declaration": (('@hidden("double"', '@hidden("treble"'), r":11: treble is used before"),
    "an unknown driver": (('("double", returns', '("double", driver="x", returns'), r":5: double names the driver 'x'"),
    "an exercise's name taken": (("def plus(x)", "def double(x)"), "01_own_exercises.py defines double again"),
    "a quiz that is not there": (('quiz("why"', 'quiz("how"'), "explains how, for which there is no quiz cell"),
    "a reference that does not run": (("as np\n\n# %% sol", "as np, nothing\n\n# %% sol"), "the cell setup raises"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_broken_private_side_is_a_sentence(lesson, name: str) -> None:
    """Is the fault told in one sentence, with the line where it stands?"""
    change, sentence = REFUSED[name]
    with pytest.raises(Refusal, match=sentence):
        lesson(change)


UNFIT = {
    "an error by accident": (("return 2 * x", "return 2 * y"), "fails with NameError: name 'y' is not defined"),
    "wrong arguments": (("x=rng.normal(size=3)", "x=rng.normal(size=3), y=2"), "fails with TypeError"),
    "a value that is no data": (("return 2 * x", "return {1, 2}"), "returns something that is no data"),
    "a function in a list": (("return 2 * x", "return [double]"), "returns something that is no data"),
    "a stub": (("return 2 * x", "raise NotImplementedError"), "is blank"),
    "an argument that is no data": (("x=rng.normal(size=3)", "x=print"), "has an argument that is no data"),
    "no case": (('yield case("a few"', 'return []\n    yield case("a few"'), "a part of double has no cases"),
    "an error in the cases": (("x=rng.normal(size=3)", "x=rng.normul(size=3)"), r"exercises\.py:9: AttributeError"),
}  # fmt: skip


@pytest.mark.parametrize("name", UNFIT)
def test_a_reference_against_which_nothing_can_be_held_is_refused(lesson, name: str) -> None:
    """Is a reference that fails by accident, or gives what cannot be compared, refused where it would pass anything?"""
    change, sentence = UNFIT[name]
    side = lesson(change)
    with pytest.raises(Refusal, match=sentence):
        side.visible_cases("double", "values")


def test_a_reference_may_raise_on_purpose(lesson) -> None:
    """Is an exception that the reference raises an expectation like a value, without the line that raises it?"""
    side = lesson(("return 2 * x", "raise ValueError('no')"))
    (case,) = side.visible_cases("double", "values")
    assert case.expected["error"] == {"type": "ValueError", "message": "no"}

    def other(x):
        raise ValueError("in other words")

    assert side.parts_lost("double", other, "") == set()
    assert side.parts_lost("double", lambda x: 2 * x, "") == {"values"}


def test_what_is_missing_is_named(lesson) -> None:
    """Are a missing solution notebook, a missing private file and a notebook that is none each a sentence?"""
    with pytest.raises(
        Refusal, match=r"solutions/01_own/01_own\.ipynb is missing: run `python3 -m helpers build 01_own`"
    ):
        load("01_own")
    folder = paths.SOLUTIONS / "01_own"
    folder.mkdir()
    (folder / "01_own.ipynb").write_text("{", encoding="utf-8")
    with pytest.raises(Refusal, match=r"01_own\.ipynb cannot be read"):
        load("01_own")
    (folder / "01_own.ipynb").write_text(
        '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}', encoding="utf-8"
    )
    with pytest.raises(Refusal, match=r"solutions/01_own_exercises\.py is missing"):
        load("01_own")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.123456789, 0.12346),
        (123456.789, 123460.0),
        (-1e-12 / 3, -3.3333e-13),
        (np.array([[1 / 3, 2e10 / 3]]), np.array([[0.33333, 6.6667e9]])),
        (np.array([1 / 3], "f4"), np.array([0.33333], "f4")),
        (np.array([1, 2]), np.array([1, 2])),
        (np.array(1 / 3), np.array(0.33333)),
        (np.array([np.nan, np.inf, -0.0]), np.array([np.nan, np.inf, -0.0])),
        (np.zeros((0, 3)), np.zeros((0, 3))),
        ([1 / 3, (2 / 3, {"a": 1 / 3})], [0.33333, (0.66667, {"a": 0.33333})]),
        (7, 7),
        (True, True),
        ("0.123456789", "0.123456789"),
        (None, None),
    ],
)
def test_rounding_keeps_everything_but_digits(value: object, expected: object) -> None:
    """Are fractions rounded to significant digits wherever they stand, and types, shapes and integers kept?"""
    assert same(rounded(value, 5), expected)
