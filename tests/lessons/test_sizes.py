"""Cases whose sizes all differ: where two axes are equal, one that is exchanged for the other goes unnoticed."""

from __future__ import annotations

import pytest

from tests.lessons.cases import all_cases

# lesson -> exercise -> the arrays that have each of its axes, and the number of those axes
AXES = {
    "02_vanilla_rnn": {
        "rnn_step": (("x", "h"), 3),
        "rnn_forward": (("x", "h0"), 4),
        "output_layer": (("h", "W_hy"), 4),
        "language_model_loss": (("logits",), 3),
    },
    "03_bptt": {
        "rnn_step_backward": (("x", "dh"), 3),
        "rnn_backward": (("x", "dh"), 4),
        "truncated_bptt": (("x", "dh"), 4),
        "embed_backward": (("dx",), 3),
    },
    "05_lstm": {
        "lstm_step": (("x", "h"), 3),
        "lstm_forward": (("x", "h0"), 4),
        "lstm_step_backward": (("x", "dh"), 3),
        "lstm_backward": (("x", "dh"), 4),
    },
    "06_gru": {
        "gru_step": (("x", "h"), 3),
        "gru_step_reset_after": (("x", "h"), 3),
        "gru_forward": (("x", "h0"), 4),
        "gru_step_backward": (("x", "dh"), 3),
        "gru_backward": (("x", "dh"), 4),
    },
}


@pytest.mark.parametrize(
    ("lesson", "name", "arrays", "axes"),
    [(lesson, name, *which) for lesson, exercises in AXES.items() for name, which in exercises.items()],
)
def test_some_case_has_only_different_sizes(lesson: str, name: str, arrays: tuple[str, ...], axes: int) -> None:
    """Is there a case in which no two axes can be exchanged without being noticed?"""
    sizes = [{size for array in arrays for size in case.arguments[array].shape} for case in all_cases(lesson)[name]]
    assert max(map(len, sizes)) == axes
