import numpy as np
import pytest

from helpers.checks.right_and_wrong import first_place, steps_in_words, time_axis, which_are_wrong
from helpers.checks.specification import Case, Exercise
from helpers.checks.undisclosed import judge_undisclosed
from helpers.checks.verdict import judge
from tests.checks.trial import case, returned

NAMES = ("dx", "dh0", "dW_xh", "dW_hh", "db_h")
BACKWARD = Exercise("f", "call", {"dx": "N T D", "dh0": "N H", "dW_hh": "H H"}, backward=True)
rng = np.random.default_rng(4)
DX, DH0, DW_HH = rng.normal(size=(2, 5, 3)), rng.normal(size=(2, 4)), rng.normal(size=(4, 4))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (("dh0",), "dh0 is wrong; dx, dW_xh, dW_hh and db_h are right"),
        (("dh0", "dW_hh"), "dh0 and dW_hh are wrong; dx, dW_xh and db_h are right"),
        (NAMES[1:], "dh0, dW_xh, dW_hh and db_h are wrong; dx is right"),
        (NAMES, "dx, dh0, dW_xh, dW_hh and db_h are all wrong"),
    ],
)
def test_which_are_wrong(wrong: tuple[str, ...], said: str) -> None:
    """Are the wrong arrays named first, and the right ones too where there are any?"""
    assert which_are_wrong(NAMES, wrong) == said


@pytest.mark.parametrize(
    ("wrong", "steps", "said"),
    [
        ([3, 2, 1, 0], 5, "dx is right at step 4, the last, and wrong from step 3 back"),
        ([1, 0], 5, "dx is right at steps 4 to 2 and wrong from step 1 back"),
        ([0], 5, "dx is right at steps 4 to 1 and wrong at step 0"),
        ([0], 2, "dx is right at step 1, the last, and wrong at step 0"),
        ([4, 3, 2, 1, 0], 5, "dx is wrong at every step, from the last one, step 4, on"),
        ([4], 5, "dx is wrong at step 4 and right at the other steps"),
        ([3, 1], 5, "dx is wrong at steps 3 and 1 and right at the other steps"),
        ([8, 6, 4, 2, 0], 10, "dx is wrong at 5 of 10 steps, the latest of them step 8"),
        ([0], 1, ""),
    ],
)
def test_steps_in_words(wrong: list[int], steps: int, said: str) -> None:
    """Is it said where, on the way back, a gradient goes wrong, whatever the pattern is?"""
    right = np.ones((2, steps, 3), dtype=bool)
    right[1, wrong, 2] = False
    assert steps_in_words("dx", right, 1) == said
    assert steps_in_words("dx", right.transpose(1, 0, 2), 0) == said


def test_the_axis_of_steps() -> None:
    """Is T found where the axes are those of the array, and nowhere else?"""
    assert [time_axis(*trial) for trial in (("N T D", 3), ("T", 1), ("N T D", 2), ("N H", 2), ("", 0))] == [
        1,
        0,
        None,
        None,
        None,
    ]


def test_the_first_place() -> None:
    """Does a backward pass's first difference stand at the latest wrong step, any other's at the beginning?"""
    wrong = np.zeros((2, 5, 3), dtype=bool)
    wrong[0, 1, 2] = wrong[1, 3, 0] = wrong[1, 3, 1] = True
    assert first_place(wrong, None) == (0, 1, 2)
    assert first_place(wrong, 1) == (1, 3, 0)


def test_a_failed_case_of_a_backward_pass() -> None:
    """Does a case say which arrays are wrong, from which step back, and then where they first differ?"""
    dx = DX.copy()
    dx[:, :4] += 1
    said = judge(BACKWARD, case(expected=(DX, DH0, DW_HH)), returned((dx, DH0, DW_HH.T))).sentence
    assert said == (
        "dx and dW_hh are wrong; dh0 is right. dx is right at step 4, the last, and wrong from step 3 back: "
        f"first difference at sequence 0, step 3, input 0: dx is {dx[0, 3, 0]:.3g}, expected {DX[0, 3, 0]:.3g}."
    )


def test_a_hidden_case_of_a_backward_pass() -> None:
    """Is as much said of a hidden case, without a value?"""
    dx = DX.copy()
    dx[:, :4] += 1
    hidden = Case("a batch", {}, "", {"outcome": "returned", "value": [DX, DH0, DW_HH], "changed": []})
    said = judge_undisclosed(BACKWARD, hidden, returned([dx, DH0, DW_HH])).sentence
    assert said == (
        "dx is wrong; dh0 and dW_hh are right. dx is right at step 4, the last, and wrong from step 3 back: "
        "first difference at sequence 0, step 3, input 0: dx is a number that is too large."
    )


def test_values_that_are_not_finite_are_looked_for_from_the_end() -> None:
    """Is the nan named that came first on the way back?"""
    dx = DX.copy()
    dx[:, :3] = np.nan
    said = judge(BACKWARD, case(expected=(DX, DH0, DW_HH)), returned((dx, DH0, DW_HH))).sentence
    assert "wrong from step 2 back: 18 of 30 values of dx are not finite; the first at sequence 0, step 2" in said


def test_no_step_is_told_where_none_can_be() -> None:
    """Is nothing said of steps where the shape is wrong, the exercise goes forward, or an array has no steps?"""
    right = (DX, DH0, DW_HH)
    forward = Exercise("f", "call", BACKWARD.returns)
    for exercise, value in (
        (BACKWARD, (DX[:, 1:], DH0, DW_HH)),
        (BACKWARD, (None, DH0, DW_HH)),
        (BACKWARD, (DX.tolist(), DH0, DW_HH)),
        (BACKWARD, (DX, DH0 + 1, DW_HH)),
        (forward, (DX + 1, DH0, DW_HH)),
    ):
        said = judge(exercise, case(expected=right), returned(value)).sentence
        assert said
        assert "step 4" not in said
        assert "back" not in said


def test_one_array_alone() -> None:
    """Does an exercise that returns one array say at which steps it is wrong, and nothing of others?"""
    alone = Exercise("f", "call", {"dx": "N T D"}, backward=True)
    dx = DX.copy()
    dx[:, 0] = 0
    said = judge(alone, case(expected=DX), returned(dx)).sentence
    assert said.startswith("dx is right at steps 4 to 1 and wrong at step 0: first difference at sequence 0, step 0")


def test_long_rows_of_names_are_cut_short() -> None:
    """Are at most eight names listed of a module with many parameters, and the others counted?"""
    names = [f"blocks.{number}" for number in range(30)]
    assert which_are_wrong(names, names[:1]) == "blocks.0 is wrong; the other 29 are right"
    many_wrong = which_are_wrong(names, names[:28])
    assert many_wrong == "blocks.0, blocks.1, blocks.2 and 25 more are wrong; blocks.28 and blocks.29 are right"
    assert which_are_wrong(names, names) == "blocks.0, blocks.1, blocks.2 and 27 more are all wrong"
    assert which_are_wrong(names[:9], names[:1]).endswith(f"{', '.join(names[1:8])} and {names[8]} are right")
