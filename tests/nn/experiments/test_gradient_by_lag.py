"""The recorded gradient norms, held against torch and against what a linear network has to give."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from helpers.nn.experiments.gradient_by_lag import LAG, RADII, H, T, measure, norm_at_lag


@pytest.mark.parametrize("size", [None, 0.1, 1.0])
@pytest.mark.parametrize("radius", RADII)
def test_norm_is_the_one_that_autograd_gives(radius: float, size: float | None) -> None:
    """Does torch, going back through the same network, find a gradient of the same norm?"""
    rng = np.random.default_rng(3)
    W = rng.normal(size=(H, H))
    W_hh = torch.from_numpy(radius / np.max(np.abs(np.linalg.eigvals(W))) * W)
    dh = rng.normal(size=H)
    x = np.zeros((T, H)) if size is None else size * rng.normal(size=(T, H))
    activation = torch.tanh if size is not None else lambda a: a
    states = [torch.zeros(H, dtype=torch.float64, requires_grad=True)]
    for x_t in torch.from_numpy(x):
        states.append(activation(x_t + states[-1] @ W_hh))
    loss = states[-1] @ torch.from_numpy(dh / np.linalg.norm(dh))
    (gradient,) = torch.autograd.grad(loss, states[T - LAG])
    assert norm_at_lag(radius, size, 3) == pytest.approx(gradient.norm().item(), rel=1e-9)


def test_linear_norms_differ_by_the_radius_to_the_lag() -> None:
    """Is the ratio of two linear networks' norms, with the same random matrix, (1.5 / 0.9)^99?"""
    numbers = measure(0)
    ratio = numbers["linear, radius 1.5"] / numbers["linear, radius 0.9"]
    assert ratio == pytest.approx((1.5 / 0.9) ** LAG, rel=1e-9)
