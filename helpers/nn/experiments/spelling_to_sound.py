"""English words, letter by letter, to their sounds: a translation in which the rules have many exceptions."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch

from helpers.data.pronunciations import pronunciations
from helpers.nn.experiments import translation
from helpers.nn.experiments.experiment import Experiment
from helpers.nn.experiments.progress import progress
from helpers.nn.experiments.translation import Step, Task

LESSON = "09_translation"


def words_and_sounds(longest: int, train: int, test: int, seed: int) -> Task:
    """Words of up to so many letters, drawn from the dictionary, and others for the test."""
    words = [(word, phones) for word, phones in pronunciations().items() if len(word) <= longest]
    chosen = np.random.default_rng(seed).choice(len(words), size=train + test, replace=False)
    return translation.task_of([(list(words[place][0]), words[place][1]) for place in chosen], train, between=" ")


def edits(got: Sequence[str], wanted: Sequence[str]) -> int:
    """The least number of sounds that have to be put in, left out or exchanged to make one of the other."""
    row = list(range(len(wanted) + 1))
    for above, one in enumerate(got, 1):
        corner, row[0] = row[0], above
        for place, other in enumerate(wanted, 1):
            corner, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, corner + (one != other))
    return row[-1]


def sounds_wrong(task: Task, written: Sequence[str]) -> float:
    """Edits over all words of the test, for each sound of the right answers."""
    pairs = [(got.split(), target) for got, (_, target) in zip(written, task.test, strict=True)]
    return sum(edits(got, target) for got, target in pairs) / sum(len(target) for _, target in pairs)


def log_probability(step: Step, h: torch.Tensor, sentence: Sequence[int]) -> float:
    """The sum of the log probabilities of a sentence's tokens and of END, for one source."""
    total, token = 0.0, translation.START
    with torch.no_grad():
        for wanted in [*sentence, translation.END]:
            logits, h = step(torch.tensor([token]), h)
            total += torch.log_softmax(logits, dim=1)[0, wanted].item()
            token = wanted
    return total


def preferred(model: Any, task: Task, written: Sequence[str]) -> list[bool]:
    """For each word of the test that was not written right: does the network find what was written more probable?"""
    found = []
    for got, (source, target) in zip(written, task.test, strict=True):
        if got != task.between.join(target):
            with torch.no_grad():
                step, h = model.begin(*task.source_batch([source]))
            tokens = got.split(task.between) if task.between and got else list(got)
            of_got, of_right = (
                log_probability(step, h, translation.ids(sentence, task.target_names)) for sentence in (tokens, target)
            )
            found.append(of_got > of_right)
    return found


def by_beam(model: Any, beam_search: Any, task: Task, width: int, alpha: float) -> list[str]:
    """What a network writes for each word of the test by beam search."""
    written = []
    with torch.no_grad():
        for source, _ in progress(task.test, f"beam of {width}"):
            step, h = model.begin(*task.source_batch([source]))
            written.append(task.written_out(beam_search(step, h, width, task.longest, alpha)[0]))
    return written


D, H, A = 32, 64, 32
LONGEST = 6
TRAINING, TEST = 10_000, 500
UPDATES = 300
WIDTH = 10


def measure(seed: int) -> dict[str, float]:
    """The share of unseen words that are said right, greedily and with a beam, and whose fault the wrong ones are."""
    from helpers.nn.translation import AttentiveTranslator, beam_search, greedy_decode, teacher_forcing_loss

    task = words_and_sounds(LONGEST, TRAINING, TEST, seed)
    run = translation.run(
        lambda: AttentiveTranslator(*task.sizes, D, H, A),
        teacher_forcing_loss,
        greedy_decode,
        task,
        UPDATES,
        seed,
        tests=1,
    )
    beamed = by_beam(run.model, beam_search, task, WIDTH, alpha=0.0)
    wrong = preferred(run.model, task, beamed)
    return {
        "greedy, share right": run.share_right[-1],
        "greedy, sounds wrong": sounds_wrong(task, run.written),
        f"beam of {WIDTH}, share right": translation.share_right(task, beamed),
        "wrong words that the network prefers": float(np.mean(wrong)),
        "seconds of training": run.seconds,
    }


EXPERIMENT = Experiment(
    claim="From spelling to sound, with attention, in seconds: at least 30 % of unseen words are right to the last "
    "sound, and of the words that a beam gets wrong the network itself prefers 90 % or more to the right ones.",
    setup=f"{TRAINING:,} words of 2 to {LONGEST} letters to learn from, {TEST} others for the test; GRU, H = {H}, "
    f"D = {D}, A = {A}, Adam {translation.LEARNING_RATE}, clipping at {translation.CLIP:g}, {UPDATES} updates of "
    f"{translation.EXAMPLES_PER_BATCH} examples; the beam compares plain sums, alpha = 0",
    measure=measure,
    expected={
        "greedy, share right": (0.3, None),
        "wrong words that the network prefers": (0.9, None),
    },
)
