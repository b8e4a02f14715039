from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from helpers.checks.drivers.choices import count_choices

SHARES = torch.tensor([0.5, 0.375, 0.125])


def counted(function: Callable[..., Any], N: int = 2) -> tuple[str, str, np.ndarray]:
    return count_choices(function, {"logits": np.zeros((N, 3)), "temperature": 1.0})


def test_shares_are_counted_to_an_eighth() -> None:
    """Are the shares those of the dice for each row, whichever generator is drawn from?"""

    def from_theirs(logits: Any, temperature: float, generator: Any) -> Any:
        return torch.multinomial(SHARES, len(logits), replacement=True, generator=generator)

    def from_another(logits: Any, temperature: float, generator: Any) -> Any:
        return torch.multinomial(SHARES, len(logits), replacement=True)

    for function in (from_theirs, from_another):
        rows, calls, share = counted(function)
        assert (rows, calls) == ("a token for each copy", "different")
        assert share.tolist() == [[0.5, 0.375, 0.125]] * 2


def test_what_is_alike_is_told_and_not_counted() -> None:
    """Is one draw for all rows told from one for all calls, and from what is certain?"""
    one_for_all = counted(lambda logits, T, g: torch.randint(3, (1,), generator=g).expand(len(logits)))
    assert one_for_all[:2] == ("one token for all copies", "different")
    assert not one_for_all[2].any()
    fixed = counted(lambda logits, T, g: torch.arange(len(logits)) % 3)
    assert fixed[:2] == ("a token for each copy", "alike")
    assert not fixed[2].any()
    certain = counted(lambda logits, T, g: torch.full((len(logits),), 2))
    assert certain[:2] == ("one token for all copies", "alike")
    assert certain[2].tolist() == [[0, 0, 1]] * 2


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (lambda N: [0] * N, "returned a list, expected a tensor of ids"),
        (lambda N: torch.zeros(N, 1, dtype=torch.long), "shape (100, 1), expected (N,) = (100,)"),
        (lambda N: torch.full((N,), 0.5), "something else than whole numbers"),
        (lambda N: torch.zeros(N), "whole numbers as floats"),
        (lambda N: torch.full((N,), 3), "ids from 3 to 3, and V is 3"),
    ],
)
def test_what_is_no_tensor_of_ids_is_a_sentence(result: Callable[[int], Any], said: str) -> None:
    """Is the wrong kind, shape or range of what came back named?"""
    with pytest.raises(ValueError, match=r"you returned") as caught:
        counted(lambda logits, *_: result(len(logits)))
    assert said in str(caught.value)


def test_what_is_done_to_the_copies_is_done_to_the_case() -> None:
    """Are logits that the function divides in place found in the case's own array?"""
    arguments = {"logits": np.ones((2, 3)), "temperature": 2.0}

    def divides(logits: Any, temperature: float, generator: Any) -> Any:
        logits /= temperature
        return torch.zeros(len(logits), dtype=torch.long)

    count_choices(divides, arguments)
    assert (arguments["logits"] != 1).all()


def test_a_batch_of_one_row_is_tried() -> None:
    """Is a squeeze noticed that removes the axis of the rows where there is one?"""
    with pytest.raises(ValueError, match=r"shape \(\), expected \(N,\) = \(1,\)"):
        counted(lambda logits, T, g: torch.multinomial(SHARES.expand(len(logits), -1), 1, generator=g).squeeze())
