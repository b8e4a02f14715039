"""One to many: a digit comes in, and the frames of a spoken word come out, with a flag for the end.

What is written are spectral numbers (MFCC), from which no sound can be made directly. So it is judged by a second
network, which has learnt to read spoken digits from the same clips and is tested on others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
from torch import nn

from helpers.data.spoken_digits import spoken_digits
from helpers.nn.experiments.experiment import Experiment
from helpers.nn.experiments.progress import progress

LESSON = "08_generation"

torch.set_num_threads(1)

DIGITS, FEATURES = 10, 13
TRAINING_CLIPS = 2400
WRITER_H, READER_H = 128, 64
CLIPS_PER_BATCH = 32
WRITER_UPDATES, READER_UPDATES = 450, 450
LEARNING_RATE = 4e-3
LONGEST = 60  # frames that are written at most
WRITTEN = 10  # of each digit
NOISE = 0.2  # the spread of what is added to a written frame before it is read, so that no two are alike


@dataclass(frozen=True)
class Clips:
    """Clips of about one length, scaled: frames (N, T, 13), which of them are real (N, T), and the digits (N,)."""

    frames: torch.Tensor
    mask: torch.Tensor
    digits: torch.Tensor


class SpokenWriter(nn.Module):
    """A GRU that reads the digit and the frame before, and says the next frame and whether it is the last one."""

    def __init__(self) -> None:
        super().__init__()
        self.digit = nn.Embedding(DIGITS, 16)
        self.recurrent = nn.GRU(FEATURES + 16, WRITER_H, batch_first=True)
        self.output = nn.Linear(WRITER_H, FEATURES + 1)

    def forward(self, digits: torch.Tensor, before: torch.Tensor, state: torch.Tensor | None = None):
        """Frames (N, T, 13), logits of the stop flag (N, T) and the state, for digits (N,) and the frames before."""
        given = self.digit(digits)[:, None].expand(-1, before.shape[1], -1)
        states, state = self.recurrent(torch.cat([before, given], dim=2), state)
        output = self.output(states)
        return output[..., :FEATURES], output[..., FEATURES], state


class SpokenReader(nn.Module):
    """A GRU that names the digit, from its state at the last real frame."""

    def __init__(self) -> None:
        super().__init__()
        self.recurrent = nn.GRU(FEATURES, READER_H, batch_first=True)
        self.output = nn.Linear(READER_H, DIGITS)

    def forward(self, frames: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Logits (N, 10)."""
        states = self.recurrent(frames)[0]
        return self.output(states[torch.arange(len(frames)), mask.sum(dim=1) - 1])


@lru_cache
def scaled_clips() -> tuple[list[np.ndarray], np.ndarray]:
    """All clips with each of the 13 numbers at mean 0 and spread 1 over the training clips, and their digits."""
    clips, digits = spoken_digits()
    frames = np.concatenate(clips[:TRAINING_CLIPS])
    mean, spread = frames.mean(axis=0), frames.std(axis=0)
    return [(clip - mean) / spread for clip in clips], digits


def padded(clips: Sequence[np.ndarray], digits: Sequence[int] | np.ndarray) -> Clips:
    """Clips of different lengths as one batch, with zeros behind the shorter ones."""
    longest = max(map(len, clips))
    frames = np.zeros((len(clips), longest, FEATURES), dtype=np.float32)
    for number, clip in enumerate(clips):
        frames[number, : len(clip)] = clip
    lengths = np.array([len(clip) for clip in clips])
    mask = np.arange(longest) < lengths[:, None]
    return Clips(torch.from_numpy(frames), torch.from_numpy(mask), torch.tensor(np.array(digits)))


def batches(seed: int, updates: int, label: str):
    """So many random batches of training clips."""
    rng = np.random.default_rng(seed)
    clips, digits = scaled_clips()
    for _ in progress(range(updates), label):
        chosen = rng.integers(TRAINING_CLIPS, size=CLIPS_PER_BATCH)
        yield padded([clips[number] for number in chosen], digits[chosen])


def before(frames: torch.Tensor) -> torch.Tensor:
    """The frame before each frame, (N, T, 13): zeros before the first one."""
    return nn.functional.pad(frames[:, :-1], (0, 0, 1, 0))


