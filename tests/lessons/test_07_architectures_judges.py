"""Lesson 07_architectures: its stand-ins, numbers worked by hand, and what has to hold whatever the weights are."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from helpers.checks.drivers import DRIVERS
from helpers.checks.plain import plain
from helpers.nn import architectures
from helpers.nn.architectures import (
    Bidirectional,
    CausalConv1d,
    RNNCell,
    SequenceClassifier,
    StackedRNN,
    Tagger,
    unroll,
)
from tests.lessons.cases import all_cases, side_of
from tests.nn.judges import BY_LESSON, agree

LESSON = "07_architectures"


@pytest.mark.parametrize("name", BY_LESSON[LESSON])
def test_stand_ins_are_right_too(name: str) -> None:
    """Does what later lessons use give the same in every case, and leave its arguments alone?"""
    driver = DRIVERS[side_of(LESSON).exercises[name].specification.driver]
    for case in all_cases(LESSON)[name]:
        arguments = copy.deepcopy(case.arguments)
        value = plain(driver(getattr(architectures, name), arguments))
        assert agree(value, case.expected["value"]), case.title
        assert agree(tuple(_arrays(arguments)), tuple(_arrays(case.arguments))), "they are left alone"


def _arrays(value: Any) -> list[np.ndarray]:
    if isinstance(value, dict):
        return [array for item in value.values() for array in _arrays(item)]
    return [value] if isinstance(value, np.ndarray) else []


def test_the_lesson_s_loop_is_the_stand_ins_own() -> None:
    """Is the `unroll` that the lesson prints the one that lies beside the stand-ins?"""
    cell, x = RNNCell(3, 4).double(), torch.randn(2, 5, 3, dtype=torch.float64)
    mask = torch.tensor([[True] * 5, [True] * 2 + [False] * 3])
    lessons = side_of(LESSON).namespace["unroll"]
    h = torch.randn(2, 4, dtype=torch.float64)
    assert torch.equal(lessons(cell, x, mask, h), unroll(cell, x, mask, h))
    assert torch.equal(lessons(cell, x), unroll(cell, x))


def test_the_cell_by_hand() -> None:
    """tanh(0.5 + 0.5 + 0.25), and its slope times h for W_hh: does the cell come to what the lesson works out?"""
    cell = RNNCell(1, 1).double()
    with torch.no_grad():
        for weights, value in zip((cell.W_xh, cell.W_hh, cell.b_h), (0.5, 1.0, 0.25), strict=True):
            weights.fill_(value)
    h = cell(torch.ones(1, 1, dtype=torch.float64), torch.full((1, 1), 0.5, dtype=torch.float64))
    h.backward()
    assert h.item() == pytest.approx(0.8482836399575129)
    assert cell.W_hh.grad.item() == pytest.approx((1 - 0.8482836399575129**2) * 0.5)


def test_a_convolution_by_hand() -> None:
    """x = 1, 2, 3 with W = 2, 10 and b = 0.5: is y 2.5, 14.5, 26.5?"""
    convolution = CausalConv1d(1, 1, 2).double()
    with torch.no_grad():
        convolution.W[:, 0, 0] = torch.tensor([2.0, 10.0])
        convolution.b.fill_(0.5)
    x = torch.tensor([[[1.0], [2.0], [3.0]]], dtype=torch.float64)
    assert convolution(x)[0, :, 0].tolist() == [2.5, 14.5, 26.5]


def test_packing_by_hand() -> None:
    """Lengths 2, 3 and 1, the tokens 1 2, 3 4 5, 6: are they read as 3 1 6, 4 2, 5?"""
    x = torch.tensor([[[1.0], [2.0], [0.0]], [[3.0], [4.0], [5.0]], [[6.0], [0.0], [0.0]]])
    data, sizes, order = architectures.pack_batch(x, x[:, :, 0] > 0)
    assert (data[:, 0].tolist(), sizes.tolist(), order.tolist()) == ([3, 1, 6, 4, 2, 5], [3, 2, 1], [1, 0, 2])


def tokens_of(lengths: list[int], T: int, V: int = 9) -> tuple[torch.Tensor, torch.Tensor]:
    """Sentences of these lengths, padded to T."""
    mask = torch.arange(T) < torch.tensor(lengths)[:, None]
    return torch.randint(1, V, (len(lengths), T), generator=torch.Generator().manual_seed(1)) * mask, mask


@pytest.mark.parametrize("model", [SequenceClassifier(9, 3, 4, 2), Tagger(9, 3, 4, 2, True), Tagger(9, 3, 4, 2, False)])
def test_padding_and_neighbours_change_nothing(model: nn.Module) -> None:
    """Read alone, or in a batch that is padded to 20, does a sentence get the same answer?"""
    tokens, mask = tokens_of([4, 7, 1], 20)
    with torch.no_grad():
        together = model(tokens, mask)
        for n, length in enumerate([4, 7, 1]):
            alone = model(tokens[n : n + 1, :length], mask[n : n + 1, :length])[0]
            torch.testing.assert_close(together[n, :length] if together.dim() == 3 else together[n], alone)


@pytest.mark.parametrize(("model", "is_causal"), [(Tagger(9, 3, 4, 2, False), True), (Tagger(9, 3, 4, 2, True), False)])
def test_what_a_later_token_moves(model: nn.Module, is_causal: bool) -> None:
    """Change the fifth of eight tokens: do earlier answers stay with one direction, and move with two?"""
    tokens, mask = tokens_of([8], 8)
    changed = tokens.clone()
    changed[0, 4] = tokens[0, 4] % 8 + 1
    with torch.no_grad():
        moved = (model(tokens, mask) != model(changed, mask)).any(dim=2)[0]
    assert moved[4:].all()
    assert moved[:4].any() != is_causal


def test_a_text_may_be_read_in_pieces() -> None:
    """Do ten steps at once, and four and six with the states handed on, give the same?"""
    model = StackedRNN(3, 4, 2).double()
    x, mask = torch.randn(2, 10, 3, dtype=torch.float64), torch.ones(2, 10, dtype=torch.bool)
    h0 = torch.zeros(2, 2, 4, dtype=torch.float64)
    whole, last = model(x, mask, h0)
    first, between = model(x[:, :4], mask[:, :4], h0)
    second, end = model(x[:, 4:], mask[:, 4:], between)
    torch.testing.assert_close(torch.cat([first, second], dim=1), whole)
    torch.testing.assert_close(end, last)


def test_both_halves_of_a_palindrome() -> None:
    """With the same weights in both cells and a sequence that reads the same both ways, are the halves mirrored?"""
    model = Bidirectional(2, 3)
    model.backward_cell.load_state_dict(model.forward_cell.state_dict())
    half = torch.randn(1, 3, 2)
    x = torch.cat([half, half.flip(1)], dim=1)
    with torch.no_grad():
        ahead, back = model(x, torch.ones(1, 6, dtype=torch.bool)).split(3, dim=2)
    torch.testing.assert_close(ahead, back.flip(1))
