"""Is the GRU lighter to train than the LSTM, in NumPy, where all three cells are written in the same way?"""

import numpy as np

from helpers.nn.experiments.experiment import Experiment
from helpers.nn.experiments.seconds_a_step import D, H, N, T, Work, in_turn

LESSON = "06_gru"

ROUNDS = 15


def ours(seed: int) -> dict[str, Work]:
    """One pass forward and backward of each cell that the learner has written, as later lessons use it."""
    # here, and not above: the module on the GRU comes to learners with the lesson after this one
    from helpers.nn.bptt import rnn_backward
    from helpers.nn.gru import gru_backward, gru_forward
    from helpers.nn.lstm import lstm_backward, lstm_forward
    from helpers.nn.vanilla_rnn import rnn_forward

    rng = np.random.default_rng(seed)

    def random(*shape: int) -> np.ndarray:
        return rng.normal(scale=0.1, size=shape).astype(np.float32)

    x, dh, zero = random(N, T, D), random(N, T, H), np.zeros((N, H), np.float32)
    rnn_weights, lstm_weights, gru_weights = ((random(D, k * H), random(H, k * H), random(k * H)) for k in (1, 4, 3))
    b_hh = random(3 * H)

    def rnn() -> object:
        h, _ = rnn_forward(x, zero, *rnn_weights)
        return rnn_backward(dh, x, zero, h, *rnn_weights[:2])

    def lstm() -> object:
        kept = lstm_forward(x, zero, zero, *lstm_weights)
        return lstm_backward(dh, zero, x, zero, zero, *kept, *lstm_weights[:2])

    def gru() -> object:
        kept = gru_forward(x, zero, *gru_weights, b_hh)
        return gru_backward(dh, x, zero, *kept, *gru_weights[:2], b_hh)

    return {"RNN": rnn, "GRU": gru, "LSTM": lstm}


def measure(seed: int) -> dict[str, float]:
    """Milliseconds forward and backward of each cell, and the GRU's time over the LSTM's."""
    milliseconds = in_turn(ours(seed), ROUNDS)
    return {f"milliseconds, {name}": value for name, value in milliseconds.items()} | {
        "GRU / LSTM": milliseconds["GRU"] / milliseconds["LSTM"]
    }


EXPERIMENT = Experiment(
    claim="The GRU is lighter to train: with as many units it takes less time than the LSTM, in NumPy.",
    setup="the cells of helpers/nn, one pass forward and backward, N = 32, T = 100, D = 64, H = 128, float32, one "
    "thread; processor time, the median of 15, all cells in turn; a seed is another start of the same measurement",
    measure=measure,
    expected={"GRU / LSTM": (None, 1.0)},
)