@lru_cache
def trained_writer(seed: int = 0, updates: int = WRITER_UPDATES) -> SpokenWriter:
    """A writer trained to name the next frame after the real ones; noise on them keeps it from leaning on details."""
    torch.manual_seed(seed)
    model = SpokenWriter()
    optimizer = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE)
    for clips in batches(seed, updates, "training the writer"):
        read = before(clips.frames)
        frames, stop, _ = model(clips.digits, read + NOISE * torch.randn_like(read))
        last = clips.mask & ~nn.functional.pad(clips.mask[:, 1:], (0, 1))
        error = ((frames - clips.frames) ** 2).mean(dim=2)[clips.mask].mean()
        loss = error + nn.functional.binary_cross_entropy_with_logits(stop[clips.mask], last[clips.mask].float())
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
    return model.eval()


@lru_cache
def trained_reader(seed: int = 0, updates: int = READER_UPDATES) -> SpokenReader:
    """A reader trained on the same clips, with other first weights and other batches."""
    torch.manual_seed(1000 + seed)
    model = SpokenReader()
    optimizer = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE)
    for clips in batches(1000 + seed, updates, "training the reader"):
        loss = nn.functional.cross_entropy(model(clips.frames, clips.mask), clips.digits)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
    return model.eval()


def write(model: SpokenWriter, digits: torch.Tensor, seed: int) -> list[np.ndarray]:
    """The frames that the writer makes for digits (N,), each until its stop flag is drawn, at most LONGEST."""
    generator = torch.Generator().manual_seed(seed)
    frame, state = torch.zeros(len(digits), 1, FEATURES), None
    frames, lengths = [], torch.full((len(digits),), LONGEST)
    with torch.no_grad():
        for step in range(LONGEST):
            frame, stop, state = model(digits, frame, state)
            frames.append(frame[:, 0])
            stopped = torch.rand(len(digits), generator=generator) < stop[:, 0].sigmoid()
            lengths = torch.where(stopped & (lengths == LONGEST), step + 1, lengths)
            frame = frame + NOISE * torch.randn(frame.shape, generator=generator)
    whole = torch.stack(frames, dim=1).numpy()
    return [row[:length] for row, length in zip(whole, lengths.tolist(), strict=True)]


def share_read(model: SpokenReader, clips: Clips) -> float:
    """The share of clips that the reader names rightly."""
    with torch.no_grad():
        return float((model(clips.frames, clips.mask).argmax(dim=1) == clips.digits).double().mean())


def test_clips() -> Clips:
    """The clips that neither network was trained on."""
    clips, digits = scaled_clips()
    return padded(clips[TRAINING_CLIPS:], digits[TRAINING_CLIPS:])


def all_digits(times: int = WRITTEN) -> torch.Tensor:
    """Each digit so many times, (10 times,)."""
    return torch.arange(DIGITS).repeat_interleave(times)


def measure(seed: int) -> dict[str, float]:
    """The shares that the reader names rightly, of real clips and of written ones, and how long both are."""
    model, reader = trained_writer(seed), trained_reader(seed)
    written = write(model, all_digits(), seed)
    untrained = write(SpokenWriter().eval(), all_digits(), seed)
    real = scaled_clips()[0][TRAINING_CLIPS:]
    return {
        "read rightly, real clips": share_read(reader, test_clips()),
        "read rightly, written": share_read(reader, padded(written, all_digits())),
        "read rightly, written by an untrained network": share_read(reader, padded(untrained, all_digits())),
        "frames, real clips": float(np.mean([len(clip) for clip in real])),
        "frames, written": float(np.mean([len(clip) for clip in written])),
    }


EXPERIMENT = Experiment(
    claim="One digit in, a sequence of frames and its end out: a separate network reads nearly all of them as the "
    "digit that was meant.",
    setup=f"3,000 clips of six speakers, {TRAINING_CLIPS} to train on; writer: GRU with H = {WRITER_H}, "
    f"{WRITER_UPDATES} updates; reader: GRU with H = {READER_H}, {READER_UPDATES} updates; batches of "
    f"{CLIPS_PER_BATCH}, Adam {LEARNING_RATE}; {WRITTEN} of each digit written",
    measure=measure,
    expected={
        "read rightly, real clips": (0.9, None),
        "read rightly, written": (0.9, None),
        "read rightly, written by an untrained network": (None, 0.3),
    },
)
