"""Lesson 02_vanilla_rnn: what its checks expect, against judges that are not ours."""

from __future__ import annotations

import copy

import numpy as np
import pytest

from helpers.exercises import load
from helpers.nn import vanilla_rnn
from tests.nn.judges import JUDGES, agree

LESSON = "02_vanilla_rnn"
SUBMISSIONS = ["one submission", "another", "a third"]


@pytest.fixture(scope="module")
def private_side():
    """The lesson's private side, as the graders have it."""
    return load(LESSON)


@pytest.fixture(scope="module")
def cases(private_side):
    """Every visible case and the hidden cases of three submissions, by exercise."""
    return {
        name: [
            case
            for part in exercise.parts
            for case in (
                *private_side.visible_cases(name, part),
                *(case for text in SUBMISSIONS for case in private_side.hidden_cases(name, part, [text])),
            )
        ]
        for name, exercise in private_side.exercises.items()
    }


def test_every_exercise_has_a_judge(private_side) -> None:
    """Is no exercise expected to be right by our own word alone?"""
    assert set(private_side.exercises) == set(JUDGES)


@pytest.mark.parametrize("name", sorted(JUDGES))
def test_expected_values_are_the_judges(name: str, cases) -> None:
    """Does the reference give, in every case, what an independent judge gives, to ten digits?"""
    assert cases[name]
    for case in cases[name]:
        assert case.expected["outcome"] == "returned"
        judged = JUDGES[name](**copy.deepcopy(case.arguments))
        assert agree(case.expected["value"], judged), case.title


@pytest.mark.parametrize("name", sorted(JUDGES))
def test_stand_ins_are_right_too(name: str, cases) -> None:
    """Does the function that later lessons use give the same?"""
    for case in cases[name]:
        before = copy.deepcopy(case.arguments)
        value = getattr(vanilla_rnn, name)(**case.arguments)
        assert agree(value, JUDGES[name](**before)), case.title
        assert all(np.array_equal(before[key], case.arguments[key]) for key in before), "the arguments are left alone"


@pytest.mark.parametrize(
    ("name", "title", "expected"),
    [
        ("rnn_step", "worked by hand", [[0.46211715726, -0.09966799462]] * 2),
        ("count_parameters", "counted by hand above", 48),
        ("language_model_loss", "worked by hand: two words", (0.40760596444 + 1.09861228867) / 2),
        ("language_model_loss", "every logit alike", 1.38629436112),
        ("language_model_loss", "a target that was thought impossible", 500 + 0.31326168752 / 2),
        ("last_valid_state", "two sentences", [[3.0, 30.0], [6.0, 60.0]]),
        ("embed", "worked by hand", [[[0.5, 0.6], [0.1, 0.2], [0.5, 0.6]]]),
    ],
)
def test_numbers_worked_by_hand(name: str, title: str, expected, cases) -> None:
    """Are the numbers that the lesson works out with a pencil those that the check expects?"""
    (case,) = [case for case in cases[name] if title in case.title]
    np.testing.assert_allclose(case.expected["value"], expected, rtol=1e-9)


def test_second_step_by_hand(cases) -> None:
    """Is the second state of the worked example tanh of the sum that a pencil gives?"""
    (case,) = [case for case in cases["rnn_forward"] if "worked by hand" in case.title]
    h, h_T = case.expected["value"]
    first = np.tanh([0.5, -0.1])
    inside = [0.2 + 0.4 * first[0] + 0.1 * first[1] - 0.1, -0.1 + 0.2 * first[0] + 0.5 * first[1] + 0.2]
    np.testing.assert_allclose(h, [[first, np.tanh(inside)]] * 2, rtol=1e-12)
    np.testing.assert_allclose(h_T, [np.tanh(inside)] * 2, rtol=1e-12)


@pytest.mark.parametrize("name", ["rnn_step", "rnn_forward", "output_layer", "language_model_loss"])
def test_some_case_has_only_different_sizes(name: str, cases) -> None:
    """Is there a case in which no two axes can be exchanged without being noticed?"""

    def sizes(case) -> list[int]:
        arrays = [value for key, value in case.arguments.items() if key in ("x", "h", "h0", "W_hy", "logits")]
        return sorted({size for array in arrays for size in array.shape})

    wanted = {"rnn_step": 3, "rnn_forward": 4, "output_layer": 4, "language_model_loss": 3}[name]
    assert any(len(sizes(case)) == wanted for case in cases[name])
