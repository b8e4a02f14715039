"""How far back a plain recurrent network learns to look, by the way it starts and by the optimiser."""

from collections.abc import Mapping

from helpers.nn.experiments.experiment import Experiment
from helpers.nn.experiments.recall import train

LESSON = "04_gradients"

UPDATES = 500
LAGS = (5, 10, 20, 40, 80)
WAYS = tuple(
    (start, optimiser) for start in ("uniform", "orthogonal", "identity and ReLU") for optimiser in ("Adam", "SGD")
)


def name(start: str, optimiser: str, lag: int) -> str:
    """What the number of one run is called."""
    return f"{start}, {optimiser}, lag {lag}"


def measure(seed: int) -> Mapping[str, float]:
    """The share of right answers of each way to start and optimise, at each lag, after UPDATES updates at most."""
    return {
        name(start, optimiser, lag): train(lag, start, optimiser, seed, updates=UPDATES).accuracy
        for start, optimiser in WAYS
        for lag in LAGS
    }


EXPERIMENT = Experiment(
    claim="A plain recurrent network remembers about ten steps, whatever is done about it.",
    setup="Name the first of 4 symbols after a stretch of noise. torch.nn.RNN, H = 32, batches of 64, clipping at 1, "
    f"{UPDATES} updates at most, Adam (0.003) or SGD (0.05, momentum 0.9); three ways to start.",
    measure=measure,
    expected={name(start, optimiser, 40): (None, 0.5) for start, optimiser in WAYS},
)
