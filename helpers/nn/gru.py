"""What the learner has written in the lesson on the GRU, in NumPy, for the lessons after it.

Over whole sequences the reset gate stands after the product with W_hh, as in torch and cuDNN: then one product a step
serves all three gates. With the reset gate before it, the third gate has to wait for the other two.
"""

import numpy as np

from helpers.nn.lstm import sigmoid
from helpers.nn.vanilla_rnn import time_first

LESSON = "06_gru"


def gru_step(
    x: np.ndarray, h: np.ndarray, W_xh: np.ndarray, W_hh: np.ndarray, b_xh: np.ndarray, b_hh: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """One step with the reset gate before the product, as in the first paper.

    n = tanh(x W_xn + b_xn + (r h) W_hn + b_hn)

    x (N, D), h (N, H), W_xh (D, 3H), W_hh (H, 3H), b_xh and b_hh (3H,)
    returns h_new = (1 - z) n + z h (N, H), gates (N, 3H): r, z after the sigmoid and n after tanh
    """
    H = len(W_hh)
    from_input = x @ W_xh + b_xh
    r_z = sigmoid(from_input[:, : 2 * H] + h @ W_hh[:, : 2 * H] + b_hh[: 2 * H])
    r, z = r_z[:, :H], r_z[:, H:]
    n = np.tanh(from_input[:, 2 * H :] + (r * h) @ W_hh[:, 2 * H :] + b_hh[2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r_z, n], axis=1)


def gru_step_reset_after(
    x: np.ndarray, h: np.ndarray, W_xh: np.ndarray, W_hh: np.ndarray, b_xh: np.ndarray, b_hh: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """One step with the reset gate after the product, as in torch.

    n = tanh(x W_xn + b_xn + r (h W_hn + b_hn))

    Shapes and what is returned are those of `gru_step`.
    """
    H = len(W_hh)
    from_input, from_state = x @ W_xh + b_xh, h @ W_hh + b_hh
    r_z = sigmoid(from_input[:, : 2 * H] + from_state[:, : 2 * H])
    r, z = r_z[:, :H], r_z[:, H:]
    n = np.tanh(from_input[:, 2 * H :] + r * from_state[:, 2 * H :])
    return (1 - z) * n + z * h, np.concatenate([r_z, n], axis=1)


def gru_forward(
    x: np.ndarray, h0: np.ndarray, W_xh: np.ndarray, W_hh: np.ndarray, b_xh: np.ndarray, b_hh: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """All steps of a batch of sequences by `gru_step_reset_after`. In memory, time comes first in what is returned.

    x (N, T, D), h0 (N, H), W_xh (D, 3H), W_hh (H, 3H), b_xh and b_hh (3H,)
    returns h (N, T, H), gates (N, T, 3H)
    """
    N, T, D = x.shape
    H = len(W_hh)
    dtype = np.result_type(x, h0, W_xh, W_hh, b_xh, b_hh)
    # sigmoid(a) = (1 + tanh(a / 2)) / 2, with half the weights of r and z
    scale = np.ones(3 * H, dtype)
    scale[: 2 * H] = 0.5
    W_hh = W_hh * scale
    # r and z only ever see the sum of the two biases; n sees b_hn through the reset gate
    bias, b_hn = b_xh * scale, b_hh[2 * H :].astype(dtype)
    bias[: 2 * H] += 0.5 * b_hh[: 2 * H]
    gates = time_first(x, dtype).reshape(T * N, D) @ (W_xh * scale)
    gates += bias
    gates = gates.reshape(T, N, 3 * H)
    h = np.empty((T, N, H), dtype)
    from_state = np.empty((N, 3 * H), dtype)
    h_t = h0
    for t in range(T):
        np.matmul(h_t, W_hh, out=from_state)
        r_z, n = gates[t, :, : 2 * H], gates[t, :, 2 * H :]
        r, z = r_z[:, :H], r_z[:, H:]
        r_z += from_state[:, : 2 * H]
        np.tanh(r_z, out=r_z)
        r_z *= 0.5
        r_z += 0.5
        from_n = from_state[:, 2 * H :]
        from_n += b_hn
        from_n *= r
        n += from_n
        np.tanh(n, out=n)
        # (1 - z) n + z h is n + z (h - n)
        np.subtract(h_t, n, out=h[t])
        h[t] *= z
        h[t] += n
        h_t = h[t]
    return h.swapaxes(0, 1), gates.swapaxes(0, 1)


def gru_step_backward(
    dh: np.ndarray,
    x: np.ndarray,
    h_prev: np.ndarray,
    gates: np.ndarray,
    W_xh: np.ndarray,
    W_hh: np.ndarray,
    b_hh: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The gradients of one `gru_step_reset_after`, given the gradient dh at the state after it.

    dh and h_prev (N, H), x (N, D), gates (N, 3H), W_xh (D, 3H), W_hh (H, 3H), b_hh (3H,)
    returns dx (N, D), dh_prev (N, H), dW_xh (D, 3H), dW_hh (H, 3H), db_xh and db_hh (3H,)
    """
    H = len(W_hh)
    r, z, n = np.split(gates, 3, axis=1)
    da_n = dh * (1 - z) * (1 - n**2)
    da_z = dh * (h_prev - n) * z * (1 - z)
    da_r = da_n * (h_prev @ W_hh[:, 2 * H :] + b_hh[2 * H :]) * r * (1 - r)
    from_input = np.concatenate([da_r, da_z, da_n], axis=1)
    from_state = np.concatenate([da_r, da_z, da_n * r], axis=1)
    dh_prev = dh * z + from_state @ W_hh.T
    dW_xh, dW_hh = x.T @ from_input, h_prev.T @ from_state
    return from_input @ W_xh.T, dh_prev, dW_xh, dW_hh, from_input.sum(axis=0), from_state.sum(axis=0)


def gru_backward(
    dh: np.ndarray,
    x: np.ndarray,
    h0: np.ndarray,
    h: np.ndarray,
    gates: np.ndarray,
    W_xh: np.ndarray,
    W_hh: np.ndarray,
    b_hh: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The gradients of all steps of `gru_forward`, by back-propagation through time.

    dh  (N, T, H)  the loss's own gradient at each state, without what flows back through later steps
    x (N, T, D), h0 (N, H), h (N, T, H) and gates (N, T, 3H) of `gru_forward`, W_xh (D, 3H), W_hh (H, 3H), b_hh (3H,)
    returns dx (N, T, D), dh0 (N, H), dW_xh (D, 3H), dW_hh (H, 3H), db_xh and db_hh (3H,)
    """
    N, T, D = x.shape
    H = len(W_hh)
    dtype = np.result_type(dh, x, h0, h, gates, W_xh, W_hh, b_hh)
    x, dh, h, gates = (time_first(values, dtype) for values in (x, dh, h, gates))
    W_hh_T = np.ascontiguousarray(W_hh.T, dtype)
    before = np.concatenate([h0[None], h])[:-1]
    # what the reset gate is multiplied with, h_prev W_hn + b_hn, for all steps at once: it does not need the gradients
    reset = before.reshape(T * N, H) @ W_hh[:, 2 * H :]
    reset += b_hh[2 * H :]
    reset = reset.reshape(T, N, H)
    # n's sum has two gradients: at what comes from the input, and behind the reset gate at what comes from the state
    da_input, da_state = np.empty((2, T, N, 3 * H), dtype)
    product, from_steps = np.empty((2, N, H), dtype)
    dh_t = np.zeros((N, H), dtype)  # what flows back through the later steps
    for t in reversed(range(T)):
        r_z = gates[t, :, : 2 * H]
        r, z, n = (gates[t, :, k * H : (k + 1) * H] for k in range(3))
        da_r_z = da_state[t, :, : 2 * H]
        da_r, da_z = da_r_z[:, :H], da_r_z[:, H:]
        da_n = da_input[t, :, 2 * H :]
        # the derivatives s (1 - s) and 1 - n^2 of the gates
        np.subtract(r_z, np.square(r_z, out=da_r_z), out=da_r_z)
        np.subtract(1, np.square(n, out=da_n), out=da_n)

        dh_t += dh[t]
        da_z *= np.multiply(dh_t, np.subtract(before[t], n, out=product), out=product)
        np.multiply(dh_t, z, out=product)
        da_n *= np.subtract(dh_t, product, out=dh_t)
        da_r *= np.multiply(da_n, reset[t], out=reset[t])
        da_input[t, :, : 2 * H] = da_r_z
        np.multiply(da_n, r, out=da_state[t, :, 2 * H :])
        np.add(product, np.matmul(da_state[t], W_hh_T, out=from_steps), out=dh_t)
    da_input, da_state = da_input.reshape(T * N, 3 * H), da_state.reshape(T * N, 3 * H)
    dx = (da_input @ W_xh.T).reshape(T, N, D).swapaxes(0, 1)
    dW_xh = x.reshape(T * N, D).T @ da_input
    dW_hh = before.reshape(T * N, H).T @ da_state
    return dx, dh_t, dW_xh, dW_hh, da_input.sum(axis=0), da_state.sum(axis=0)
