"""The smallest network whose loss has a cliff: one unit, no inputs, one weight and one bias, fifty steps."""

import numpy as np

LESSON = "04_gradients"

T = 50
H0 = 0.5
TARGET = 0.5


def final_state(w: np.ndarray | float, b: np.ndarray | float) -> np.ndarray:
    """h_T of h_t = tanh(w h_(t-1) + b), from h_0 = H0; for arrays of w and b of one shape, or numbers."""
    h = np.full(np.broadcast(w, b).shape, H0)
    for _ in range(T):
        h = np.tanh(w * h + b)
    return h


def loss(w: np.ndarray | float, b: np.ndarray | float) -> np.ndarray:
    """The squared distance of the final state from TARGET."""
    return (final_state(w, b) - TARGET) ** 2


def gradient(w: float, b: float) -> np.ndarray:
    """The gradient of the loss with respect to (w, b), by back-propagation through time."""
    states = [H0]
    for _ in range(T):
        states.append(np.tanh(w * states[-1] + b))
    dh, dw, db = 2 * (states[-1] - TARGET), 0.0, 0.0
    for t in range(T, 0, -1):
        da = dh * (1 - states[t] ** 2)
        dw += da * states[t - 1]
        db += da
        dh = da * w
    return np.array([dw, db])


def descend(start: tuple[float, float], learning_rate: float, steps: int, threshold: float | None) -> np.ndarray:
    """The points (steps + 1, 2) that gradient descent visits, with gradients clipped to the norm `threshold`."""
    points = [np.array(start, dtype=float)]
    for _ in range(steps):
        step = gradient(*points[-1])
        norm = np.linalg.norm(step)
        if threshold is not None and norm > threshold:
            step = step * (threshold / norm)
        points.append(points[-1] - learning_rate * step)
    return np.array(points)
