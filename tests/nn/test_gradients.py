"""The functions that stand in for a learner's after lesson 04."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest

from helpers.nn import gradients
from helpers.nn.bptt import numerical_gradient, rnn_backward
from helpers.nn.vanilla_rnn import rnn_forward
from tests.nn.gradient_judges import JUDGES, TOLERANCES
from tests.nn.judges import agree

SIZES = [(3, 5, 4), (1, 1, 1), (1, 6, 2), (4, 1, 3), (3, 3, 3)]


def arguments_of(name: str, N: int, T: int, H: int) -> dict[str, Any]:
    """Random arguments of a function."""
    rng = np.random.default_rng(N + 10 * T + 100 * H)
    h, W = np.tanh(rng.normal(size=(N, T, H))), rng.normal(size=(H, H))
    return {
        "step_jacobian": {"h": h[:, 0], "W_hh": W},
        "jacobian_product": {"h": h, "W_hh": W, "start": 0, "end": T},
        "gradient_norm_by_lag": {"dh_T": rng.normal(size=(N, H)), "h": h, "W_hh": W},
        "spectral_radius": {"W": W},
        "clip_by_global_norm": {"gradients": {"a": h, "b": W}, "threshold": 0.7},
        "orthogonal_init": {"A": W},
        "identity_relu_init": {"A": h[0], "scale": 0.3},
    }[name]


@pytest.mark.parametrize("name", sorted(JUDGES))
@pytest.mark.parametrize("sizes", SIZES)
def test_functions_are_right(name: str, sizes: tuple[int, int, int]) -> None:
    """Does each give what its judge gives, and leave its arguments alone?"""
    arguments = arguments_of(name, *sizes)
    before = copy.deepcopy(arguments)
    judged = JUDGES[name](**copy.deepcopy(before))
    assert agree(getattr(gradients, name)(**arguments), judged, TOLERANCES.get(name, 1e-10))
    np.testing.assert_equal(arguments, before)


def test_gradient_goes_back_by_the_transposed_product() -> None:
    """Is rnn_backward's gradient at h_0 the row dh_T times the transposed product, and the numerical one too?"""
    rng = np.random.default_rng(0)
    N, T, D, H = 2, 6, 3, 4
    x, h0, W_xh = rng.normal(size=(N, T, D)), rng.normal(size=(N, H)), rng.normal(size=(D, H))
    W_hh, b_h, dh_T = rng.normal(size=(H, H)), rng.normal(size=H), rng.normal(size=(N, H))
    h, _ = rnn_forward(x, h0, W_xh, W_hh, b_h)
    dh = np.zeros((N, T, H))
    dh[:, -1] = dh_T
    _, dh0, *_ = rnn_backward(dh, x, h0, h, W_xh, W_hh)
    product = gradients.jacobian_product(h, W_hh, 0, T)
    by_product = np.einsum("nj,nij->ni", dh_T, product)
    np.testing.assert_allclose(by_product, dh0, rtol=1e-10)
    numerical = numerical_gradient(lambda start: float((rnn_forward(x, start, W_xh, W_hh, b_h)[1] * dh_T).sum()), h0)
    assert np.linalg.norm(by_product - numerical) < 1e-7 * np.linalg.norm(by_product + numerical)
    norms = gradients.gradient_norm_by_lag(dh_T, h, W_hh)
    np.testing.assert_allclose(norms[:, -1], np.linalg.norm(dh0, axis=1), rtol=1e-10)


def test_every_orthogonal_matrix_is_equally_likely() -> None:
    """Do half of the random matrices mirror space, and is the mean of every entry zero, at any place?"""
    rng = np.random.default_rng(1)
    drawn = np.stack([gradients.orthogonal_init(rng.normal(size=(3, 3))) for _ in range(4000)])
    assert np.mean(np.linalg.det(drawn) > 0) == pytest.approx(0.5, abs=0.04)  # five standard deviations
    assert np.abs(drawn.mean(axis=0)).max() < 5 / np.sqrt(3 * 4000)
    np.testing.assert_allclose(np.linalg.norm(drawn, ord=2, axis=(1, 2)), 1.0, rtol=1e-12)


def test_lengths_stay_for_a_thousand_products() -> None:
    """Is the norm of a row 1.000000 after a thousand products with an orthogonal matrix?"""
    rng = np.random.default_rng(2)
    Q, row = gradients.orthogonal_init(rng.normal(size=(32, 32))), rng.normal(size=32)
    row /= np.linalg.norm(row)
    assert np.linalg.norm(row @ np.linalg.matrix_power(Q, 1000)) == pytest.approx(1.0, abs=1e-9)
