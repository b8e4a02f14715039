"""Which rhythm does a heart have? Learnt from strips that a formula made, and then tried on a real heart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_sequence

from helpers.data.ecg import RHYTHMS, ecg_strips
from helpers.data.recorded_ecg import recorded_ecg, windows
from helpers.nn.experiments.experiment import Experiment
from helpers.nn.experiments.fitting import fit, share_right

LESSON = "07_architectures"

TRAINING, TEST = 2000, 400
FILTERS, WIDTH, STRIDE, H = 16, 9, 3, 32
EPOCHS = 16
SECONDS = 6.0  # of a piece of the real record


class ConvolutionThenGRU(nn.Module):
    """A convolution that makes of each 3 samples one step of 16 numbers, each looking at 9 samples, and a GRU over
    those steps."""

    def __init__(self) -> None:
        super().__init__()
        self.convolution = nn.Conv1d(1, FILTERS, WIDTH, stride=STRIDE)
        self.rnn = nn.GRU(FILTERS, H, batch_first=True)
        self.output = nn.Linear(H, len(RHYTHMS))

    def forward(self, x: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        steps = self.convolution(x[:, None]).relu().transpose(1, 2)
        packed = pack_padded_sequence(steps, (lengths - WIDTH) // STRIDE + 1, batch_first=True, enforce_sorted=False)
        return self.output(self.rnn(packed)[1][-1])


@dataclass(frozen=True)
class Learnt:
    """A trained network, and the share of the made test strips that it gets right."""

    network: nn.Module
    right: float


@lru_cache
def train(seed: int, epochs: int = EPOCHS) -> Learnt:
    """Train on made strips of 3 to 8 seconds, and try it on others."""
    torch.manual_seed(seed)
    strips, labels = ecg_strips(np.random.default_rng(seed), TRAINING + TEST)
    tensors = [torch.from_numpy((strip - strip.mean()) / strip.std()) for strip in strips]
    rhythms = torch.from_numpy(np.asarray(labels, dtype=np.int64))

    def batch_of(places: Sequence[int]):
        chosen = [tensors[place] for place in places]
        lengths = torch.tensor([len(strip) for strip in chosen])
        return (pad_sequence(chosen, batch_first=True), lengths), rhythms[list(places)]

    network = ConvolutionThenGRU()
    fit(network, batch_of, TRAINING, epochs=epochs, seed=seed, learning_rate=6e-3, label="training on made strips")
    return Learnt(network, share_right(network, batch_of, range(TRAINING, TRAINING + TEST)))


def rhythms_of(network: nn.Module, pieces: np.ndarray) -> list[str]:
    """What a trained network says of pieces of a signal, (N, T), each scaled by itself as the made strips were."""
    x = torch.from_numpy((pieces - pieces.mean(1, keepdims=True)) / pieces.std(1, keepdims=True))
    with torch.no_grad():
        answers = network(x, torch.full((len(x),), x.shape[1])).argmax(dim=1)
    return [RHYTHMS[answer] for answer in answers]


def measure(seed: int) -> dict[str, float]:
    """The share right of made strips, and the share of the real record that is taken for premature beats."""
    torch.set_num_threads(1)
    learnt = train(seed)
    said = rhythms_of(learnt.network, windows(recorded_ecg(), SECONDS))
    return {
        "share right, made strips": learnt.right,
        "real pieces called premature": said.count(RHYTHMS[2]) / len(said),
    }


EXPERIMENT = Experiment(
    claim="A network that has learnt four rhythms of a formula finds, in most pieces, the premature beats of a real "
    "heart.",
    setup=f"{TRAINING} made strips of 3 to 8 s (50 samples a second) to train on, {TEST} to test with; a convolution "
    f"of {FILTERS} filters and stride {STRIDE}, a GRU with H = {H}; {EPOCHS} rounds of Adam at 0.006 that falls to a "
    "twentieth, batches of 50. The real record: 50 pieces of 6 s of one patient, full of premature beats, unlabelled.",
    measure=measure,
    expected={"share right, made strips": (0.9, None), "real pieces called premature": (0.5, None)},
)
