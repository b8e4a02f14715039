"""The transformer for later lessons: what does not depend on the cases of its lesson."""

from __future__ import annotations

import pytest
import torch

from helpers.nn.transformer import TinyGPT, causal_mask, positional_encoding, scaled_dot_product_attention


@pytest.fixture
def model() -> TinyGPT:
    """A small model in float64, ready for use."""
    torch.manual_seed(0)
    return TinyGPT(V=11, D=12, heads=3, layers=2, hidden=16, dropout=0.5).double().eval()


@pytest.mark.parametrize("place", range(6))
def test_a_later_token_moves_nothing_before_it(model: TinyGPT, place: int) -> None:
    """Do the scores move from the changed token on, and nowhere before, nor in the other text?"""
    ids = torch.randint(11, (2, 6), generator=torch.Generator().manual_seed(1))
    other = ids.clone()
    other[0, place] = (ids[0, place] + 1) % 11
    with torch.no_grad():
        moved = (model(ids) - model(other)).abs().amax(dim=-1)
    assert (moved[0, place:] > 0).all()
    assert (moved[0, :place] == 0).all()
    assert (moved[1] == 0).all()


def test_padding_moves_nothing(model: TinyGPT) -> None:
    """Are the scores at real tokens the same whatever the pads are, and however many?"""
    draws = torch.Generator().manual_seed(2)
    ids = torch.randint(11, (3, 5), generator=draws)
    real = torch.ones(3, 5, dtype=torch.bool)
    with torch.no_grad():
        alone = model(ids)
        for pads in (1, 4):
            padded = torch.cat([ids, torch.randint(11, (3, pads), generator=draws)], dim=1)
            mask = torch.cat([real, torch.zeros(3, pads, dtype=torch.bool)], dim=1)
            assert torch.allclose(model(padded, mask)[:, :5], alone, atol=1e-12)


def test_all_padding_is_finite(model: TinyGPT) -> None:
    """Does a text of pads alone give no nan, forward and backward?"""
    ids, mask = torch.zeros(2, 4, dtype=torch.long), torch.tensor([[True] * 4, [False] * 4])
    logits = model(ids, mask)
    logits.sum().backward()
    assert logits.isfinite().all()
    assert all(parameter.grad.isfinite().all() for parameter in model.parameters() if parameter.grad is not None)


def test_dropout_is_off_in_evaluation_and_on_in_training(model: TinyGPT) -> None:
    """Are two calls alike in evaluation, and not in training?"""
    ids = torch.randint(11, (2, 6), generator=torch.Generator().manual_seed(3))
    assert torch.equal(model(ids), model(ids))
    model.train()
    assert not torch.allclose(model(ids), model(ids))


def test_rows_of_the_encoding_are_told_apart() -> None:
    """Are no two of a thousand positions alike, and is the product of two a matter of their distance?"""
    P = positional_encoding(1000, 16).double()
    products = P @ P.T
    assert (products.fill_diagonal_(0) < 8 - 1e-4).all(), "8 is the product of a row with itself"
    assert torch.allclose(products[10, 3], products[510, 503], atol=1e-3)


def test_rows_of_weights_add_up_to_one_or_to_nothing() -> None:
    """Is every row of the weights a distribution, but that of a query that may look nowhere?"""
    q = torch.randn(4, 4, generator=torch.Generator().manual_seed(4))
    mask = causal_mask(4)
    mask[2] = False
    _, weights = scaled_dot_product_attention(q, q, q, mask)
    assert torch.allclose(weights.sum(dim=1), torch.tensor([1.0, 1.0, 0.0, 1.0]))
