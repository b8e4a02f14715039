"""Does a cell count? The language a^n b^n: after the first b it is certain what follows, and where the end is."""

import numpy as np
import torch
from torch import nn

from helpers.nn.experiments.experiment import Experiment
from helpers.nn.experiments.three_cells import KINDS, Network, parameters, units

LESSON = "06_gru"

MOST_PARAMETERS = parameters("LSTM", 2, 16)
LONGEST_IN_TRAINING = 20
LONGEST_IN_TEST = 100
STRINGS_PER_BATCH = 32
UPDATES = 1500
LEARNING_RATE = 1e-2
CLIP = 1.0  # the largest norm of a gradient
NOT_ASKED = -100  # what torch's cross-entropy leaves out


def strings(lengths: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The strings a^n b^n for each n of lengths, x (N, T, 2) one-hot, and after each b whether it was the last.

    The second array (N, T) has 0 for another b, 1 for the end, and NOT_ASKED at the a's and behind the end.
    """
    T = 2 * int(lengths.max())
    place, n = np.arange(T), lengths[:, None]
    x = np.stack([place < n, (n <= place) & (place < 2 * n)], axis=2).astype(float)
    ends = np.where(x[:, :, 1] > 0, (place == 2 * n - 1).astype(int), NOT_ASKED)
    return x, ends


def train(kind: str, seed: int, updates: int = UPDATES) -> Network:
    """A network that was trained on n from 1 to LONGEST_IN_TRAINING."""
    torch.manual_seed(seed)
    network = Network(kind, 2, units(kind, 2, MOST_PARAMETERS), outputs=2)
    optimizer = torch.optim.Adam(network.parameters(), lr=LEARNING_RATE)
    rng = np.random.default_rng(seed)
    for _ in range(updates):
        x, ends = strings(rng.integers(1, LONGEST_IN_TRAINING + 1, size=STRINGS_PER_BATCH))
        logits = network(torch.from_numpy(x).float())
        loss = nn.functional.cross_entropy(logits.flatten(0, 1), torch.from_numpy(ends).flatten())
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), CLIP)
        optimizer.step()
    return network


def counted(network: Network, lengths: range) -> list[bool]:
    """For each n, whether every b of a^n b^n was answered rightly: another one, or the end."""
    x, ends = strings(np.array(lengths))
    with torch.no_grad():
        answers = network(torch.from_numpy(x).float()).argmax(dim=2).numpy()
    return [bool(right) for right in ((answers == ends) | (ends == NOT_ASKED)).all(axis=1)]


def measure(seed: int) -> dict[str, float]:
    """Of each cell up to which n it never fails, and the share of n counted rightly, in training and beyond."""
    numbers = {}
    for kind in KINDS:
        right = counted(train(kind, seed), range(1, LONGEST_IN_TEST + 1))
        numbers[f"{kind}, right up to n"] = float(right.index(False) if False in right else len(right))
        numbers[f"{kind}, share of n = 1 to 20"] = float(np.mean(right[:LONGEST_IN_TRAINING]))
        numbers[f"{kind}, share of n = 21 to 100"] = float(np.mean(right[LONGEST_IN_TRAINING:]))
    lead = numbers["LSTM, right up to n"] - numbers["GRU, right up to n"]
    return numbers | {"lead of the LSTM, in n": lead}


EXPERIMENT = Experiment(
    claim="The LSTM is a little more expressive: it counts further than the GRU, beyond the lengths it was trained on.",
    setup="a^n b^n, trained on n = 1 to 20, tested on 1 to 100; asked after each b: another one, or the end; LSTM with "
    "16 units, GRU with 18, RNN with 33 (about 1,200 parameters each); 1,500 batches of 32, Adam 0.01, gradients "
    "clipped at norm 1, torch's initialisation",
    measure=measure,
    expected={"LSTM, right up to n": (20.5, None), "lead of the LSTM, in n": (0.5, None)},
)
