"""Numbers in words, English to German letters: three ways in which the source reaches the decoder."""

from collections.abc import Callable, Mapping
from typing import Any

from helpers.nn.experiments import translation
from helpers.nn.experiments.experiment import Experiment

LESSON = "09_translation"

D, H, A = 32, 64, 32
BELOW = 10_000
TRAINING, TEST = 5_000, 500
UPDATES = {"once": 350, "every step": 350, "attention": 190}  # as many as take about the same time


def networks(task: translation.Task, D: int, H: int, A: int) -> dict[str, Callable[[], Any]]:
    """How to make each of the three networks for a task."""
    from helpers.nn.translation import AttentiveTranslator, Translator

    return {
        "once": lambda: Translator(*task.sizes, D, H, every_step=False),
        "every step": lambda: Translator(*task.sizes, D, H, every_step=True),
        "attention": lambda: AttentiveTranslator(*task.sizes, D, H, A),
    }


def compared(task: translation.Task, D: int, H: int, A: int, updates: Mapping[str, int], seed: int) -> dict[str, float]:
    """The share of the test that each network writes without a mistake, and its seconds of processor time."""
    from helpers.nn.translation import greedy_decode, teacher_forcing_loss

    measured: dict[str, float] = {}
    for name, make in networks(task, D, H, A).items():
        if name in updates:
            run = translation.run(make, teacher_forcing_loss, greedy_decode, task, updates[name], seed, tests=1)
            measured |= {f"{name}, share right": run.share_right[-1], f"{name}, seconds": run.seconds}
    return measured


def measure(seed: int) -> dict[str, float]:
    """The share of unseen numbers that each network writes without a mistake."""
    return compared(translation.numbers(BELOW, TRAINING, TEST, seed), D, H, A, UPDATES, seed)


EXPERIMENT = Experiment(
    claim="Numbers below 10,000, English words to German letters, in about the same time: the network that hears of "
    "the source once gets less than 10 % of unseen ones right, with attention at least 90 %, and at least 90 % "
    "where the same vector is handed out at every step.",
    setup=f"{TRAINING} numbers to learn from, {TEST} others for the test, written greedily, right to the last letter; "
    f"GRU, H = {H}, D = {D}, A = {A}, Adam {translation.LEARNING_RATE}, clipping at {translation.CLIP:g}, "
    f"{translation.EXAMPLES_PER_BATCH} examples an update, updates: "
    + ", ".join(f"{name} {count}" for name, count in UPDATES.items()),
    measure=measure,
    expected={
        "once, share right": (None, 0.1),
        "every step, share right": (0.9, None),
        "attention, share right": (0.9, None),
    },
)
