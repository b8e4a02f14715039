import json

import numpy as np

from helpers.build.course import make
from helpers.checks.key import answer_hash, key_to_text
from helpers.checks.observe import same
from helpers.checks.verdict import agree, judge
from helpers.exercises import load
from tests.build.conftest import Course


def test_the_key_holds_what_a_check_needs(built: Course) -> None:
    """Are the visible cases, their expectations, the mistakes of each part, points and quizzes in the key?"""
    key = make("01_mini").key
    double = key.exercises["double"]
    assert {part: share.points for part, share in double.parts.items()} == {"values": 2, "edges": 1}
    assert [case.title for case in double.parts["values"].cases] == ["by hand", "a batch"]
    assert double.parts["values"].cases[0].note == "2 and -4"
    assert {mistake.name: sorted(mistake.observations) for mistake in double.mistakes} == {
        "squared": ["edges", "values"], "unchanged": ["edges", "values"], "refuses_empty": ["edges"],
    }  # fmt: skip
    assert key.exercises["double_sum"].builds_on == {"double": "tests.mini_course.right_functions"}
    assert key.quizzes["twice_twice"].answer_hash == answer_hash("01_mini", "twice_twice", "b")
    assert set(key.made_from) == {"lesson", "exercises", "course", "solution", "release", "outputs"}


def test_the_key_holds_nothing_that_learners_must_not_have(built: Course) -> None:
    """Is the key free of code, hidden cases, and the sources of mistakes and right ways?"""
    text = key_to_text(make("01_mini").key)
    for secret in ("def ", "return ", "lambda", "a random batch", "x**2", "np.multiply", "import"):
        assert secret not in text
    assert json.loads(text)["lesson"] == "01_mini"


def test_expectations_are_what_the_reference_does(built: Course) -> None:
    """Does every stored case give, for its own arguments, what the lesson's reference gives now?"""
    key, side = make("01_mini").key, load("01_mini")
    for name, exercise in key.exercises.items():
        for part in exercise.parts.values():
            seen = side.observations(name, None, part.cases)
            for case, observation in zip(part.cases, seen, strict=True):
                assert judge(exercise, case, observation).passed
                assert agree(observation, case.expected | {"changed": []})


def test_mistakes_are_stored_as_they_behave(built: Course) -> None:
    """Do a mistake's stored observations agree with those of its function, in the part's own cases?"""
    key, side = make("01_mini").key, load("01_mini")
    for name, exercise in key.exercises.items():
        functions = {wrong.name: wrong.function for wrong in side.exercises[name].mistakes}
        for mistake in exercise.mistakes:
            for part, stored in mistake.observations.items():
                seen = side.observations(name, functions[mistake.name], exercise.parts[part].cases)
                assert all(map(agree, seen, stored))
                assert len(seen) == len(stored)


def test_numbers_are_short(built: Course) -> None:
    """Are inputs rounded to five significant digits and results to nine, so that a key is the same everywhere?"""
    for exercise in make("01_mini").key.exercises.values():
        for part in exercise.parts.values():
            for case in part.cases:
                for value in case.arguments.values():
                    assert same(value, np.array([float(f"{x:.4e}") for x in value.ravel()]).reshape(value.shape))
                value = case.expected["value"]
                assert same(value, np.array([float(f"{x:.8e}") for x in value.ravel()]).reshape(value.shape))


def test_a_mistake_may_have_a_twin(built: Course) -> None:
    """Are two mistakes that no case can tell apart accepted as declared twins, and do they share one sentence?"""
    twin = """

@mistake("double", fails=("values", "edges"), says="Not said.", twin_of="squared")
def product(x):
    return x * x
"""
    built.private.write_text(built.private.read_text(encoding="utf-8") + twin, encoding="utf-8")
    mistakes = {mistake.name: mistake.says for mistake in make("01_mini").key.exercises["double"].mistakes}
    assert mistakes["product"] == mistakes["squared"]


def test_two_mistakes_may_share_a_sentence(built: Course) -> None:
    """May a mistake behave as another one does in the visible cases, if both are told the same?"""
    says = next(
        mistake.says for mistake in make("01_mini").key.exercises["double"].mistakes if mistake.name == "squared"
    )
    again = f"""

@mistake("double", fails=("values", "edges"), says={says!r})
def product(x):
    return x * x
"""
    built.private.write_text(built.private.read_text(encoding="utf-8") + again, encoding="utf-8")
    assert "product" in {mistake.name for mistake in make("01_mini").key.exercises["double"].mistakes}


def test_two_keys_are_identical(built: Course) -> None:
    """Do two builds write the same key to the byte?"""
    assert key_to_text(make("01_mini").key) == key_to_text(make("01_mini").key)
