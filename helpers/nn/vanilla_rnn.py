"""What the learner has written in the lesson on the vanilla recurrent network, in NumPy, for the lessons after it."""

import numpy as np

LESSON = "02_vanilla_rnn"


def embed(tokens: np.ndarray, E: np.ndarray) -> np.ndarray:
    """The vectors of tokens: row `tokens[n, t]` of E stands at [n, t].

    tokens  (N, T)  ids in the vocabulary
    E       (V, D)  one row per word
    returns (N, T, D)
    """
    return E[tokens]


def rnn_step(x: np.ndarray, h: np.ndarray, W_xh: np.ndarray, W_hh: np.ndarray, b_h: np.ndarray) -> np.ndarray:
    """One step, tanh(x W_xh + h W_hh + b_h).

    x (N, D), h (N, H), W_xh (D, H), W_hh (H, H), b_h (H,)
    returns (N, H)
    """
    return np.tanh(x @ W_xh + h @ W_hh + b_h)


def time_first(values: np.ndarray, dtype: np.dtype) -> np.ndarray:
    """(N, T, ...) as (T, N, ...), so that what a step reads and writes lies side by side in memory."""
    return np.ascontiguousarray(values.swapaxes(0, 1), dtype)


def rnn_forward(
    x: np.ndarray,
    h0: np.ndarray,
    W_xh: np.ndarray,
    W_hh: np.ndarray,
    b_h: np.ndarray,
    mask: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """All states of a batch of sequences, and the last ones. In memory, time comes first in what is returned.

    x (N, T, D), h0 (N, H), W_xh (D, H), W_hh (H, H), b_h (H,)
    mask  (N, T)  True at real tokens; where it is False the state is handed on as it was
    returns h (N, T, H) and h_T (N, H), which is h[:, -1], or h0 if there is no step
    """
    N, T, D = x.shape
    dtype = np.result_type(x, h0, W_xh, W_hh, b_h)
    # one product for all steps: it does not need the states
    read = (time_first(x, dtype).reshape(T * N, D) @ W_xh + b_h).reshape(T, N, len(W_hh))
    h = np.empty(read.shape, dtype)
    state = h0
    for t in range(T):
        new = np.matmul(state, W_hh, out=h[t])
        new += read[t]
        np.tanh(new, out=new)
        if mask is not None:
            np.copyto(new, state, where=np.logical_not(mask[:, t, None]))
        state = new
    return h.swapaxes(0, 1), state.astype(dtype)


def last_valid_state(h: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """The state at the last real token of each sequence; zeros for a sequence that has none.

    h (N, T, H), mask (N, T)
    returns (N, H)
    """
    N, T = mask.shape
    last = T - 1 - np.argmax(mask[:, ::-1], axis=1)
    return np.where(mask.any(axis=1, keepdims=True), h[np.arange(N), last], 0.0)


def output_layer(h: np.ndarray, W_hy: np.ndarray, b_y: np.ndarray) -> np.ndarray:
    """The logits h W_hy + b_y, for one state per sequence (N, H) or one per step (N, T, H).

    W_hy (H, V), b_y (V,)
    returns (N, V) or (N, T, V)
    """
    return h @ W_hy + b_y


def language_model_loss(logits: np.ndarray, targets: np.ndarray, mask: np.ndarray) -> float:
    """The mean of -log softmax(logits) at the targets, over the real tokens; 0.0 if there is none.

    logits (N, T, V), targets (N, T) ids, mask (N, T)
    """
    if not mask.any():
        return 0.0
    real = logits[mask]
    shifted = real - real.max(axis=-1, keepdims=True)
    chosen = shifted[np.arange(len(shifted)), targets[mask]]
    return float(np.mean(np.log(np.exp(shifted).sum(axis=-1)) - chosen))


def count_parameters(V: int, D: int, H: int, T: int) -> int:
    """How many numbers are learnt by a network with E, W_xh, W_hh, b_h, W_hy and b_y that reads T steps."""
    return V * D + D * H + H * H + H + H * V + V
