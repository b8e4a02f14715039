"""The names of test cells."""

from __future__ import annotations

from helpers.grade_ids import exercise_and_part


def test_the_longest_name_that_fits_is_the_exercise() -> None:
    """Is rnn_step_backward not taken for a part of rnn_step?"""
    names = ["rnn_step", "rnn_step_backward"]
    assert exercise_and_part("test_rnn_step_values", names) == ("rnn_step", "values")
    assert exercise_and_part("test_rnn_step_backward_values", names) == ("rnn_step_backward", "values")
    assert exercise_and_part("test_rnn_step", names) == ("rnn_step", "")


def test_a_cell_without_an_exercise_is_its_own() -> None:
    """Is a cell that is its own answer, graded by hand, not taken for a part of another?"""
    assert exercise_and_part("essay", ["rnn_step"]) == ("essay", "")
    assert exercise_and_part("test_rnn_steps_values", ["rnn_step"]) == ("rnn_steps_values", "")
