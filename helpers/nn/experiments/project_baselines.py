"""The baselines of lesson 11's three tracks, built around what the learner has written there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from helpers.data import project_tracks
from helpers.data.made_tunes import ALPHABET

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
