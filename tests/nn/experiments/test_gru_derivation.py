"""The judge of the derivation: it accepts what is right, and refuses what is wrong."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from helpers.nn.bptt import relative_error
from helpers.nn.experiments import gru_derivation


def test_forward_quantities_are_torchs(capsys: pytest.CaptureFixture[str]) -> None:
    """Is the step whose quantities are judged the step of torch's cell?"""
    at = gru_derivation.point(seed=1)
    cell = torch.nn.GRUCell(2, 4).double()
    with torch.no_grad():
        for weight, value in zip(cell.parameters(), (at.W_xh.T, at.W_hh.T, at.b_xh, at.b_hh), strict=True):
            weight.copy_(torch.from_numpy(value))
        expected = cell(torch.from_numpy(at.x), torch.from_numpy(at.h)).numpy()
    np.testing.assert_allclose(at.h_new, expected, atol=1e-12)


@pytest.mark.parametrize("quantity", ["n", "z", "r", "s_n", "s_r", "s_z", "u_n", "a", "u", "x", "h", "W_xh", "b_hh"])
def test_the_two_judges_agree(quantity: str) -> None:
    """Do central differences and autograd give one gradient, to 1e-7?"""
    at = gru_derivation.point(seed=2)
    one, other = gru_derivation.differences(at, quantity), gru_derivation.autograd(at, quantity)
    assert one.shape == getattr(at, quantity).shape
    assert relative_error(one, other) < 1e-7


def test_a_wrong_formula_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """Is a formula with a missing factor told by its relative error, and is the right one let through?"""
    at = gru_derivation.point(seed=3)
    gru_derivation.compare(at, dn=at.dh * (1 - at.z))
    assert "dn" in capsys.readouterr().out
    with pytest.raises(AssertionError, match="dn is not the gradient"):
        gru_derivation.compare(at, dn=at.dh * at.z)


def test_gradients_of_torchs_layer() -> None:
    """Do they have the shapes of what they belong to, in our notation?"""
    rng = np.random.default_rng(0)
    N, T, D, H = 2, 3, 4, 5
    shapes = {"W_xh": (D, 3 * H), "W_hh": (H, 3 * H), "b_xh": (3 * H,), "b_hh": (3 * H,)}
    weights = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    x, h0, dh = rng.normal(size=(N, T, D)), rng.normal(size=(N, H)), rng.normal(size=(N, T, H))
    h, gradients = gru_derivation.torch_gru(dh, x, h0, weights)
    assert h.shape == (N, T, H)
    assert {name: gradient.shape for name, gradient in gradients.items()} == {
        "dx": x.shape,
        "dh0": h0.shape,
        **{f"d{name}": shape for name, shape in shapes.items()},
    }
