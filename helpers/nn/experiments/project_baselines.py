"""The baselines of lesson 11's three tracks, built around what the learner has written there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from helpers.data import project_tracks
from helpers.data.made_tunes import ALPHABET, made_tune
from helpers.nn.experiments.experiment import Experiment

LESSON = "11_project"

FRAMES_OF_A_DIGIT = 18  # in the mean over all clips


def nearest_mean(
    features_of: Callable[[np.ndarray], np.ndarray], strips: Sequence[np.ndarray], labels: np.ndarray
) -> Callable[[Sequence[np.ndarray]], np.ndarray]:
    """A classifier of sequences: that class whose mean of standardised features is nearest.

    features_of  (T,) -> (F,)
    labels       (N,) from 0 on; each class is among them
    returns      a function of N sequences that gives their classes, (N,)
    """
    features = np.array([features_of(strip) for strip in strips])
    middle, spread = features.mean(axis=0), features.std(axis=0)
    means = np.array([((features - middle) / spread)[labels == label].mean(axis=0) for label in np.unique(labels)])

    def classify(new: Sequence[np.ndarray]) -> np.ndarray:
        found = (np.array([features_of(strip) for strip in new]) - middle) / spread
        return ((found[:, None] - means) ** 2).sum(axis=2).argmin(axis=1)

    return classify


def counted(tunes: Sequence[str], order: int) -> dict[str, np.ndarray]:
    """Context of up to `order` characters -> how often each character of ALPHABET followed it, (27,)."""
    counts: dict[str, np.ndarray] = {}
    for tune in tunes:
        for place, character in enumerate(tune):
            for n in range(min(order, place) + 1):
                row = counts.setdefault(tune[place - n : place], np.zeros(len(ALPHABET)))
                row[ALPHABET.index(character)] += 1
    return counts


def equal_pieces(rng: np.random.Generator, count: int = 300) -> Callable[[Sequence[np.ndarray]], list[list[int]]]:
    """A reader of digit strings: equal pieces, as many as the length suggests, and for each the nearest mean piece.

    count  how many strings it is made from, whose number of digits is known

    Returns a function of recordings, each (T, 13), that gives the digits of each.
    """
    pieces, of_digit = [], []
    for frames, string in zip(*project_tracks.digit_recordings(rng, count)):
        pieces += [_thirds(piece) for piece in np.array_split(standardised(frames), len(string))]
        of_digit += string
    means = np.array([np.array(pieces)[np.array(of_digit) == digit].mean(axis=0) for digit in range(10)])

    def read(recordings: Sequence[np.ndarray]) -> list[list[int]]:
        answers = []
        for frames in recordings:
            number = max(1, round(len(frames) / FRAMES_OF_A_DIGIT))
            found = np.array([_thirds(piece) for piece in np.array_split(standardised(frames), number)])
            answers.append(((found[:, None] - means) ** 2).sum(axis=2).argmin(axis=1).tolist())
        return answers

    return read


def standardised(frames: np.ndarray) -> np.ndarray:
    """(T, 13) without the mean and the spread of each coefficient over the string: what the line added is gone."""
    return (frames - frames.mean(axis=0)) / (frames.std(axis=0) + 1e-3)


def _thirds(piece: np.ndarray) -> np.ndarray:
    """The mean frames of the three thirds of a piece, (39,); zeros for a third without frames."""
    thirds = np.array_split(piece, 3)
    return np.concatenate([third.mean(axis=0) if len(third) else np.zeros(piece.shape[1]) for third in thirds])


def measure(seed: int) -> dict[str, float]:
    """What each track's baseline and its small network reach on the same sequences, fresh ones as in grading."""
    import torch

    from helpers.checks.measures import MEASURES
    from helpers.exercises import load

    torch.set_num_threads(1)
    private = load(LESSON).namespace
    strips, labels = project_tracks.rhythm_strips(np.random.default_rng(seed), 600)
    by_ruler = nearest_mean(lambda strip: private["interval_features"](private["beat_times"](strip)), strips, labels)
    rng = np.random.default_rng(seed)
    counts = counted([made_tune(rng) for _ in range(300)], 2)

    def by_counts(beginnings: Sequence[str]) -> np.ndarray:
        return np.array([private["next_probabilities"](counts, text, len(ALPHABET), 2, 2.0) for text in beginnings])

    models = {
        "rhythms": {"baseline": by_ruler, "small network": private["rhythm_network"](seed)},
        "tunes": {"baseline": by_counts, "small network": private["tune_network"](seed)},
        "digits": {
            "baseline": equal_pieces(np.random.default_rng(seed)),
            "small network": private["digit_network"](seed),
        },
    }
    measured = {}
    for track, answering in models.items():
        sequences, truth = project_tracks.held_out_set(np.random.default_rng(1000 + seed), track)
        for name, model in answering.items():
            measured[f"{track}, {name}"] = MEASURES[track].score(model(sequences), truth)
    return measured


EXPERIMENT = Experiment(
    claim="On sequences that nobody has seen before, the baseline of each track earns the points of the baseline and "
    "no more, and a small network that was trained for half a minute earns all.",
    setup=", ".join(f"{count} {track}" for track, count in project_tracks.ASKED.items())
    + ". Baselines: 600 strips and the nearest mean; 300 tunes, counts of order 2; 300 strings, equal pieces. "
    "Networks: a convolution of 16 filters and a GRU with 32 units, 2,000 strips, 15 times through; an LSTM with 96 "
    "units, 500 batches of 32 tunes; a bidirectional GRU with 40 units a side, 600 batches of 16 strings. Adam, "
    "a learning rate that rises to 0.01 and falls, clipping at 1.",
    measure=measure,
    expected={
        "rhythms, baseline": (0.60, 0.82),
        "rhythms, small network": (0.92, None),
        "tunes, baseline": (2.20, 2.85),
        "tunes, small network": (None, 1.95),
        "digits, baseline": (0.40, 0.70),
        "digits, small network": (None, 0.15),
    },
)
