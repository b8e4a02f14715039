"""What the learner has written in the lesson on back-propagation through time, in NumPy, for the lessons after it.

A gradient is named after what it is the gradient with respect to, and has its shape: dx, dW_xh.
"""

from collections.abc import Callable, Mapping

import numpy as np

from helpers.nn.vanilla_rnn import output_layer, rnn_step, time_first

LESSON = "03_bptt"


def numerical_gradient(f: Callable[[np.ndarray], float], x: np.ndarray, step: float = 1e-5) -> np.ndarray:
    """The gradient of f at x by central differences, (f(x + step e) - f(x - step e)) / (2 step) for each unit vector e.

    f  takes an array of x's shape and gives a number
    x  of any shape; f gets a copy of it in float64
    returns an array of x's shape
    """
    point = np.array(x, dtype=np.float64)
    gradient = np.empty_like(point)
    for index in np.ndindex(point.shape):
        value = point[index]
        point[index] = value + step
        above = f(point)
        point[index] = value - step
        below = f(point)
        point[index] = value
        gradient[index] = (above - below) / (2 * step)
    return gradient


def relative_error(a: np.ndarray, b: np.ndarray) -> float:
    """||a - b|| / ||a + b||: 0.0 where both arrays are zero, infinite where one is minus the other."""
    difference, total = float(np.linalg.norm(a - b)), float(np.linalg.norm(a + b))
    if total == 0.0:
        return 0.0 if difference == 0.0 else float("inf")
    return difference / total


def gradient_check(f: Callable[[np.ndarray], float], x: np.ndarray, gradient: np.ndarray) -> float:
    """The relative error of a gradient of f at x against the numerical one.

    Raises ValueError where the gradient has not the shape of x.
    """
    if np.shape(gradient) != np.shape(x):
        raise ValueError(f"The gradient has the shape {np.shape(gradient)}, and x has {np.shape(x)}.")
    return relative_error(gradient, numerical_gradient(f, x))


def rnn_step_backward(
    dh: np.ndarray, x: np.ndarray, h_prev: np.ndarray, h: np.ndarray, W_xh: np.ndarray, W_hh: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The gradients of one step h = tanh(a), a = x W_xh + h_prev W_hh + b_h, given the gradient dh at h.

    dh, h_prev, h (N, H), x (N, D), W_xh (D, H), W_hh (H, H)
    returns dx (N, D), dh_prev (N, H), dW_xh (D, H), dW_hh (H, H), db_h (H,)
    """
    da = dh * (1 - h * h)
    return da @ W_xh.T, da @ W_hh.T, x.T @ da, h_prev.T @ da, da.sum(axis=0)


def rnn_backward(
    dh: np.ndarray, x: np.ndarray, h0: np.ndarray, h: np.ndarray, W_xh: np.ndarray, W_hh: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The gradients of all steps of `rnn_forward`, by back-propagation through time.

    dh  (N, T, H)  the loss's own gradient at each state, without what flows back through later steps
    x (N, T, D), h0 (N, H), h (N, T, H), W_xh (D, H), W_hh (H, H)
    returns dx (N, T, D), dh0 (N, H), dW_xh (D, H), dW_hh (H, H), db_h (H,)
    """
    N, T, D = x.shape
    H = len(W_hh)
    dtype = np.result_type(dh, x, h0, h, W_xh, W_hh)
    x, dh, h = (time_first(values, dtype) for values in (x, dh, h))
    W_hh_T = np.ascontiguousarray(W_hh.T, dtype)
    slope = np.square(h)
    np.subtract(1, slope, out=slope)
    da = np.empty_like(h)
    back = np.zeros((N, H), dtype)  # what flows back through the later steps
    for t in reversed(range(T)):
        back += dh[t]
        np.multiply(back, slope[t], out=da[t])
        np.matmul(da[t], W_hh_T, out=back)
    before = np.concatenate([h0[None], h])[:-1]
    da = da.reshape(T * N, H)
    dx = (da @ W_xh.T).reshape(T, N, D).swapaxes(0, 1)
    dW_xh = x.reshape(T * N, D).T @ da
    dW_hh = before.reshape(T * N, H).T @ da
    return dx, back, dW_xh, dW_hh, da.sum(axis=0)


def embed_backward(dx: np.ndarray, tokens: np.ndarray, V: int) -> np.ndarray:
    """The gradient of the embedding matrix: row v is the sum of the gradients at every place where token v stands.

    dx (N, T, D), tokens (N, T) ids, V the size of the vocabulary
    returns dE (V, D), zero in the rows of tokens that do not occur
    """
    dE = np.zeros((V, dx.shape[-1]), dx.dtype)
    np.add.at(dE, tokens, dx)
    return dE


def sgd_step(
    parameters: Mapping[str, np.ndarray], gradients: Mapping[str, np.ndarray], learning_rate: float
) -> dict[str, np.ndarray]:
    """The parameters after one step of gradient descent, each less learning_rate times its gradient.

    Both are arrays by name. The ones handed in are left as they were. Raises KeyError where a gradient is missing.
    """
    return {name: value - learning_rate * gradients[name] for name, value in parameters.items()}


def truncated_bptt(
    dh: np.ndarray, x: np.ndarray, h0: np.ndarray, h: np.ndarray, W_xh: np.ndarray, W_hh: np.ndarray, k: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """What `rnn_backward` gives when no gradient flows from a window of k steps into the window before it.

    The windows begin at the first step, and the last may be shorter. Arguments and returned arrays are those of
    `rnn_backward`; dh0 is what flows out of the first window.
    """
    dx = np.empty(x.shape, np.result_type(dh, x, h, W_xh, W_hh))
    dx[:, :k], dh0, *sums = rnn_backward(dh[:, :k], x[:, :k], h0, h[:, :k], W_xh, W_hh)
    for start in range(k, x.shape[1], k):
        window = slice(start, start + k)
        dx[:, window], _, *weights = rnn_backward(
            dh[:, window], x[:, window], h[:, start - 1], h[:, window], W_xh, W_hh
        )
        for total, of_window in zip(sums, weights, strict=True):
            total += of_window
    dW_xh, dW_hh, db_h = sums
    return dx, dh0, dW_xh, dW_hh, db_h


def sample(
    token: np.ndarray, h: np.ndarray, parameters: Mapping[str, np.ndarray], length: int, rng: np.random.Generator
) -> np.ndarray:
    """Tokens (N, length) that a network with E, W_xh, W_hh, b_h, W_hy and b_y writes after `token` (N,), read from h.

    h (N, H) is the state before the token is read. Each token is drawn from the softmax of the logits and read next.
    """
    drawn = np.empty((len(token), length), dtype=int)
    for t in range(length):
        h = rnn_step(parameters["E"][token], h, parameters["W_xh"], parameters["W_hh"], parameters["b_h"])
        logits = output_layer(h, parameters["W_hy"], parameters["b_y"])
        drawn[:, t] = token = np.argmax(logits + rng.gumbel(size=logits.shape), axis=1)
    return drawn
