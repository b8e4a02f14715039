"""English words, letter by letter, to their sounds: a translation in which the rules have many exceptions."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch

from helpers.data.pronunciations import pronunciations
from helpers.nn.experiments import translation
from helpers.nn.experiments.progress import progress
from helpers.nn.experiments.translation import Task

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


def by_beam(model: Any, beam_search: Any, task: Task, width: int, alpha: float, count: int | None = None) -> list[str]:
    """What a network writes for each word of the test, or the first `count` of them, by beam search."""
    written = []
    with torch.no_grad():
        for source, _ in progress(task.test[:count], f"beam of {width}"):
            step, h = model.begin(*task.source_batch([source]))
            written.append(task.written_out(beam_search(step, h, width, task.longest, alpha)[0]))
    return written
