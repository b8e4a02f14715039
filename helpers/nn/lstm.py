"""What the learner has written in the lesson on the LSTM, in NumPy, for the lessons after it.

The gates i, f, g, o stand side by side: one product a step serves all four, and one serves all inputs of a sequence.
"""

import numpy as np

from helpers.nn.vanilla_rnn import time_first

LESSON = "05_lstm"


def sigmoid(x: np.ndarray) -> np.ndarray:
    """1 / (1 + exp(-x)), for any x: exp is only taken of what is not positive, so that it cannot overflow."""
    e = np.exp(-np.abs(x))
    return np.where(np.asarray(x) >= 0, 1, e) / (1 + e)


def lstm_step(
    x: np.ndarray, h: np.ndarray, c: np.ndarray, W_xh: np.ndarray, W_hh: np.ndarray, b_h: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """One step: c_new = f c + i g and h_new = o tanh(c_new), with the gates of x W_xh + h W_hh + b_h.

    x (N, D), h and c (N, H), W_xh (D, 4H), W_hh (H, 4H), b_h (4H,)
    returns h_new (N, H), c_new (N, H), gates (N, 4H): i, f, o after the sigmoid and g after tanh, as i, f, g, o
    """
    a_i, a_f, a_g, a_o = np.split(x @ W_xh + h @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(a_i), sigmoid(a_f), np.tanh(a_g), sigmoid(a_o)
    c_new = f * c + i * g
    return o * np.tanh(c_new), c_new, np.concatenate([i, f, g, o], axis=1)


def lstm_forward(
    x: np.ndarray, h0: np.ndarray, c0: np.ndarray, W_xh: np.ndarray, W_hh: np.ndarray, b_h: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """All steps of a batch of sequences. In memory, time comes first in what is returned.

    x (N, T, D), h0 and c0 (N, H), W_xh (D, 4H), W_hh (H, 4H), b_h (4H,)
    returns h (N, T, H), c (N, T, H), gates (N, T, 4H) as `lstm_step` gives them
    """
    N, T, D = x.shape
    H = len(W_hh)
    dtype = np.result_type(x, h0, c0, W_xh, W_hh, b_h)
    # sigmoid(a) = (1 + tanh(a / 2)) / 2: with half the weights, one tanh serves all four gates
    scale = np.full(4 * H, 0.5, dtype)
    scale[2 * H : 3 * H] = 1
    shift = 1 - scale
    W_hh = W_hh * scale
    gates = time_first(x, dtype).reshape(T * N, D) @ (W_xh * scale)
    gates += b_h * scale
    gates = gates.reshape(T, N, 4 * H)
    h, c = np.empty((2, T, N, H), dtype)
    from_state, product = np.empty((N, 4 * H), dtype), np.empty((N, H), dtype)
    h_t, c_t = h0, c0
    for t in range(T):
        a = gates[t]
        a += np.matmul(h_t, W_hh, out=from_state)
        np.tanh(a, out=a)
        a *= scale
        a += shift
        i, f, g, o = a[:, :H], a[:, H : 2 * H], a[:, 2 * H : 3 * H], a[:, 3 * H :]
        c_t = np.multiply(f, c_t, out=c[t])
        c_t += np.multiply(i, g, out=product)
        h_t = np.multiply(o, np.tanh(c_t, out=product), out=h[t])
    return h.swapaxes(0, 1), c.swapaxes(0, 1), gates.swapaxes(0, 1)


def lstm_step_backward(
    dh: np.ndarray,
    dc: np.ndarray,
    x: np.ndarray,
    h_prev: np.ndarray,
    c_prev: np.ndarray,
    c: np.ndarray,
    gates: np.ndarray,
    W_xh: np.ndarray,
    W_hh: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The gradients of one step, given those at the states after it; dc is what reaches c by another way than h.

    dh, dc, h_prev, c_prev, c (N, H), x (N, D), gates (N, 4H) of `lstm_step`, W_xh (D, 4H), W_hh (H, 4H)
    returns dx (N, D), dh_prev (N, H), dc_prev (N, H), dW_xh (D, 4H), dW_hh (H, 4H), db_h (4H,)
    """
    i, f, g, o = np.split(gates, 4, axis=1)
    tanh_c = np.tanh(c)
    dc = dc + dh * o * (1 - tanh_c**2)
    da = np.concatenate(
        [dc * g * i * (1 - i), dc * c_prev * f * (1 - f), dc * i * (1 - g**2), dh * tanh_c * o * (1 - o)], axis=1
    )
    return da @ W_xh.T, da @ W_hh.T, dc * f, x.T @ da, h_prev.T @ da, da.sum(axis=0)


def lstm_backward(
    dh: np.ndarray,
    dc_T: np.ndarray,
    x: np.ndarray,
    h0: np.ndarray,
    c0: np.ndarray,
    h: np.ndarray,
    c: np.ndarray,
    gates: np.ndarray,
    W_xh: np.ndarray,
    W_hh: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The gradients of all steps of `lstm_forward`, by back-propagation through time.

    dh    (N, T, H)  the loss's own gradient at each state, without what flows back through later steps
    dc_T  (N, H)     the loss's own gradient at the last cell state
    x (N, T, D), h0 and c0 (N, H), h, c (N, T, H) and gates (N, T, 4H) of `lstm_forward`, W_xh (D, 4H), W_hh (H, 4H)
    returns dx (N, T, D), dh0 (N, H), dc0 (N, H), dW_xh (D, 4H), dW_hh (H, 4H), db_h (4H,)
    """
    N, T, D = x.shape
    H = len(W_hh)
    dtype = np.result_type(dh, dc_T, x, h0, c0, h, c, gates, W_xh, W_hh)
    x, dh, h, c, gates = (time_first(values, dtype) for values in (x, dh, h, c, gates))
    W_hh_T = np.ascontiguousarray(W_hh.T, dtype)
    da = np.empty_like(gates)
    slope = np.empty((N, 4 * H), dtype)
    tanh_c, product = np.empty((2, N, H), dtype)
    dh_t, dc_t = np.zeros((N, H), dtype), dc_T.astype(dtype)  # what flows back through the later steps
    for t in reversed(range(T)):
        i, f, g, o = (gates[t, :, k * H : (k + 1) * H] for k in range(4))
        da_i, da_f, da_g, da_o = (da[t, :, k * H : (k + 1) * H] for k in range(4))
        # the derivatives s (1 - s) and 1 - g^2 of the gates
        np.square(gates[t], out=slope)
        np.subtract(gates[t], slope, out=da[t])
        np.subtract(1, slope[:, 2 * H : 3 * H], out=da_g)

        dh_t += dh[t]
        np.tanh(c[t], out=tanh_c)
        da_o *= np.multiply(dh_t, tanh_c, out=product)
        # dc += dh o (1 - tanh(c)^2)
        slope_c = np.subtract(1, np.square(tanh_c, out=tanh_c), out=tanh_c)
        np.multiply(dh_t, o, out=product)
        dc_t += np.multiply(product, slope_c, out=product)

        da_i *= np.multiply(dc_t, g, out=product)
        da_f *= np.multiply(dc_t, c[t - 1] if t else c0, out=product)
        da_g *= np.multiply(dc_t, i, out=product)
        dc_t *= f
        np.matmul(da[t], W_hh_T, out=dh_t)
    before = np.concatenate([h0[None], h])[:-1]
    da = da.reshape(T * N, 4 * H)
    dx = (da @ W_xh.T).reshape(T, N, D).swapaxes(0, 1)
    dW_xh = x.reshape(T * N, D).T @ da
    dW_hh = before.reshape(T * N, H).T @ da
    return dx, dh_t, dc_t, dW_xh, dW_hh, da.sum(axis=0)


def forget_bias_init(H: int, T: float) -> np.ndarray:
    """Biases (4H,) to begin with, for a memory of T > 1 steps: ln(T - 1) for f, -ln(T - 1) for i, 0 for g and o."""
    b = np.log(T - 1)
    return np.repeat([-b, b, 0.0, 0.0], H)
