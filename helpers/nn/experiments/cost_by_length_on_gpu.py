"""The measurement of cost_by_length on a GPU, where the positions of a text need not wait for each other."""

from helpers.nn.experiments import cost_by_length
from helpers.nn.experiments.experiment import Experiment

LESSON = "10_transformer"


def measure(seed: int, device: str = "cuda") -> dict[str, float]:
    """The numbers of cost_by_length, on the GPU."""
    return cost_by_length.measure(seed, device)


EXPERIMENT = Experiment(
    claim="On a GPU attention is faster than the LSTM at every length from 32 to 4096 that fits.",
    setup=f"one text, one layer of {cost_by_length.D} columns, {cost_by_length.HEADS} heads, float32, one pass "
    "forward and backward; the clock on the wall with the GPU waited for, the median of 3; memory is what the "
    "forward pass keeps for the backward pass; a seed is another start of the same measurement",
    measure=measure,
    expected={"LSTM / fused attention at 4096 steps": (1.0, None)},
    device="cuda",
)
