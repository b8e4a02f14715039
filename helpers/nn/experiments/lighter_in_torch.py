"""Is the GRU lighter to train than the LSTM, in torch's layers on a processor?"""

from helpers.nn.experiments.experiment import Experiment
from helpers.nn.experiments.seconds_a_step import in_torch

LESSON = "06_gru"

ROUNDS = 15


def measure(seed: int) -> dict[str, float]:
    """Milliseconds forward and backward of each layer, and the GRU's time over the LSTM's."""
    milliseconds = in_torch(seed, ROUNDS)
    return {f"milliseconds, {name}": value for name, value in milliseconds.items()} | {
        "GRU / LSTM": milliseconds["GRU"] / milliseconds["LSTM"],
        "GRU / LSTM without oneDNN": milliseconds["GRU without oneDNN"] / milliseconds["LSTM without oneDNN"],
    }


EXPERIMENT = Experiment(
    claim="The GRU is lighter to train: with as many units torch's layer takes less time than torch's LSTM.",
    setup="one pass forward and backward, N = 32, T = 100, D = 64, H = 128, float32, one thread; processor time, the "
    "median of 15, all layers in turn; a seed is another start of the same measurement",
    measure=measure,
    expected={"GRU / LSTM": (None, 1.0)},
)
