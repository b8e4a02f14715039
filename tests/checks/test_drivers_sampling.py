from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from helpers.checks.drivers.sampling import CALLS, ROWS, count_draws

PARAMETERS = {"E": np.eye(3)}


def counted(function: Callable[..., Any], length: int = 1, N: int = 2) -> tuple[str, str, np.ndarray]:
    arguments = {"token": np.arange(N), "h": np.zeros((N, 4)), "parameters": PARAMETERS, "length": length}
    return count_draws(function, arguments)


def by_shares(*shares: float) -> Callable[..., np.ndarray]:
    return lambda token, h, parameters, length, rng: rng.choice(3, p=shares, size=(len(token), length))


def test_shares_are_counted_to_an_eighth() -> None:
    """Are the shares of the words drawn those of the dice, for each sequence and each place?"""
    rows, calls, share = counted(by_shares(0.5, 0.375, 0.125))
    assert (rows, calls) == ("drawn one by one", "differ")
    assert share.tolist() == [[0.5, 0.375, 0.125]] * 2
    assert counted(by_shares(0.5, 0.5, 0.0), length=2)[2][0].tolist() == [[0.25, 0.25, 0], [0.25, 0.25, 0], [0, 0, 0]]


def test_another_generator_gives_the_same() -> None:
    """Does it play no part from which generator is drawn, nor with which seed?"""
    for seed in range(20):
        rng = np.random.default_rng(seed)
        share = counted(lambda token, *_, rng=rng: rng.choice(3, p=[0.5, 0.375, 0.125], size=(len(token), 1)))[2]
        assert share.tolist() == [[0.5, 0.375, 0.125]] * 2


def test_what_is_alike_is_told_and_not_counted() -> None:
    """Is one draw for all rows told from one text for all calls, and neither counted?"""
    one_for_all = counted(lambda token, h, p, length, rng: np.full((len(token), 1), rng.integers(3)))
    assert one_for_all[:2] == ("all alike", "differ")
    assert not one_for_all[2].any()
    seeded = counted(lambda token, *_: np.random.default_rng(0).integers(3, size=(len(token), 1)))
    assert seeded[:2] == ("drawn one by one", "all alike")
    assert not seeded[2].any()


def test_a_text_that_is_certain_is_counted() -> None:
    """Are rows and calls that are alike counted where nothing is left to chance?"""
    rows, calls, share = counted(lambda token, *_: token[:, None] + 1)
    assert (rows, calls) == ("all alike", "all alike")
    assert share.tolist() == [[0, 1, 0], [0, 0, 1]]


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (lambda rows: [[0]] * rows, "returned a list, expected an array of ids"),
        (lambda rows: np.zeros(rows, int), "shape (100,), expected (N, length) = (100, 1)"),
        (lambda rows: np.full((rows, 1), 0.5), "something else than whole numbers"),
        (lambda rows: np.zeros((rows, 1)), "in an array of floats, expected integers"),
        (lambda rows: np.full((rows, 1), 3), "ids from 3 to 3, and V is 3"),
        (lambda rows: np.full((rows, 1), -1), "ids from -1 to -1, and V is 3"),
    ],
)
def test_what_is_no_array_of_ids_is_a_sentence(result: Callable[[int], Any], said: str) -> None:
    """Is the wrong kind, shape or range of what came back named?"""
    with pytest.raises(ValueError, match=r"sample returned") as caught:
        counted(lambda token, *_: result(len(token)))
    assert said in str(caught.value)


def test_what_is_done_to_the_copies_is_done_to_the_case() -> None:
    """Is a state that the function writes over found in the case's own arrays, where changes are looked for?"""
    arguments = {"token": np.arange(2), "h": np.zeros((2, 4)), "parameters": PARAMETERS, "length": 1}

    def writes(token: np.ndarray, h: np.ndarray, *_: Any) -> np.ndarray:
        h += 1
        return token[:, None]

    count_draws(writes, arguments)
    assert arguments["h"].all()
    assert CALLS * ROWS == 2000
