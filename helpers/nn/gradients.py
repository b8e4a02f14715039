"""What the learner has written in the lesson on vanishing and exploding gradients, in NumPy, for the lessons after it.

A Jacobian has in its rows what is moved and in its columns what moves, as W_hh has: rows pass from left to right.
"""

from collections.abc import Mapping

import numpy as np

LESSON = "04_gradients"


def step_jacobian(h: np.ndarray, W_hh: np.ndarray) -> np.ndarray:
    """How each unit of the state before a step moves each unit of the state h after it: W_hh diag(1 - h^2).

    h (N, H), the state after the step, W_hh (H, H)
    returns (N, H, H): at [n, i, j] the derivative of h[n, j] with respect to unit i of the state before
    """
    return W_hh * (1 - h * h)[:, None, :]


def jacobian_product(h: np.ndarray, W_hh: np.ndarray, start: int, end: int) -> np.ndarray:
    """How each unit of the state h_start moves each unit of h_end: the product of the steps' Jacobians in between.

    h (N, T, H) with h_t at h[:, t - 1], W_hh (H, H), 0 <= start <= end <= T
    returns (N, H, H), identities where start = end
    """
    N, _, H = h.shape
    product = np.tile(np.eye(H), (N, 1, 1))
    for t in range(start, end):
        product = (product @ W_hh) * (1 - h[:, t] ** 2)[:, None, :]
    return product


def gradient_norm_by_lag(dh_T: np.ndarray, h: np.ndarray, W_hh: np.ndarray) -> np.ndarray:
    """The norm of the gradient at each state, for a loss that looks at the last one.

    dh_T (N, H) the gradient at h_T, h (N, T, H), W_hh (H, H)
    returns (N, T + 1): at [n, lag] the norm of the gradient of sequence n at h_(T - lag)
    """
    N, T, _ = h.shape
    norms = np.empty((N, T + 1))
    dh = dh_T
    norms[:, 0] = np.linalg.norm(dh, axis=1)
    for lag in range(1, T + 1):
        dh = (dh * (1 - h[:, T - lag] ** 2)) @ W_hh.T
        norms[:, lag] = np.linalg.norm(dh, axis=1)
    return norms


def spectral_radius(W: np.ndarray) -> float:
    """The largest distance of an eigenvalue of W (H, H) from zero."""
    return float(np.max(np.abs(np.linalg.eigvals(W))))


def clip_by_global_norm(
    gradients: Mapping[str, np.ndarray], threshold: float
) -> tuple[dict[str, np.ndarray], np.floating]:
    """All gradients, shortened by one factor where their norm, taken as one long vector, is over the threshold.

    gradients  arrays by name; they stay as they were
    returns the clipped gradients in new arrays, and the norm that they had before.
    Where that norm is nan or infinite, the clipped gradients are zeros.
    """
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients.values()))
    if not np.isfinite(norm):
        return {name: np.zeros_like(gradient) for name, gradient in gradients.items()}, norm
    factor = threshold / norm if norm > threshold else 1.0
    return {name: gradient * factor for name, gradient in gradients.items()}, norm


def orthogonal_init(A: np.ndarray) -> np.ndarray:
    """The orthogonal factor Q of A = Q R with R's diagonal positive, (H, H).

    A (H, H); with normally distributed entries every orthogonal matrix is equally likely (Mezzadri 2007).
    """
    Q, R = np.linalg.qr(A)
    return Q * np.sign(np.diag(R))


def identity_relu_init(A: np.ndarray, scale: float = 0.001) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The start of a ReLU network that remembers (Le, Jaitly and Hinton 2015): W_xh = scale A, W_hh = I, b_h = 0.

    A (D, H), normally distributed
    returns W_xh (D, H), W_hh (H, H), b_h (H,)
    """
    H = A.shape[1]
    return scale * A, np.eye(H), np.zeros(H)
