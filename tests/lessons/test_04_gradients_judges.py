"""Lesson 04_gradients: what its checks expect, against judges that are not ours."""

from __future__ import annotations

import copy

import numpy as np
import pytest

from tests.lessons.cases import titled
from tests.lessons.ready_made import is_refused_though_right
from tests.nn.gradient_judges import JUDGES, TOLERANCES
from tests.nn.judges import agree

LESSON = "04_gradients"


def test_every_exercise_has_a_judge(private_side) -> None:
    """Is no exercise expected to be right by our own word alone?"""
    assert set(private_side.exercises) == set(JUDGES)


@pytest.mark.parametrize("name", sorted(JUDGES))
def test_expected_values_are_the_judges(name: str, cases) -> None:
    """Does the reference give, in every case, what an independent judge gives?"""
    assert cases[name]
    for case in cases[name]:
        assert case.expected["outcome"] == "returned"
        judged = JUDGES[name](**copy.deepcopy(case.arguments))
        assert agree(case.expected["value"], judged, TOLERANCES.get(name, 1e-10)), case.title


def test_clipping_by_hand(cases) -> None:
    """Is the worked example, with the norm 5 and the threshold 1, divided by 5?"""
    case = titled(cases["clip_by_global_norm"], "worked by hand")
    clipped, norm = case.expected["value"]
    assert norm == 5.0
    np.testing.assert_allclose(clipped["W_hh"], [[0.4, 0.0], [0.0, 0.4]])
    np.testing.assert_allclose(clipped["b_h"], [0.2, 0.8])


@pytest.mark.parametrize("name", ["step_jacobian", "jacobian_product", "gradient_norm_by_lag"])
def test_some_case_has_only_different_sizes(name: str, cases) -> None:
    """Is there a case in which no two axes can be exchanged without being noticed?"""
    assert any(len(set(case.arguments["h"].shape)) == case.arguments["h"].ndim for case in cases[name])
    assert any(1 in case.arguments["h"].shape for case in cases[name])


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
    assert is_refused_though_right(private_side, "step_jacobian", source)
