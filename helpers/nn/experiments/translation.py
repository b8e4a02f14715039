"""Training and testing a network that reads one sequence and writes another.

The network is an object with `begin(source, mask) -> (step, h)`, where `step(tokens, h) -> (logits, h)`; the loss is a
function (step, h, targets), and decoding one of (step, h, longest). They are handed in, since it is the learner who has
written them.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import nn

from helpers.data.number_words import english, german, number_pairs, words
from helpers.nn.experiments.progress import progress

LESSON = "09_translation"

torch.set_num_threads(1)

SPECIAL = ("PAD", "START", "END")
PAD, START, END = range(3)
LEARNING_RATE = 8e-3
CLIP = 1.0  # the largest norm of a gradient
EXAMPLES_PER_BATCH = 64
LONGER = 5  # a sentence may be longer than the longest of the task by so many tokens, before it is cut off

Sentence = Sequence[str]
Pair = tuple[Sentence, Sentence]
Step = Callable[[torch.Tensor, torch.Tensor], tuple[torch.Tensor, torch.Tensor]]
Loss = Callable[[Step, torch.Tensor, torch.Tensor], torch.Tensor]
Decode = Callable[[Step, torch.Tensor, int], list[list[int]]]


@dataclass(frozen=True)
class Task:
    """Pairs of sentences to learn from, others to test with, and the tokens of both languages, the special ones first.

    between  what stands between two tokens of a target when it is written out
    """

    training: list[Pair]
    test: list[Pair]
    source_names: list[str]
    target_names: list[str]
    between: str = ""

    @property
    def sizes(self) -> tuple[int, int]:
        """The number of tokens of the two languages."""
        return len(self.source_names), len(self.target_names)

    @property
    def longest(self) -> int:
        """The most tokens that a written sentence may have."""
        return max(len(target) for _, target in self.training + self.test) + LONGER

    def source_batch(self, sentences: Sequence[Sentence]) -> tuple[torch.Tensor, torch.Tensor]:
        """The ids (N, S) of some sources, filled up with PAD, and the mask (N, S)."""
        tokens = padded([ids(sentence, self.source_names) for sentence in sentences])
        return tokens, tokens != PAD

    def target_batch(self, sentences: Sequence[Sentence]) -> torch.Tensor:
        """The ids (N, T) of some targets, each with END, filled up with PAD."""
        return padded([[*ids(sentence, self.target_names), END] for sentence in sentences])

    def written_out(self, sentence: Sequence[int]) -> str:
        """A sentence of ids in letters."""
        return self.between.join(self.target_names[number] for number in sentence)


def ids(sentence: Sentence, names: Sequence[str]) -> list[int]:
    """The numbers of a sentence's tokens."""
    return [names.index(token) for token in sentence]


def padded(rows: Sequence[Sequence[int]]) -> torch.Tensor:
    """Rows of different lengths as one tensor, filled up with PAD."""
    longest = max(map(len, rows))
    return torch.tensor([[*row, *[PAD] * (longest - len(row))] for row in rows])


def task_of(pairs: Sequence[Pair], train: int, between: str = "") -> Task:
    """The task whose first `train` pairs are learnt from, and the others tested with."""
    source, target = ([*SPECIAL, *sorted({token for pair in pairs for token in pair[side]})] for side in (0, 1))
    return Task(list(pairs[:train]), list(pairs[train:]), source, target, between)


def numbers(below: int, train: int, test: int, seed: int) -> Task:
    """Different numbers below a limit, English words to German letters."""
    pairs = number_pairs(np.random.default_rng(seed), train + test, below=below)
    return task_of([(words(source), list(target)) for source, target in pairs], train)


def lists_of_numbers(length: int, below: int, train: int, test: int, seed: int) -> Task:
    """Lists of so many random numbers, with commas between them; no list stands in training and in the test."""
    rng = np.random.default_rng(seed)
    lists: dict[tuple[int, ...], None] = {}
    while len(lists) < train + test:
        lists[tuple(int(number) for number in rng.integers(below, size=length))] = None
    pairs = []
    for chosen in lists:
        source = [word for number in chosen for word in [",", *words(english(number))]][1:]
        pairs.append((source, list(",".join(map(german, chosen)))))
    return task_of(pairs, train)


@dataclass(frozen=True)
class Run:
    """How a training went: the share of the test that was written without a mistake, and the loss since the last test.

    seconds  of processor time, without the tests
    """

    model: Any
    updates: list[int]
    share_right: list[float]
    losses: list[float]
    seconds: float
    written: list[str]

    def examples(self, task: Task, count: int) -> list[tuple[str, str, str]]:
        """A few of the test, longest first: source, what is right, what was written at the end."""
        order = sorted(range(len(task.test)), key=lambda place: -len(task.test[place][1]))[:count]
        return [
            (" ".join(task.test[place][0]), task.between.join(task.test[place][1]), self.written[place])
            for place in order
        ]


def run(
    make: Callable[[], Any], loss: Loss, decode: Decode, task: Task, updates: int, seed: int, tests: int = 5
) -> Run:
    """Make a network, train it with Adam for so many updates, and test it as often as said on the way."""
    torch.manual_seed(seed)
    model = make()
    optimizer = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE)
    rng = np.random.default_rng(seed)
    between = max(1, updates // tests)
    sources, source_mask = task.source_batch([source for source, _ in task.training])
    targets = task.target_batch([target for _, target in task.training])
    at, shares, losses, recent, seconds, written = [0], [0.0], [float("nan")], [], 0.0, []
    for number in progress(range(1, updates + 1), "training"):
        begun = time.process_time()
        rows = torch.from_numpy(rng.integers(len(targets), size=EXAMPLES_PER_BATCH))
        mask, wanted = source_mask[rows], targets[rows]
        source_length, length = int(mask.sum(1).max()), int((wanted != PAD).sum(1).max())
        step, h = model.begin(sources[rows, :source_length], mask[:, :source_length])
        value = loss(step, h, wanted[:, :length])
        optimizer.zero_grad()
        value.backward()
        nn.utils.clip_grad_norm_(model.parameters(), CLIP)
        optimizer.step()
        recent.append(value.item())
        seconds += time.process_time() - begun
        if number % between == 0 or number == updates:
            written = written_sentences(model, decode, task)
            at.append(number)
            shares.append(share_right(task, written))
            losses.append(float(np.mean(recent)))
            recent = []
    return Run(model, at, shares, losses, seconds, written)


def written_sentences(model: Any, decode: Decode, task: Task, at_once: int = 250) -> list[str]:
    """What a network writes for each source of the test."""
    sentences = []
    with torch.no_grad():
        for first in range(0, len(task.test), at_once):
            step, h = model.begin(*task.source_batch([source for source, _ in task.test[first : first + at_once]]))
            sentences += decode(step, h, task.longest)
    return [task.written_out(sentence) for sentence in sentences]


def share_right(task: Task, written: Sequence[str]) -> float:
    """The share of the test's sentences that were written without a mistake."""
    return float(np.mean([got == task.between.join(target) for got, (_, target) in zip(written, task.test)]))
