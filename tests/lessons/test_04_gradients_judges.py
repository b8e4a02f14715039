"""Lesson 04_gradients: what its checks expect, against judges that are not ours."""

from __future__ import annotations

import copy

import numpy as np
import pytest

from helpers.checks.observe import observe
from helpers.checks.verdict import judge
from helpers.exercises import load
from helpers.exercises.reference import remember_source
from tests.nn.gradient_judges import JUDGES, agree

LESSON = "04_gradients"
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
    """Does the reference give, in every case, what an independent judge gives?"""
    assert cases[name]
    for case in cases[name]:
        assert case.expected["outcome"] == "returned"
        assert agree(name, case.expected["value"], JUDGES[name](**copy.deepcopy(case.arguments))), case.title


@pytest.mark.parametrize(
    ("name", "title", "expected"),
    [
        ("step_jacobian", "worked by hand", [[[0.256, 0.072], [0.064, 0.18]]] * 2),
        ("jacobian_product", "worked by hand", [[[0.1096, 0.0654], [0.0436, 0.0771]]] * 2),
        ("gradient_norm_by_lag", "worked by hand", [[5.0, np.hypot(1.8, 1.8), np.hypot(0.5904, 0.4392)]] * 2),
        ("spectral_radius", "worked by hand", 0.6),
        ("spectral_radius", "turn by a right angle", 0.7),
        ("spectral_radius", "a large entry beside them", 0.9),
        ("orthogonal_init", "worked by hand", [[0.6, -0.8], [0.8, 0.6]]),
    ],
)
def test_numbers_worked_by_hand(name: str, title: str, expected, cases) -> None:
    """Are the numbers that the lesson works out with a pencil those that the check expects?"""
    (case,) = [case for case in cases[name] if title in case.title]
    np.testing.assert_allclose(case.expected["value"], expected, rtol=1e-9)


def test_clipping_by_hand(cases) -> None:
    """Is the worked example, with the norm 5 and the threshold 1, divided by 5?"""
    (case,) = [case for case in cases["clip_by_global_norm"] if "worked by hand" in case.title]
    clipped, norm = case.expected["value"]
    assert norm == 5.0
    np.testing.assert_allclose(clipped["W_hh"], [[0.4, 0.0], [0.0, 0.4]])
    np.testing.assert_allclose(clipped["b_h"], [0.2, 0.8])


@pytest.mark.parametrize("name", ["step_jacobian", "jacobian_product", "gradient_norm_by_lag"])
def test_some_case_has_only_different_sizes(name: str, cases) -> None:
    """Is there a case in which no two axes can be exchanged without being noticed?"""
    assert any(len(set(case.arguments["h"].shape)) == case.arguments["h"].ndim for case in cases[name])
    assert any(1 in case.arguments["h"].shape for case in cases[name])


def _sizes(case) -> list:
    """The shapes of the arrays among a case's arguments."""
    arrays = {**case.arguments, **case.arguments.get("gradients", {})}
    return [(key, value.shape) for key, value in arrays.items() if isinstance(value, np.ndarray)]


def test_every_part_has_neighbouring_cases(private_side) -> None:
    """Does each part try the same sizes with other values, so that what is kept from an earlier call shows?"""
    for name, exercise in private_side.exercises.items():
        for part in exercise.parts:
            cases = private_side.visible_cases(name, part)
            pairs = [(a, b) for a in cases for b in cases if a is not b and _sizes(a) == _sizes(b)]
            assert any(not agree(name, a.expected["value"], b.expected["value"]) for a, b in pairs), (name, part)


@pytest.mark.parametrize(
    "source",
    [
        "def step_jacobian(h, W_hh):\n    import torch\n    W = torch.tensor(W_hh)\n"
        "    a = torch.arctanh(torch.tensor(h))\n"
        "    f = lambda v: torch.tanh(a + v @ W).sum(0)\n"
        "    return torch.autograd.functional.jacobian(f, torch.zeros_like(a)).permute(1, 2, 0).numpy()\n",
        "def step_jacobian(h, W_hh):\n    from helpers.nn.gradients import step_jacobian as ready\n"
        "    return ready(h, W_hh)\n",
    ],
)
def test_a_ready_made_jacobian_is_refused(source: str, private_side) -> None:
    """Is torch's autograd, which would do the exercise, refused by name, although its numbers are right?"""
    remember_source("<ready made>", source)
    namespace = dict(private_side.namespace)
    exec(compile(source, "<ready made>", "exec"), namespace)
    exercise = private_side.exercises["step_jacobian"].specification
    case = private_side.visible_cases("step_jacobian", "values")[1]
    seen = observe(exercise, case, namespace)
    assert agree("step_jacobian", seen["value"], case.expected["value"])
    assert "which you are asked to program yourself" in judge(exercise, case, seen).sentence
