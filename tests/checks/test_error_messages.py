"""What is shown of the messages of NumPy's and torch's exceptions."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch

from helpers.checks.error_messages import readable

LEAF, OTHER = torch.ones(2, 3, requires_grad=True), torch.ones(4, 5)


class Unready(torch.nn.Module):
    def __init__(self) -> None:
        self.layer = torch.nn.Linear(2, 2)


ERRORS: dict[str, tuple[Callable[[], object], str]] = {
    "factors": (lambda: LEAF @ OTHER, "in `@`, the left factor has 3 columns and the right one 4 rows"),
    "factors in NumPy": (
        lambda: np.ones((2, 3)) @ np.ones((4, 5)),
        "the left factor has 3 columns and the right one 4",
    ),
    "a batch of factors": (lambda: torch.ones(2, 7, 3) @ torch.ones(2, 4, 5), "has 3 columns and the right one 4 rows"),
    "an axis": (lambda: LEAF.transpose(0, 2), "there is no axis 2: this tensor has 2, 0 and 1"),
    "a negative axis": (lambda: LEAF.sum(-3), "there is no axis -3: this tensor has 2, 0 and 1"),
    "NumPy's function": (lambda: np.tanh(LEAF), "NumPy knows no gradients; torch has a function for it"),
    "two kinds of floats": (
        lambda: LEAF @ torch.ones(3, 2).double(),
        "one factor is float32 and the other one float64",
    ),
    "truth values as a factor": (
        lambda: torch.ones(2, 3, dtype=torch.bool) @ torch.ones(3, 2).double(),
        "in `@`, the one factor holds bool and the other one double",
    ),
    "one column": (lambda: torch.ones(2, 1) @ OTHER, "the left factor has 1 column and the right one 4 rows"),
    "sizes along an axis": (
        lambda: LEAF + torch.ones(2, 4),
        "along axis 1 one tensor has 3 entries and the other one 4; they have to be equal, or one of them 1",
    ),
    "writing into a parameter": (lambda: LEAF.add_(1), "this writes into a parameter or an input itself"),
    "writing into a part of one": (lambda: LEAF[0].add_(1), "this writes into a parameter or an input itself"),
    "a negative step": (lambda: LEAF[::-1], "torch takes no negative step"),
    "no constructor of the module's": (Unready, "`super().__init__()` has to come first"),
    "what is clear already": (lambda: {}["x"], "'x'"),
}


@pytest.mark.parametrize("error", ERRORS)
def test_messages_lead_to_the_place_to_mend(error: str) -> None:
    """Are the words that today's NumPy and torch use recognised, and are others left as they are?"""
    function, said = ERRORS[error]
    with pytest.raises(Exception) as raised:  # noqa: PT011
        function()
    assert said in readable(" ".join(str(raised.value).split()).rstrip("."))
