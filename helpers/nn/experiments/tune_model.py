"""A model of the characters of tunes in ABC notation, and how many of the bars that it writes are as long as they must.

A tune is a text: its metre, the length of a plain note, its key, its notes, and an end mark. A bar counts as right when
its notes last as long as the tune's own metre asks. The first and the last bar of each part are left out, as for the
real tunes: there an upbeat may stand, and what makes up for it. A bar that is no ABC is wrong.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

import numpy as np
import torch
from torch import nn

from helpers.data.abc_notation import bar_length, bars, full_bar, inner_bars
from helpers.data.tunes import Tune, as_text, tunes
from helpers.nn.experiments import writer
from helpers.nn.experiments.experiment import Experiment
from helpers.nn.experiments.writer import Alphabet, Writer

LESSON = "08_generation"

END = "$"  # stands behind every tune, and nowhere else
JIG = "M:6/8\nL:1/8\n"
METRES = ("M:6/8\nL:1/8\n", "M:2/2\nL:1/8\n", "M:2/4\nL:1/16\n", "M:3/4\nL:1/8\n")
KEPT_BACK = 10  # every tenth tune is for testing
LIVE_UPDATES, LIVE_WINDOW = 450, 40
UPDATES, WINDOW = 1200, 64
TUNES = 40  # that are written for each metre
LONGEST = 500  # characters
TEMPERATURE = 0.7
IN_A_ROW = 4  # bars that are looked for in the tunes of the training

Choice = Callable[[torch.Tensor], torch.Tensor]


class Pairs(nn.Module):
    """Counts of pairs of characters, called as a writer is: logits for the next character after each one read."""

    def __init__(self, ids: torch.Tensor, V: int):
        super().__init__()
        pairs = torch.full((V, V), writer.PSEUDOCOUNT)
        pairs.index_put_((ids[:-1], ids[1:]), torch.ones(len(ids) - 1), accumulate=True)
        self.register_buffer("logits", pairs.log())

    def forward(self, ids: torch.Tensor, state: Any = None) -> tuple[torch.Tensor, Any]:
        """Logits (N, T, V); there is no state to hand on."""
        return self.logits[ids], None


@lru_cache
def texts(jigs: bool) -> tuple[list[str], list[str]]:
    """The tunes to train on, in an order of no meaning, and those kept back; of all metres, or jigs in 6/8 alone."""
    chosen = [text for text in map(_text, tunes()) if text.startswith(JIG) or not jigs]
    training = [text for number, text in enumerate(chosen) if number % KEPT_BACK != KEPT_BACK // 2]
    order = np.random.default_rng(0).permutation(len(training))
    return [training[number] for number in order], chosen[KEPT_BACK // 2 :: KEPT_BACK]


@lru_cache
def alphabet() -> Alphabet:
    """The characters of all tunes."""
    return Alphabet.of("".join(map(_text, tunes())))


def training_and_test(jigs: bool) -> tuple[torch.Tensor, torch.Tensor]:
    """The ids of the tunes to train on, one after the other, each behind an end mark, and of those kept back."""
    training, test = texts(jigs)
    return alphabet().ids(END + "".join(training)), alphabet().ids(END + "".join(test))


@lru_cache
def trained(seed: int = 0, jigs: bool = True, updates: int = LIVE_UPDATES, window: int = LIVE_WINDOW) -> Writer:
    """A trained model. It is trained once: who asks again gets the same one."""
    ids, _ = training_and_test(jigs)
    return writer.train(ids, len(alphabet()), seed=seed, updates=updates, window=window, label="training on tunes")


def write(model: nn.Module, generate: Callable, choose: Choice, head: str = JIG, number: int = TUNES) -> list[str]:
    """So many tunes that a model writes after a head, each from its head to its end mark, or as far as it came."""
    prompt = alphabet().ids(f"{END}{head}K:").repeat(number, 1)
    written = generate(model, prompt, LONGEST, choose, int(alphabet().ids(END)))
    return [f"{head}K:{alphabet().text(row).partition(END)[0]}" for row in written]


def as_tune(text: str) -> Tune | None:
    """A written text as a tune; None where it has no head with a metre, a unit and a key."""
    lines = text.split("\n")
    if len(lines) < 3 or [line[:2] for line in lines[:3]] != ["M:", "L:", "K:"]:
        return None
    metre, unit, key = (line[2:] for line in lines[:3])
    return Tune("", metre, unit, key, "\n".join(lines[3:]).strip(), "")


def right_bars(written: Iterable[str], inner: bool = True) -> tuple[int, int]:
    """How many bars of tunes last as long as the tune's metre asks, and of how many.

    inner  whether the first and the last bar of each part are left out
    """
    right = count = 0
    for tune in map(as_tune, written):
        if tune is not None:
            full = full_bar(tune.metre, tune.unit)
            for bar in (inner_bars if inner else bars)(tune.body):
                right, count = right + (_length(bar) == full), count + 1
    return right, count


def share_copied(written: Iterable[str], training: Iterable[str]) -> float:
    """How many of the passages of four bars in a row stand in a tune of the training, as a share."""
    known = {passage for text in training for passage in _passages(text)}
    found = [passage in known for text in written for passage in _passages(text)]
    return sum(found) / len(found) if found else float("nan")


def _passages(text: str) -> list[tuple[str, ...]]:
    tune = as_tune(text.rstrip(END))
    found = bars(tune.body) if tune is not None else []
    return [tuple(found[place : place + IN_A_ROW]) for place in range(len(found) - IN_A_ROW + 1)]


def _length(bar: str) -> object:
    try:
        return bar_length(bar)
    except ValueError:
        return None


def _text(tune: Tune) -> str:
    return as_text(tune).rstrip("\n") + "\n" + END


def measure(seed: int) -> dict[str, float]:
    """Bits per character, and the share of bars of the right length for each metre, for counts, and for real tunes."""
    from helpers.nn.generation import generate, sample_with_temperature

    generator = torch.Generator().manual_seed(seed)

    def choose(logits: torch.Tensor) -> torch.Tensor:
        return sample_with_temperature(logits, TEMPERATURE, generator)

    ids, test = training_and_test(jigs=False)
    ones = torch.ones(len(alphabet()), dtype=torch.int64)
    model = trained(seed, False, UPDATES, WINDOW)
    written = {head: write(model, generate, choose, head) for head in METRES}
    everything = [text for tunes_of_a_metre in written.values() for text in tunes_of_a_metre]
    right, count = right_bars(everything)
    numbers = {
        "bits per character": writer.bits(model, test, ones),
        "bits per character, counts of pairs": writer.bits_of_pairs(ids, test, ones),
        "bars judged": count,
        "right bars": right / count,
    }
    for head, tunes_of_a_metre in written.items():
        right, count = right_bars(tunes_of_a_metre)
        numbers[f"right bars, {head[2:5]}"] = right / count
    right, count = right_bars(everything, inner=False)
    numbers["right bars, upbeats and ends of parts too"] = right / count
    right, count = right_bars(write(Pairs(ids, len(alphabet())), generate, choose))
    numbers["right bars, counts of pairs"] = right / count
    right, count = right_bars(texts(jigs=False)[1])
    numbers["right bars, real tunes"] = right / count
    numbers["four bars in a row that stand in a tune of the training"] = share_copied(everything, texts(jigs=False)[0])
    numbers["the same for real tunes kept back"] = share_copied(texts(jigs=False)[1], texts(jigs=False)[0])
    return numbers


EXPERIMENT = Experiment(
    claim="A network that reads tunes character by character writes bars of the right length: at least 80 % of at "
    "least 100, in four metres.",
    setup=f"3,962 tunes in ABC, every tenth kept back; GRU with H = {writer.H}, {UPDATES} updates of {writer.STREAMS} "
    f"windows of {WINDOW} characters, Adam up to {writer.HIGHEST_RATE}; {TUNES} tunes written in each of 6/8, 2/2, 2/4 "
    f"and 3/4 at T = {TEMPERATURE}; bars at the beginning and the end of a part are left out",
    measure=measure,
    expected={
        "bars judged": (100, None),
        "right bars": (0.8, None),
        "right bars, counts of pairs": (None, 0.5),
    },
)
