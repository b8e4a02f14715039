"""The sequences to look at in lesson 00."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.data import small_sequences


def test_sentence_is_ids_of_its_words() -> None:
    """Can the words be read off the ids?"""
    words = sorted(small_sequences.SENTENCE)
    assert tuple(words[i] for i in small_sequences.sentence()) == small_sequences.SENTENCE


def test_fourth_beat_comes_too_early() -> None:
    """Are there five peaks, and is the third gap between them the shortest by far?"""
    voltage = small_sequences.heart_beats()[:, 0]
    middle = voltage[1:-1]
    peaks = np.flatnonzero((middle > voltage[:-2]) & (middle > voltage[2:]) & (middle > 0.7)) + 1
    gaps = np.diff(peaks) / 250
    np.testing.assert_allclose(gaps, [0.8, 0.8, 0.5, 1.05], atol=0.005)


def test_tune_lasts_four_bars() -> None:
    """Do fourteen notes fill four bars of four beats?"""
    tune = small_sequences.tune()
    assert tune.shape == (14, 2)
    assert tune[:, 1].sum() == 16
    assert set(tune[:, 0]) <= {60, 62, 64, 65, 67}


def test_sound_is_a_hiss_and_then_a_hum() -> None:
    """Does the first half change its direction far more often than the second?"""
    sound = small_sequences.sound()[:, 0]
    turns = np.diff(np.sign(np.diff(sound))) != 0
    assert turns[200:1000].mean() > 4 * turns[1800:2400].mean()


def test_video_shows_one_ball_that_rises_and_falls() -> None:
    """Does the brightest place move to the right all the time, and up before it comes down?"""
    video = small_sequences.video()
    assert video.min() == 0
    assert video.max() == 1
    rows, columns = np.mgrid[: video.shape[1], : video.shape[2]]
    across = (video * columns).sum(axis=(1, 2)) / video.sum(axis=(1, 2))
    down = (video * rows).sum(axis=(1, 2)) / video.sum(axis=(1, 2))
    assert np.all(np.diff(across) > 0)
    assert down.argmin() in (3, 4)
    assert down[0] > down[3] < down[-1]


@pytest.mark.parametrize("name", ["sentence", "heart_beats", "tune", "sound", "video"])
def test_the_same_each_time(name: str) -> None:
    """Does each function give the same sequence each time, with time as its first axis?"""
    make = getattr(small_sequences, name)
    assert np.array_equal(make(), make())
    assert len(make()) > 1
