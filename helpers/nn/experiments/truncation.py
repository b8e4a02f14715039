"""One symbol, a stretch of noise, and the question which symbol it was: trained with windows of different lengths."""

from collections.abc import Callable

import numpy as np

from helpers.nn.bag_of_words import cross_entropy_gradient
from helpers.nn.experiments.experiment import Experiment
from helpers.nn.experiments.progress import progress
from helpers.nn.vanilla_rnn import output_layer, rnn_forward

LESSON = "03_bptt"

SYMBOLS = 4
NOISE = 4  # other symbols, which mean nothing
LAG, STEPS = 20, 50  # so many steps that windows of 5, 10 and 25 all end with the sequence
H = 32
BATCH = 64
UPDATES = 2000
LEARNING_RATE = 3e-3
ADAM_FIRST, ADAM_SECOND, ADAM_SMALL = 0.9, 0.999, 1e-8
TEST = 1000  # sequences

Backward = Callable[..., tuple[np.ndarray, ...]]


def sequences(rng: np.random.Generator, number: int) -> tuple[np.ndarray, np.ndarray]:
    """One-hot inputs (number, STEPS, SYMBOLS + NOISE), and which symbol stood LAG steps before the last one."""
    symbols = rng.integers(0, SYMBOLS, number)
    tokens = rng.integers(SYMBOLS, SYMBOLS + NOISE, (number, STEPS))
    tokens[:, STEPS - 1 - LAG] = symbols
    return np.eye(SYMBOLS + NOISE)[tokens], symbols


def train(backward: Backward, seed: int, updates: int = UPDATES, label: str = "training") -> list[float]:
    """The share of right answers after every fiftieth of the updates, on new sequences; 1/4 is guessing.

    backward  gives the gradients that rnn_backward gives, or some of them cut off
    Weights begin as torch.nn.RNN's do, uniform within 1/sqrt(H), and are changed by Adam.
    """
    rng, bound = np.random.default_rng(seed), H**-0.5
    shapes = {"W_xh": (SYMBOLS + NOISE, H), "W_hh": (H, H), "b_h": (H,), "W_hy": (H, SYMBOLS), "b_y": (SYMBOLS,)}
    p = {name: rng.uniform(-bound, bound, shape) for name, shape in shapes.items()}
    first, second = ({name: np.zeros(shape) for name, shape in shapes.items()} for _ in range(2))
    test_x, test_symbols = sequences(np.random.default_rng(1_000_000), TEST)
    right = [_share_right(p, test_x, test_symbols)]
    for update in progress(range(1, updates + 1), label):
        x, symbols = sequences(rng, BATCH)
        h0 = np.zeros((BATCH, H))
        h, h_T = rnn_forward(x, h0, p["W_xh"], p["W_hh"], p["b_h"])
        dlogits = cross_entropy_gradient(output_layer(h_T, p["W_hy"], p["b_y"]), symbols)
        dh = np.zeros_like(h)
        dh[:, -1] = dlogits @ p["W_hy"].T
        _, _, dW_xh, dW_hh, db_h = backward(dh, x, h0, h, p["W_xh"], p["W_hh"])
        gradients = {"W_xh": dW_xh, "W_hh": dW_hh, "b_h": db_h, "W_hy": h_T.T @ dlogits, "b_y": dlogits.sum(axis=0)}
        for name, gradient in gradients.items():
            first[name] += (1 - ADAM_FIRST) * (gradient - first[name])
            second[name] += (1 - ADAM_SECOND) * (gradient**2 - second[name])
            mean = first[name] / (1 - ADAM_FIRST**update)
            spread = np.sqrt(second[name] / (1 - ADAM_SECOND**update))
            p[name] = p[name] - LEARNING_RATE * mean / (spread + ADAM_SMALL)
        if update % (updates // 50) == 0:
            right.append(_share_right(p, test_x, test_symbols))
    return right


def _share_right(p: dict[str, np.ndarray], x: np.ndarray, symbols: np.ndarray) -> float:
    _, h_T = rnn_forward(x, np.zeros((len(x), H)), p["W_xh"], p["W_hh"], p["b_h"])
    return float(np.mean(output_layer(h_T, p["W_hy"], p["b_y"]).argmax(axis=1) == symbols))


def measure(seed: int) -> dict[str, float]:
    """The share of right answers at the end, for windows of 5, 10 and 25 steps."""
    from helpers.nn.bptt import truncated_bptt

    return {
        f"right, windows of {k}": train(
            lambda *arguments, k=k: truncated_bptt(*arguments, k),  # type: ignore[call-arg]  # six arrays and k
            seed,
        )[-1]
        for k in (5, 10, 25)
    }


EXPERIMENT = Experiment(
    claim="Truncation at 5 and at 10 steps cannot learn a lag of 20; windows of 25 can.",
    setup=f"recall one of {SYMBOLS} symbols after {LAG} steps of noise, H = {H}, weights uniform within 1/sqrt(H), "
    "Adam at "
    f"{LEARNING_RATE}, {UPDATES} updates; guessing is 0.25",
    measure=measure,
    expected={
        "right, windows of 5": (None, 0.5),
        "right, windows of 10": (None, 0.5),
        "right, windows of 25": (0.95, None),
    },
)
