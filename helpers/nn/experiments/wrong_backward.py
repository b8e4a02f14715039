"""A backward pass that was published with faults, in our notation, and a small task on which it learns all the same.

The task is to name the next letter of words of a's followed by as many b's: ab, aabb, aaabbb, one after the other.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from helpers.nn.bptt import relative_error
from helpers.nn.experiments.experiment import Experiment

LESSON = "05_lstm"

V = 2  # a and b; letters are read as one-hot vectors
H = 12
N, T = 16, 20
LONGEST = 4  # a's in a word
LEARNING_RATE = 1.0
UPDATES = 400
CLIP = 1.0  # the largest norm of the whole gradient

Forward = Callable[..., tuple[np.ndarray, np.ndarray, np.ndarray]]
Backward = Callable[..., tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]]
Arrays = dict[str, np.ndarray]


def published_backward(
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
    """What a published exercise hands out as the backward pass of an LSTM, with its four faults. Do not use it.

    1. What comes back through a step is computed and never handed on to the step before.
    2. Cell states are looked up one place too early: c_(t-1) where c_t belongs, and c_(t-2) where c_(t-1) does. (They
       are kept in a list that begins with c_0, and at the first step Python counts the index -1 from the list's end.)
    3. The forget gate's slope is missing: in its place stands the sigmoid of the gate.
    4. The other slopes are taken of values that were activated twice.
    """

    def again(values):
        return 1 / (1 + np.exp(-values))

    T = x.shape[1]
    kept = np.concatenate([c0[:, None], c], axis=1)
    dx, dW_xh, dW_hh, db_h = np.zeros_like(x), np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros(W_hh.shape[1])
    for t in reversed(range(T)):
        before_h = h[:, t - 1] if t > 0 else h0
        i, f, g, o = np.split(gates[:, t], 4, axis=1)
        shown = np.tanh(kept[:, t])  # fault 2
        to_c = dh[:, t] * o * (1 - np.tanh(shown) ** 2)  # faults 1, 2 and 4
        parts = [
            to_c * g * again(i) * (1 - again(i)),  # fault 4
            to_c * kept[:, t - 1] * again(f),  # faults 2 and 3
            to_c * i * (1 - np.tanh(g) ** 2),  # fault 4
            dh[:, t] * shown * again(o) * (1 - again(o)),  # faults 2 and 4
        ]
        sums = np.concatenate(parts, axis=1)
        dx[:, t], back_h, back_c = sums @ W_xh.T, sums @ W_hh.T, to_c * f
        dW_xh, dW_hh, db_h = dW_xh + x[:, t].T @ sums, dW_hh + before_h.T @ sums, db_h + sums.sum(axis=0)
    return dx, back_h, back_c, dW_xh, dW_hh, db_h


def letters(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """N texts as one-hot vectors (N, T, V), and the letter that follows each, (N, T)."""
    rng = np.random.default_rng(seed)
    texts = np.empty((N, T + 1), dtype=int)
    for row in texts:
        text: list[int] = []
        while len(text) <= T:
            count = int(rng.integers(1, LONGEST + 1))
            text += [0] * count + [1] * count
        row[:] = text[: T + 1]
    return np.eye(V)[texts[:, :-1]], texts[:, 1:]


def first_weights(seed: int) -> Arrays:
    """Small random weights, as torch draws them, of an LSTM and an output layer."""
    rng = np.random.default_rng(seed)
    bound = H**-0.5
    shapes = {"W_xh": (V, 4 * H), "W_hh": (H, 4 * H), "b_h": (4 * H,), "W_hy": (H, V), "b_y": (V,)}
    return {name: rng.uniform(-bound, bound, size=shape) for name, shape in shapes.items()}


def loss_and_gradients(
    forward: Forward, backward: Backward, weights: Arrays, x: np.ndarray, targets: np.ndarray
) -> tuple[float, Arrays]:
    """The mean loss per letter, and its gradient at every weight by this forward and this backward pass."""
    zeros = np.zeros((len(x), H))
    W_xh, W_hh, W_hy = weights["W_xh"], weights["W_hh"], weights["W_hy"]
    h, c, gates = (np.asarray(array) for array in forward(x, zeros, zeros, W_xh, W_hh, weights["b_h"]))
    logits = h @ W_hy + weights["b_y"]
    logits -= logits.max(axis=2, keepdims=True)
    log_p = logits - np.log(np.exp(logits).sum(axis=2, keepdims=True))
    wanted = np.eye(V)[targets]
    dy = (np.exp(log_p) - wanted) / targets.size
    dW = backward(dy @ W_hy.T, zeros, x, zeros, zeros, h, c, gates, W_xh, W_hh)[3:]
    gradients = dict(zip(("W_xh", "W_hh", "b_h"), map(np.asarray, dW), strict=True))
    gradients |= {"W_hy": np.einsum("nth,ntv->hv", h, dy), "b_y": dy.sum(axis=(0, 1))}
    return float(-(log_p * wanted).sum() / targets.size), gradients


def train(forward: Forward, backward: Backward, seed: int) -> list[float]:
    """The loss before every one of UPDATES steps of gradient descent on fresh texts."""
    weights = first_weights(seed)
    losses = []
    for number in range(UPDATES):
        loss, gradients = loss_and_gradients(forward, backward, weights, *letters((seed + 1) * 100_000 + number))
        losses.append(loss)
        norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients.values()))
        scale = LEARNING_RATE * min(1.0, CLIP / norm)
        weights = {name: weights[name] - scale * gradients[name] for name in weights}
    return losses


@dataclass(frozen=True)
class Distance:
    """How far one gradient lies from another: the cosine between them, and ||a - b|| / ||a + b||."""

    cosine: float
    relative_error: float


def distance(a: np.ndarray, b: np.ndarray) -> Distance:
    """The distance of two gradients of one shape."""
    a, b = a.ravel(), b.ravel()
    return Distance(float(a @ b / np.linalg.norm(a) / np.linalg.norm(b)), relative_error(a, b))


def gate_by_gate(gradients: Arrays) -> Arrays:
    """The same numbers as they were published: for each gate one matrix W over h and x joined, and one bias b."""
    joined = np.concatenate([gradients["W_hh"], gradients["W_xh"]])
    matrices = zip(("W_i", "W_f", "W_g", "W_o"), np.split(joined, 4, axis=1), strict=True)
    biases = zip(("b_i", "b_f", "b_g", "b_o"), np.split(gradients["b_h"], 4), strict=True)
    return dict(matrices) | dict(biases) | {name: gradients[name] for name in ("W_hy", "b_y")}


def distances(right: Arrays, wrong: Arrays) -> dict[str, Distance]:
    """The distance of each array of two gradients, gate by gate, and that of all of them as one long vector."""
    right, wrong = gate_by_gate(right), gate_by_gate(wrong)
    by_name = {name: distance(right[name], wrong[name]) for name in right}
    together = [np.concatenate([arrays[name].ravel() for name in right]) for arrays in (right, wrong)]
    return by_name | {"all together": distance(*together)}


def measure(seed: int) -> dict[str, float]:
    """How far the published gradient lies from the right one at the first weights, and the loss with either."""
    from helpers.nn.lstm import lstm_backward, lstm_forward

    weights, (x, targets) = first_weights(seed), letters(seed)
    _, right = loss_and_gradients(lstm_forward, lstm_backward, weights, x, targets)
    _, wrong = loss_and_gradients(lstm_forward, published_backward, weights, x, targets)
    apart = distances(right, wrong)
    by_right, by_wrong = train(lstm_forward, lstm_backward, seed), train(lstm_forward, published_backward, seed)
    return {
        "cosine, all weights": apart["all together"].cosine,
        "relative error, worst array": max(one.relative_error for one in apart.values()),
        "loss at first": float(np.mean(by_wrong[:20])),
        "loss in the end, published": float(np.mean(by_wrong[-20:])),
        "loss in the end, right": float(np.mean(by_right[-20:])),
    }


EXPERIMENT = Experiment(
    claim="A published backward pass of an LSTM has a cosine over 0.9 with the true gradient and a relative error "
    "over 0.5 in some array, and the loss falls with it, though not as far.",
    setup=f"the next letter of a^n b^n words, n up to {LONGEST}; H = {H}, {N} texts of {T} letters an update, gradient "
    f"descent with rate {LEARNING_RATE:g}, clipping at {CLIP:g}, {UPDATES} updates; losses are means of 20 updates",
    measure=measure,
    expected={
        "cosine, all weights": (0.9, None),
        "relative error, worst array": (0.5, None),
        "loss in the end, published": (None, 0.66),
        "loss in the end, right": (None, 0.45),
    },
)
