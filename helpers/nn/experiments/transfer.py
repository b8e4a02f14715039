"""Two language models of equal size, trained for equal time, and what a pre-trained start is worth to each.

Both read characters. They are pre-trained on the prose of Python's handbook; the task that follows is Python's own
source, of which little, more, or much may be seen.
"""

import copy
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import nn

from helpers.data.documentation import documentation_text
from helpers.data.source_code import source_text
from helpers.nn.experiments.experiment import Experiment
from helpers.nn.experiments.lstm_model import LSTMModel
from helpers.nn.experiments.progress import progress

LESSON = "10_transformer"

CHARACTERS = "\n" + "".join(map(chr, range(32, 127)))  # what else there is in a text is left out
V = len(CHARACTERS)
T, N = 128, 8  # characters a text, texts an update
RATE, FINE_RATE = 1e-2, 1e-3  # of Adam: from random weights, and from pre-trained ones
CLIP = 1.0
WHOLE = 200_000  # characters of source code that are 100 %
SHARES = {"1 %": 0.01, "10 %": 0.1, "100 %": 1.0}
HELD_OUT = 20_000  # characters of each test
LOOK_EVERY = 20  # updates between two looks at the validation text, by which the best moment is chosen
PRE_SECONDS, SECONDS = 6.0, 1.5  # of training, recorded

torch.set_num_threads(1)

SIZES = {"D": 64, "heads": 2, "layers": 1, "hidden": 256}  # of the transformer
LSTM_SIZES = {"D": 40, "H": 92}

Model = Callable[[torch.Tensor], torch.Tensor]


def encoded(text: str) -> torch.Tensor:
    """The characters of a text as ids."""
    place = {character: number for number, character in enumerate(CHARACTERS)}
    return torch.tensor([place[character] for character in text if character in place])


@lru_cache
def prose() -> tuple[torch.Tensor, torch.Tensor]:
    """The handbook: a text to train on, and the last 20,000 characters to test."""
    ids = encoded(documentation_text())
    return ids[:-HELD_OUT], ids[-HELD_OUT:]


@lru_cache
def source() -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Source code: 200,000 characters to train on, and from modules far behind them a validation and a test text."""
    ids = encoded(source_text(1_600_000))
    return ids[:WHOLE], ids[1_000_000 : 1_000_000 + HELD_OUT // 2], ids[1_500_000 : 1_500_000 + HELD_OUT]


def bits_per_character(model: nn.Module, ids: torch.Tensor) -> float:
    """The mean over all characters of a text but the first of each piece of 128."""
    pieces = ids[: len(ids) // (T + 1) * (T + 1)].reshape(-1, T + 1)
    model.eval()
    with torch.no_grad():
        logits = torch.cat([model(some[:, :-1]) for some in pieces.split(40)])
    model.train()
    return nn.functional.cross_entropy(logits.flatten(0, 1), pieces[:, 1:].flatten()).item() / math.log(2)


@dataclass(frozen=True)
class Training:
    """How a training went: bits per character on a held-out text after so much processor time, looked at in turn.

    seconds, bits  before training and at each look
    """

    seconds: list[float]
    bits: list[float]
    updates: int


def _update(model: nn.Module, optimizer: torch.optim.Optimizer, ids: torch.Tensor, draws: torch.Generator) -> float:
    """One update on random pieces of a text; the processor time that it took."""
    begun = time.process_time()
    starts = torch.randint(len(ids) - T, (N,), generator=draws).tolist()
    pieces = torch.stack([ids[start : start + T + 1] for start in starts])
    loss = nn.functional.cross_entropy(model(pieces[:, :-1]).flatten(0, 1), pieces[:, 1:].flatten())
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), CLIP)
    optimizer.step()
    return time.process_time() - begun


def train(model: nn.Module, seconds: float, seed: int, looks: int = 12) -> Training:
    """Train a model on the handbook for so much processor time, which the looks at the test text do not count to."""
    text, test = prose()
    draws = torch.Generator().manual_seed(seed)
    optimizer = torch.optim.Adam(model.parameters(), lr=RATE)
    used, updates = 0.0, 0
    at, bits = [0.0], [bits_per_character(model, test)]
    for look in progress(range(1, looks + 1), f"training, {type(model).__name__}"):
        while used < seconds * look / looks:
            used += _update(model, optimizer, text, draws)
            updates += 1
        at.append(used)
        bits.append(bits_per_character(model, test))
    return Training(at, bits, updates)


def tuned(model: nn.Module, share: float, rate: float, seconds: float, seed: int) -> float:
    """Bits per character of the test code after training on a share of the code, at the best moment.

    The moment is chosen by the validation text, which is the same for all; the model is changed.
    """
    text, validation, test = source()
    draws = torch.Generator().manual_seed(seed)
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    some = text[: int(share * WHOLE)]
    best, chosen = bits_per_character(model, validation), copy.deepcopy(model.state_dict())
    used, updates = 0.0, 0
    while used < seconds:
        used += _update(model, optimizer, some, draws)
        updates += 1
        if updates % LOOK_EVERY == 0 and (bits := bits_per_character(model, validation)) < best:
            best, chosen = bits, copy.deepcopy(model.state_dict())
    model.load_state_dict(chosen)
    return bits_per_character(model, test)


def measure(seed: int) -> dict[str, float]:
    """Bits per character of both models on held-out prose, and on held-out code from random and trained weights."""
    from helpers.nn.transformer import TinyGPT

    makers = {"transformer": lambda: TinyGPT(V, **SIZES), "LSTM": lambda: LSTMModel(V, **LSTM_SIZES)}
    numbers: dict[str, float] = {}
    for name, make in makers.items():
        torch.manual_seed(seed)
        pretrained = make()
        training = train(pretrained, PRE_SECONDS, seed, looks=1)
        numbers[f"{name}, prose"] = training.bits[-1]
        numbers[f"{name}, updates on prose"] = training.updates
        for label, share in SHARES.items():
            fresh = tuned(make(), share, RATE, SECONDS, seed)
            after = tuned(copy.deepcopy(pretrained), share, FINE_RATE, SECONDS, seed)
            numbers[f"{name}, {label} of the code, from nothing"] = fresh
            numbers[f"{name}, {label} of the code, pre-trained"] = after
            numbers[f"{name}, {label}, gain"] = fresh - after
    return numbers


EXPERIMENT = Experiment(
    claim="Transfer works for the LSTM as it does for the transformer: pre-trained on prose, each names the next "
    "character of source code better than when it begins from nothing, with 1 %, 10 % and 100 % of the code.",
    setup=f"characters, pieces of {T}; transformer: 1 block, D = 64, 2 heads, hidden 256; LSTM: D = 40, H = 92; "
    f"about 62,500 parameters each; {PRE_SECONDS:g} s of processor time on {350_000:,} characters of Python's "
    f"handbook, then {SECONDS:g} s on 2,000, 20,000 or 200,000 characters of its source code; Adam {RATE} from "
    f"nothing and {FINE_RATE} from pre-trained weights, {N} pieces an update, clipping at 1; bits per character of "
    f"{HELD_OUT:,} characters held out; the best moment is chosen by 10,000 others",
    measure=measure,
    expected={f"{name}, {label}, gain": (0.0, None) for name in ("transformer", "LSTM") for label in SHARES},
)
