"""The data of the three tracks of lesson 11: sequences, and what is to be found out about each."""

from collections.abc import Callable
from typing import Any

import numpy as np

from helpers.data.ecg import RHYTHMS, ecg_strip
from helpers.data.made_tunes import ALPHABET, made_tune
from helpers.data.spoken_digits import spoken_digits
from helpers.data.telephone import telephone_strings

# How often each rhythm is met: most hearts that are looked at beat as they should.
OFTEN = (0.5, 0.2, 0.2, 0.1)
TRAINING, PRACTICE = slice(0, 1800), slice(1800, 2400)  # clips to train on, and to measure oneself with
HELD_OUT = slice(2400, 3000)  # clips of the strings that grading asks for
HEADER = len("M:6/8\nL:1/8\nK:G\n")


def rhythm_strips(rng: np.random.Generator, count: int) -> tuple[list[np.ndarray], np.ndarray]:
    """ECG strips of 3 to 8 seconds, (T,) float32 at 50 samples a second, and the number of each one's rhythm.

    Of ten strips five are normal, two each show atrial fibrillation and premature beats, one shows a dropped beat.
    """
    labels = rng.permutation(np.searchsorted(np.cumsum(OFTEN)[:-1] * count, np.arange(count) + 0.5))
    return [ecg_strip(rng, int(label), rng.uniform(3, 8)) for label in labels], labels


def tune_beginnings(rng: np.random.Generator, count: int) -> tuple[list[str], np.ndarray]:
    """Beginnings of tunes, each of another tune, and the number in ALPHABET of the character that comes next."""
    tunes = [made_tune(rng) for _ in range(count)]
    cuts = [int(rng.integers(HEADER, len(tune))) for tune in tunes]
    following = np.array([ALPHABET.index(tune[cut]) for tune, cut in zip(tunes, cuts)])
    return [tune[:cut] for tune, cut in zip(tunes, cuts)], following


def digit_recordings(
    rng: np.random.Generator, count: int, clips: slice = TRAINING
) -> tuple[list[np.ndarray], list[list[int]]]:
    """Strings of two to six spoken digits, each over a telephone line of its own: (T, 13) float32, and the digits.

    clips  which of the 3,000 clips they are made of; TRAINING, PRACTICE and HELD_OUT have none in common

    Raises Refusal where the clips were not fetched.
    """
    found, digits = spoken_digits()
    return telephone_strings(rng, found[clips], digits[clips], count)


# Track -> (loader, how many sequences are held out, the classes or characters that an answer is about).
LOADERS: dict[str, Callable[[np.random.Generator, int], tuple[list[Any], Any]]] = {
    "rhythms": rhythm_strips,
    "tunes": tune_beginnings,
    "digits": digit_recordings,
}
ASKED = {"rhythms": 400, "tunes": 600, "digits": 150}  # sequences in a set that is held out, or practised with


def practice_set(track: str) -> tuple[list[Any], Any]:
    """The sequences with which learners measure themselves, the same for all, and what is true of each."""
    rng = np.random.default_rng(11)
    if track == "digits":
        return digit_recordings(rng, ASKED[track], PRACTICE)
    return LOADERS[track](rng, ASKED[track])


def held_out_set(rng: np.random.Generator, track: str) -> tuple[list[Any], Any]:
    """A fresh set of a track, as grading makes one for each submission, and what is true of each sequence."""
    if track == "digits":
        return digit_recordings(rng, ASKED[track], HELD_OUT)
    return LOADERS[track](rng, ASKED[track])


CLASSES = len(RHYTHMS)
