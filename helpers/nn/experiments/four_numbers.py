"""Four numbers in a row, English words to German letters: more than one vector can hold."""

from helpers.nn.experiments import translation
from helpers.nn.experiments.experiment import Experiment
from helpers.nn.experiments.number_words import compared

LESSON = "09_translation"

D, H, A = 32, 64, 32
LENGTH, BELOW = 4, 100
TRAINING, TEST = 20_000, 500
UPDATES = {"every step": 700, "attention": 350}  # as many as take about the same time


def measure(seed: int) -> dict[str, float]:
    """The share of unseen lists that each network writes without a mistake."""
    return compared(translation.lists_of_numbers(LENGTH, BELOW, TRAINING, TEST, seed), D, H, A, UPDATES, seed)


EXPERIMENT = Experiment(
    claim="Four numbers in a row, in about the same time: with one vector, although it is handed out at every step, "
    "less than 10 % of unseen lists are right, with attention at least 80 %.",
    setup=f"lists of {LENGTH} numbers below {BELOW} with commas between them, {TRAINING} to learn from, {TEST} others "
    f"for the test, written greedily, right to the last letter; GRU, H = {H}, D = {D}, A = {A}, Adam "
    f"{translation.LEARNING_RATE}, clipping at {translation.CLIP:g}, {translation.EXAMPLES_PER_BATCH} examples an "
    "update, updates: " + ", ".join(f"{name} {count}" for name, count in UPDATES.items()),
    measure=measure,
    expected={"every step, share right": (None, 0.1), "attention, share right": (0.8, None)},
)
