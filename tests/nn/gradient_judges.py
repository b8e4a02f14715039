"""Other people's code as judges of lesson 04_gradients: torch's autograd and optimisers, or a formula that defines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import nn


def _moved(h: torch.Tensor, W_hh: torch.Tensor, moves: dict[int, torch.Tensor]) -> torch.Tensor:
    """The last state where h_t is moved by moves[t], and every later state by what follows from that.

    A step is tanh(arctanh(h_t) + change of the state before, times W_hh): without a move the states are those of h.
    """
    change = moves.get(0, torch.zeros_like(h[:, 0]))
    state = h[:, 0]
    for t in range(1, h.shape[1] + 1):
        state = torch.tanh(torch.arctanh(h[:, t - 1]) + change @ W_hh) + moves.get(t, torch.zeros_like(change))
        change = state - h[:, t - 1]
    return state


def jacobian_product(h: np.ndarray, W_hh: np.ndarray, start: int, end: int) -> np.ndarray:
    """torch's Jacobian of each sequence's state h_end, as a function of a small change of h_start."""
    N, _, H = h.shape
    if start == end:
        return np.tile(np.eye(H), (N, 1, 1))
    products = []
    for n in range(N):
        states, weights = torch.from_numpy(h[n : n + 1, start:end]), torch.from_numpy(W_hh)
        jacobian = torch.autograd.functional.jacobian(
            lambda move, states=states, weights=weights: _moved(states, weights, {0: move[None]})[0],
            torch.zeros(H, dtype=torch.float64),
        )
        products.append(jacobian.numpy().T)
    return np.stack(products)


def step_jacobian(h: np.ndarray, W_hh: np.ndarray) -> np.ndarray:
    """torch's Jacobian of one step."""
    return jacobian_product(h[:, None], W_hh, 0, 1)


def gradient_norm_by_lag(dh_T: np.ndarray, h: np.ndarray, W_hh: np.ndarray) -> np.ndarray:
    """torch's gradients with respect to a small change of each state."""
    N, T, H = h.shape
    moves = {t: torch.zeros(N, H, dtype=torch.float64, requires_grad=True) for t in range(T + 1)}
    (_moved(torch.from_numpy(h), torch.from_numpy(W_hh), moves) * torch.from_numpy(dh_T)).sum().backward()
    gradients = [moves[T - lag].grad for lag in range(T + 1)]
    return torch.stack([gradient.norm(dim=1) for gradient in gradients if gradient is not None], dim=1).numpy()


def spectral_radius(W: np.ndarray) -> float:
    """Gelfand's formula, the limit of ||W^k||^(1/k), with k = 2^40 by squaring forty times."""
    power, logarithm = W.copy(), 0.0  # W^(2^n) is power times exp(logarithm)
    for _ in range(40):
        size = np.linalg.norm(power)
        if size == 0.0:
            return 0.0
        power, logarithm = (power / size) @ (power / size), 2 * (logarithm + np.log(size))
    return float(np.exp((logarithm + np.log(np.linalg.norm(power))) / 2**40))


def clip_by_global_norm(gradients: dict[str, np.ndarray], threshold: float) -> tuple[dict[str, np.ndarray], float]:
    """torch.nn.utils.clip_grad_norm_, and zeros where the norm is no number."""
    weights = {name: nn.Parameter(torch.zeros(gradient.shape).double()) for name, gradient in gradients.items()}
    for name, weight in weights.items():
        weight.grad = torch.from_numpy(gradients[name].copy())
    norm = nn.utils.clip_grad_norm_(weights.values(), threshold).item()
    if not np.isfinite(norm):
        return {name: np.zeros(gradient.shape) for name, gradient in gradients.items()}, norm
    return {name: weight.grad.numpy() for name, weight in weights.items() if weight.grad is not None}, norm


def orthogonal_init(A: np.ndarray) -> np.ndarray:
    """A times the inverse of Cholesky's factor of A^T A, which is the only R with a positive diagonal."""
    return A @ np.linalg.inv(np.linalg.cholesky(A.T @ A).T)


def identity_relu_init(A: np.ndarray, scale: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """torch's initialisers."""
    D, H = A.shape
    read = nn.Linear(D, H, bias=False).double()
    with torch.no_grad():
        read.weight.copy_(torch.from_numpy(scale * A.T))
    W_hh, b_h = nn.init.eye_(torch.empty(H, H)), nn.init.zeros_(torch.empty(H))
    return read.weight.detach().numpy().T, W_hh.double().numpy(), b_h.double().numpy()


JUDGES: dict[str, Callable[..., Any]] = {
    judge.__name__: judge
    for judge in (
        step_jacobian,
        jacobian_product,
        gradient_norm_by_lag,
        spectral_radius,
        clip_by_global_norm,
        orthogonal_init,
        identity_relu_init,
    )
}
# How far a judge may be off: torch divides by the norm and a millionth, Cholesky squares the condition of A, and the
# eigenvalues of a matrix whose square is zero are found to half of the digits.
TOLERANCES = {"clip_by_global_norm": 1e-6, "orthogonal_init": 1e-8, "spectral_radius": 1e-6}
