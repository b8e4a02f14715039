"""The numbers that the lessons work out with a pencil, and those of the decks."""

from __future__ import annotations

import numpy as np
import pytest

from tests.lessons.cases import all_cases, titled

BY_HAND = {  # lesson -> exercise, words of the case's title, what is expected there
    "01_bag_of_words": [
        ("softmax", "worked by hand", [[0.66524095577, 0.24472847105, 0.09003057317]]),
        ("cross_entropy", "worked by hand", (0.40760596444 + 1.09861228867) / 2),
        ("cross_entropy", "all logits alike", 1.38629436112),
        ("cross_entropy", "thought impossible", 400 + 0.31326168752 / 2),
        ("cross_entropy_gradient", "worked by hand", [[-0.33475904423, 0.24472847105, 0.09003057317]]),
        ("bag_of_words", "second sentence", [2, 2, 2, 1, 1, 1]),
        ("bag_of_words", "first sentence", [1, 1, 0, 1, 0, 1, 1, 1, 1]),
    ],
    "02_vanilla_rnn": [
        ("rnn_step", "worked by hand", [[0.46211715726, -0.09966799462]] * 2),
        ("count_parameters", "counted by hand above", 48),
        ("language_model_loss", "worked by hand: two words", (0.40760596444 + 1.09861228867) / 2),
        ("language_model_loss", "every logit alike", 1.38629436112),
        ("language_model_loss", "a target that was thought impossible", 500 + 0.31326168752 / 2),
        ("last_valid_state", "two sentences", [[3.0, 30.0], [6.0, 60.0]]),
        ("embed", "worked by hand", [[[0.5, 0.6], [0.1, 0.2], [0.5, 0.6]]]),
    ],
    "04_gradients": [
        ("step_jacobian", "worked by hand", [[[0.256, 0.072], [0.064, 0.18]]] * 2),
        ("jacobian_product", "worked by hand", [[[0.1096, 0.0654], [0.0436, 0.0771]]] * 2),
        ("gradient_norm_by_lag", "worked by hand", [[5.0, np.hypot(1.8, 1.8), np.hypot(0.5904, 0.4392)]] * 2),
        ("spectral_radius", "worked by hand", 0.6),
        ("spectral_radius", "turn by a right angle", 0.7),
        ("spectral_radius", "a large entry beside them", 0.9),
        ("orthogonal_init", "worked by hand", [[0.6, -0.8], [0.8, 0.6]]),
    ],
}


@pytest.mark.parametrize(
    ("lesson", "name", "title", "expected"),
    [(lesson, *number) for lesson, numbers in BY_HAND.items() for number in numbers],
)
def test_numbers_worked_by_hand(lesson: str, name: str, title: str, expected) -> None:
    """Are the numbers of the decks and of the lesson's pencil those that the check expects?"""
    case = titled(all_cases(lesson)[name], title)
    np.testing.assert_allclose(case.expected["value"], expected, rtol=1e-9)
